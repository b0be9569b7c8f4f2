"""An attempt to sign in: one secret of the browser's, from which everything else is derived. Nothing of it is stored
until it is used up.

What the issuer is given (`state`, `nonce`, the hash of `verifier`) cannot be led back to the secret, so whoever catches
the redirection cannot sign in with it, and nobody can have somebody else sign in to an account of theirs.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Self

from chalicelib.aws.secret_store import Secrets
from chalicelib.kernel.ids import new_secret
from chalicelib.parties.federation.errors import AttemptRefused

LIFETIME = timedelta(minutes=10)
LONGEST = 160


@dataclass(frozen=True)
class Attempt:
    """`id` is the secret half; `begun_at` is machine time."""

    id: str = field(repr=False)
    begun_at: datetime
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    @classmethod
    def begin(cls, secrets: Secrets, now: datetime) -> Self:
        """A new one."""
        stem = f"{int(now.timestamp())}.{new_secret()}"
        return cls._of(secrets, f"{stem}.{_derived(secrets, 'seal', stem)}", now)

    @classmethod
    def resume(cls, secrets: Secrets, attempt_id: str, now: datetime) -> Self:
        """The attempt that was begun with that id. Raises `AttemptRefused` for anything else, and after ten minutes."""
        stem, _, seal = attempt_id[:LONGEST].rpartition(".")
        if not hmac.compare_digest(seal.encode(), _derived(secrets, "seal", stem).encode()):
            raise AttemptRefused
        begun_at = datetime.fromtimestamp(int(stem.partition(".")[0]), UTC)
        if now >= begun_at + LIFETIME:
            raise AttemptRefused
        return cls._of(secrets, attempt_id, begun_at)

    @classmethod
    def _of(cls, secrets: Secrets, attempt_id: str, begun_at: datetime) -> Self:
        state, nonce, verifier = (_derived(secrets, name, attempt_id) for name in ("state", "nonce", "verifier"))
        return cls(attempt_id, begun_at, state, nonce, verifier)

    @property
    def challenge(self) -> str:
        """Of the verifier, by the method S256 (RFC 7636 §4.2)."""
        return _base64url(hashlib.sha256(self.verifier.encode()).digest())

    @property
    def fingerprint(self) -> str:
        """What a used one is remembered by."""
        return hashlib.sha256(self.id.encode()).hexdigest()

    def require_state(self, state: str) -> None:
        """Raise `AttemptRefused` unless `state` is this attempt's."""
        if not hmac.compare_digest(state.encode(), self.state.encode()):
            raise AttemptRefused


def _derived(secrets: Secrets, name: str, text: str) -> str:
    return _base64url(secrets.keyed_hash(f"federated sign-in {name}", text))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

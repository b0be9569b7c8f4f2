"""How a message is signed (Standard Webhooks 1.0, symmetric scheme `v1`).

By hand, because there is no more to it than HMAC-SHA256 over `<id>.<timestamp>.<body>`; the tests and the sandbox
verify with the standard's own library.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

PREFIX = "whsec_"


def secret_from(random: str) -> str:
    """A secret as receivers are given it: `random` (256 bits as text) behind the standard's prefix, in base64."""
    return PREFIX + base64.b64encode(random.encode()).decode()


def signed_headers(message_id: str, body: bytes, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """The three headers of the standard, signed with each secret that counts at `now` (machine time)."""
    timestamp = str(int(now.timestamp()))
    content = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_signature(secret, content)}" for secret in secrets),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()

"""Identifiers that sort by the time they were made (ULID) and secrets that do not."""

import base64
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

NewId = Callable[[datetime], str]
"""Makes an identifier for something that comes to be at the given instant."""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_ulid(at: datetime) -> str:
    """26 characters of Crockford base 32: 48 bits of milliseconds, then 80 random bits."""
    number = ((at - _EPOCH) // timedelta(milliseconds=1) << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def new_secret(size: int = 32) -> str:
    """`size` random bytes as URL-safe text without padding."""
    return base64.urlsafe_b64encode(secrets.token_bytes(size)).rstrip(b"=").decode()

"""By what a client says which one it is.

Confidential ones send id and secret by HTTP Basic (RFC 6749 §2.3.1: each form-encoded before they are joined), public
ones their id alone in `Client-Id`. Whoever sends neither comes through the built-in web client.
"""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote_plus

from chalicelib.parties.clients.errors import ClientRefused

MOST_CHARACTERS = 256


@dataclass(frozen=True)
class Credentials:
    """What a request says of its client; no secret where it names itself only."""

    client_id: str
    secret: str | None = None

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Self | None:
        """What the headers say, None where they say nothing. Raises `ClientRefused` for what cannot be read."""
        scheme, _, encoded = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            return cls._basic(encoded.strip())
        named = headers.get("client-id", "")
        if len(named) > MOST_CHARACTERS:
            raise ClientRefused
        return cls(named) if named else None

    @classmethod
    def _basic(cls, encoded: str) -> Self:
        try:
            client_id, colon, secret = b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, ValueError) as error:
            raise ClientRefused from error
        if not (client_id and colon and secret) or len(client_id) > MOST_CHARACTERS or len(secret) > MOST_CHARACTERS:
            raise ClientRefused
        return cls(unquote_plus(client_id), unquote_plus(secret))

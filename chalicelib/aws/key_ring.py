"""The key ring (密钥环): what rows with personal data are sealed with, and what people are looked up by.

The ring is one secret: `{"current": "2", "1": "…", "2": "…"}`, or, before anybody turned the key, the first key alone.
`clear-1` is the instant at which nothing was left under key 1.
Everything new is made with the current key; what was made with another key of the ring can still be read and found, so
a key is replaced while the service runs (docs/runbook.md).
"""

import hashlib
import hmac
import json
import secrets
import zlib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.aws.rows import Row

FIRST = "1"
NONCE_BYTES = 12
RAW_DEFLATE = -15
"""DEFLATE without header and checksum: the encryption's tag already finds every change."""
SEALED_WITH = "sealed_with"
"""The attribute that names the key of a sealed row."""


class RingEmpty(LookupError):
    """The deployment has no key yet: `python -m infra.bootstrap` makes it."""


class KeyUnknown(LookupError):
    """A row is sealed with a key that is not in the ring, even now."""


def ring_in(text: str) -> dict[str, str]:
    """The ring that a secret's text is; the text of a new deployment, whatever it looks like, is its first key.

    Raises `RingEmpty`.
    """
    if not text:
        raise RingEmpty
    try:
        ring = json.loads(text)
    except ValueError:
        ring = None
    return ring if isinstance(ring, dict) else {"current": FIRST, FIRST: text}


def key_names(ring: Mapping[str, str]) -> list[str]:
    """The names of the keys of a ring, the oldest first."""
    return sorted((name for name in ring if name.isdecimal()), key=int)


class KeyRing:
    """Keys by name, fetched once in a process's life, and again when a row names one that is not known yet."""

    def __init__(self, client: Any, secret_id: str) -> None:
        self._client = client
        self._secret_id = secret_id

    @property
    def current(self) -> str:
        """The name of the key that everything new is made with."""
        return self._ring["current"]

    def names(self) -> tuple[str, ...]:
        """The keys' names, the current one first."""
        current = self.current
        return (current, *(name for name in key_names(self._ring) if name != current))

    def read_again(self) -> None:
        """Forget what was read: whoever walks over everything has to know the key that is in use now."""
        self.__dict__.pop("_ring", None)

    def key_of(self, name: str, purpose: str) -> bytes:
        """32 bytes that exist for `purpose` alone. Raises `KeyUnknown`."""
        if name not in self._ring:
            del self._ring
        if name not in self._ring:
            raise KeyUnknown(name)
        return hmac.digest(self._ring[name].encode(), purpose.encode(), hashlib.sha256)

    def look_up(self, kind: str, text: str) -> tuple[str, ...]:
        """The keyed hashes under which `text`, a `kind` such as "mobile", is kept: by the current key first, then by
        each other key of the ring. 64 hexadecimal digits, after the key's name and a hyphen for all keys but the first.
        """
        return tuple(self._hash(name, kind, text) for name in self.names())

    def _hash(self, name: str, kind: str, text: str) -> str:
        hashed = hmac.digest(self.key_of(name, f"look-up of {kind}"), text.encode(), hashlib.sha256).hex()
        return hashed if name == FIRST else f"{name}-{hashed}"

    @cached_property
    def _ring(self) -> dict[str, str]:
        return ring_in(str(self._client.get_secret_value(SecretId=self._secret_id)["SecretString"]))


class RowSealer:
    """Seals the `body` of rows: compressed (DEFLATE), because a kilobyte is what a write is charged by, then encrypted
    with AES-256-GCM and bound to the place where it stands, so that nobody can move it.
    """

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self._cipher = lru_cache(maxsize=8)(self._cipher_of)

    def close(self, row: Row) -> Row:
        """`row` with a body that only the ring opens."""
        name, nonce = self._ring.current, secrets.token_bytes(NONCE_BYTES)
        compressed = zlib.compress(str(row["body"]).encode(), wbits=RAW_DEFLATE)
        return {**row, "body": nonce + self._cipher(name).encrypt(nonce, compressed, _place(row)), SEALED_WITH: name}

    def open(self, row: Row) -> Row:
        """`row` as it was before it was sealed; any other row as it is. Raises `KeyUnknown`."""
        sealed = row.get("body")
        if not isinstance(sealed, bytes):
            return row
        cipher = self._cipher(str(row[SEALED_WITH]))
        compressed = cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _place(row))
        body = zlib.decompress(compressed, wbits=RAW_DEFLATE).decode()
        return {name: value for name, value in row.items() if name != SEALED_WITH} | {"body": body}

    def _cipher_of(self, name: str) -> AESGCM:
        return AESGCM(self._ring.key_of(name, "sealed rows"))


def _place(row: Row) -> bytes:
    return f"{row['pk']!s} {row['sk']!s}".encode()

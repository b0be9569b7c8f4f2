"""Secrets: our own key material and what the counterparties gave us. Each is fetched once in a process's life."""

import hashlib
import hmac
import json
from functools import cached_property
from typing import Any


class Secrets:
    """Two secrets in Secrets Manager: one generated at deployment, one filled by the operator."""

    def __init__(self, client: Any, *, internal_id: str, counterparty_id: str) -> None:
        self._client = client
        self._internal_id = internal_id
        self._counterparty_id = counterparty_id

    def keyed_hash(self, purpose: str, text: str) -> bytes:
        """HMAC-SHA256 of `text` under a key that exists for `purpose` alone (32 bytes).

        Used to look people up and to make one-time codes without storing what could be guessed by trying.
        """
        purpose_key = hmac.digest(self._internal, purpose.encode(), hashlib.sha256)
        return hmac.digest(purpose_key, text.encode(), hashlib.sha256)

    def counterparty(self, name: str) -> dict[str, Any]:
        """The credentials that counterparty `name` gave us."""
        credentials: dict[str, Any] = self._counterparties[name]
        return credentials

    @cached_property
    def _internal(self) -> bytes:
        return str(self._client.get_secret_value(SecretId=self._internal_id)["SecretString"]).encode()

    @cached_property
    def _counterparties(self) -> dict[str, Any]:
        answer = self._client.get_secret_value(SecretId=self._counterparty_id)
        parsed: dict[str, Any] = json.loads(answer["SecretString"])
        return parsed

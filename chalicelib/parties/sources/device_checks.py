"""A check that a person's own device went through with a provider, which tells us its outcome against a token."""

import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import ClassVar, Generic, TypeVar
from urllib.parse import quote

from chalicelib.aws.counterparty_http import (
    ClientCredentials,
    Document,
    Refused,
    SignedClient,
    Unavailable,
    keyed_digest,
)


class DeviceTokenUnknown(Exception):
    """The token was never given out or was asked about before: the person repeats the check."""


@dataclass(frozen=True)
class DeviceCheckResult:
    """`of_this_person` says whether the check was made of the ID number asked about."""

    passed: bool
    of_this_person: bool

    @property
    def proves_identity(self) -> bool:
        return self.passed and self.of_this_person


Result = TypeVar("Result", bound=DeviceCheckResult)


class DeviceCheckProvider(ABC, Generic[Result]):
    """The provider never tells whose check it was: it gives a digest of the ID number, keyed with our secret."""

    path: ClassVar[str]

    def __init__(
        self, credentials: ClientCredentials, base_url: str, *, now: Callable[[], datetime], nonce: Callable[[], str]
    ) -> None:
        self._secret = credentials.client_secret
        self._client = SignedClient(credentials, base_url, now, nonce)

    def result(self, token: str, id_number: str) -> Result:
        """Ask once: the provider answers a token a single time. Raises DeviceTokenUnknown, Unavailable or Refused."""
        answer = self._answer(token)
        digest = keyed_digest(self._secret, id_number)
        try:
            same = hmac.compare_digest(digest, str(answer["id_number_digest"]))
            return self._read(answer, DeviceCheckResult(answer["result"] == "PASS", same))
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable("the answer is not the outcome of a check") from error

    @abstractmethod
    def _read(self, answer: Document, outcome: DeviceCheckResult) -> Result:
        """The outcome with what else this provider tells. Raises KeyError, TypeError or ValueError."""

    def _answer(self, token: str) -> Document:
        try:
            return self._client.call("GET", f"{self.path}/{quote(token, safe='')}")
        except Refused as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:
                raise DeviceTokenUnknown from refusal
            raise

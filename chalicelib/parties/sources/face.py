"""The face provider (人脸核身): the outcome of the check that an applicant's device went through."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import quote

from chalicelib.aws.counterparty_http import (
    ClientCredentials,
    Refused,
    SignedClient,
    Unavailable,
    keyed_digest,
)


class FaceTokenUnknown(Exception):
    """The token was never given out or was asked about before: the person repeats the check."""


@dataclass(frozen=True)
class FaceResult:
    """`score` is 0 to 100; `of_this_person` says whether the check was made of the ID number asked about."""

    passed: bool
    of_this_person: bool
    score: int

    @property
    def proves_identity(self) -> bool:
        return self.passed and self.of_this_person


class FaceProvider:
    def __init__(
        self, credentials: ClientCredentials, base_url: str, *, now: Callable[[], datetime], nonce: Callable[[], str]
    ) -> None:
        self._secret = credentials.client_secret
        self._client = SignedClient(credentials, base_url, now, nonce)

    def result(self, token: str, id_number: str) -> FaceResult:
        """Ask once: the provider answers a token a single time. Raises FaceTokenUnknown, Unavailable or Refused."""
        try:
            answer = self._client.call("GET", f"/face/sessions/{quote(token, safe='')}")
        except Refused as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:
                raise FaceTokenUnknown from refusal
            raise
        digest = keyed_digest(self._secret, id_number)
        try:
            same = hmac.compare_digest(digest, str(answer["id_number_digest"]))
            return FaceResult(answer["result"] == "PASS", same, int(answer["score"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable("the answer is not a face result") from error

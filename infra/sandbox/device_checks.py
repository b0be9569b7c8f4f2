"""Checks that a person's device goes through: it gets a token, and our server asks once how the check went.

Two providers work this way: the face provider (人脸核身), and the certificate authority (CA 数字证书).
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import ClassVar

from werkzeug import Request

from infra.sandbox.errors import Refusal
from infra.sandbox.signed_requests import verify_signed_request
from infra.sandbox.state import Document
from infra.sandbox.wire import Counterparty, Reply, Route, Surroundings, json_body, text


class DeviceChecks(Counterparty):
    """`trait` is what a person must have in order to pass."""

    path: ClassVar[str]
    trait: ClassVar[str]

    def __init__(self, around: Surroundings) -> None:
        self._around, self._state = around, around.state
        self._kind = f"{self.name}_session"

    def routes(self) -> Iterable[Route]:
        return (
            ("POST", self.path, self.start),
            ("GET", f"{self.path}/<token>", self.result),
        )

    def start(self, request: Request) -> Reply:
        """The device's side, unsigned: what a phone would do after looking at the person, or at the certificate."""
        id_number, token = text(json_body(request), "id_number", 18), secrets.token_urlsafe(24)
        self._state.put(self._kind, token, {"token": token, "id_number": id_number, "used": False})
        return Reply({"token": token}, 201, subject=id_number, effect="created")

    def result(self, request: Request, token: str) -> Reply:
        """The server's side, signed; a token is answered once. Unknown people do not pass.

        `id_number_digest` is HMAC-SHA256 of the ID number under the client's secret: enough to compare, no more.
        """
        verify_signed_request(request, self.name, self._around)
        id_number = self._use(token)
        person = self._state.get("person", id_number)
        passed = person is not None and person.get(self.trait, True)
        secret = self._around.keys[self.name]["client_secret"].encode()
        digest = hmac.new(secret, id_number.encode(), hashlib.sha256).hexdigest()
        answer = {"result": "PASS" if passed else "FAIL", "id_number_digest": digest, **self.told(passed)}
        return Reply(answer, subject=id_number, effect="used")

    def told(self, passed: bool) -> Document:
        """What this provider tells besides."""
        return {}

    def _use(self, token: str) -> str:
        """The ID number behind a token that nobody has asked about yet."""
        with self._state.lock:
            session = self._state.get(self._kind, token)
            if session is None or session["used"]:
                raise Refusal(404, "TOKEN_UNKNOWN", "the token is unknown or was used")
            self._state.put(self._kind, token, session | {"used": True})
        id_number: str = session["id_number"]
        return id_number


class Face(DeviceChecks):
    name, path, trait = "face", "/face/sessions", "face_passes"

    def told(self, passed: bool) -> Document:
        return {"score": 98 if passed else 31}


class CertificateAuthority(DeviceChecks):
    name, path, trait = "ca", "/ca/sessions", "holds_certificate"

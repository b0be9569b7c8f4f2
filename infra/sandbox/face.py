"""The face provider (人脸核身): the applicant's device gets a token for a check, our server asks once how it went."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from werkzeug import Request

from infra.sandbox.errors import Refusal
from infra.sandbox.signed_requests import verify_signed_request
from infra.sandbox.wire import Counterparty, Reply, Route, Surroundings, json_body, text


class Face(Counterparty):
    name = "face"

    def __init__(self, around: Surroundings) -> None:
        self._around, self._state = around, around.state

    def routes(self) -> Iterable[Route]:
        return (
            ("POST", "/face/sessions", self.start),
            ("GET", "/face/sessions/<token>", self.result),
        )

    def start(self, request: Request) -> Reply:
        """The device's side, unsigned: what a phone would do after looking at the person."""
        id_number, token = text(json_body(request), "id_number", 18), secrets.token_urlsafe(24)
        self._state.put("face_session", token, {"token": token, "id_number": id_number, "used": False})
        return Reply({"token": token}, 201, subject=id_number, effect="created")

    def result(self, request: Request, token: str) -> Reply:
        """The server's side, signed; a token is answered once. Unknown people do not pass.

        `id_number_digest` is HMAC-SHA256 of the ID number under the client's secret: enough to compare, no more.
        """
        verify_signed_request(request, self.name, self._around)
        with self._state.lock:
            session = self._state.get("face_session", token)
            if session is None or session["used"]:
                raise Refusal(404, "TOKEN_UNKNOWN", "the token is unknown or was used")
            self._state.put("face_session", token, session | {"used": True})
        person = self._state.get("person", session["id_number"])
        passed = person is not None and person["face_passes"]
        secret = self._around.keys[self.name]["client_secret"].encode()
        digest = hmac.new(secret, session["id_number"].encode(), hashlib.sha256).hexdigest()
        answer = {
            "result": "PASS" if passed else "FAIL",
            "id_number_digest": digest,
            "score": 98 if passed else 31,
        }
        return Reply(answer, subject=session["id_number"], effect="used")

"""People who use the API over HTTP, as a browser would: the demonstration and the end-to-end tests are told by them."""

import hashlib
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import requests

Found = TypeVar("Found")
PATIENCE_SECONDS = 120.0
ANSWER_SECONDS = 90.0
"""Longer than the gateway waits: a function that starts for the first time on a busy machine takes its time."""
OVERTAKEN = {"request.stale-version", "request.overtaken"}


class GaveUp(AssertionError):
    """What was waited for did not come."""


class Refused(AssertionError):
    """The API refused what was expected to work; the problem document is in the message."""


def until(look: Callable[[], Found | None], what: str, patience: float = PATIENCE_SECONDS) -> Found:
    """Look again and again until there is something to see. Raises `GaveUp`."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.15)
    raise GaveUp(f"waited {patience:.0f} s for {what}")


@dataclass
class Sandbox:
    """The counterparties' control panel."""

    url: str

    def get(self, path: str) -> Any:
        answer = requests.get(f"{self.url}{path}", timeout=10)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = requests.post(f"{self.url}{path}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def put(self, path: str, body: dict[str, Any]) -> None:
        requests.put(f"{self.url}{path}", json=body, timeout=10).raise_for_status()

    def delete(self, path: str) -> None:
        requests.delete(f"{self.url}{path}", timeout=10).raise_for_status()

    def messages_to(self, mobile: str) -> list[dict[str, Any]]:
        """SMS to a mobile number, newest first."""
        found: list[dict[str, Any]] = self.get(f"/panel/sms?mobile={mobile}")["messages"]
        return found

    def effects(self, counterparty: str, path: str = "") -> int:
        """How many times something was really made at a counterparty (a repeat makes nothing)."""
        calls = self.get(f"/panel/calls?counterparty={counterparty}")["calls"]
        return sum(1 for call in calls if call["effect"] == "created" and path in call["path"])


@dataclass
class Person:
    """Somebody with a mobile phone and a browser."""

    name: str
    mobile: str
    api: str
    sandbox: Sandbox
    id_number: str = ""
    language: str = "zh-CN"
    client_id: str = ""
    """The registered program that they come by; empty: the built-in web client."""
    access_token: str = ""
    refresh_token: str = ""
    account: dict[str, Any] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: Any = None, *, etag: str = "", key: str = "", **headers: str
    ) -> requests.Response:
        """One request, whatever the answer. POSTs carry an Idempotency-Key, a new one unless given.

        An access token lives ten minutes: when it has run out, it is refreshed and the request repeated.
        """
        key = key or uuid.uuid4().hex
        answer = self._send(method, path, body, etag=etag, key=key, headers=headers)
        if answer.status_code == requests.codes.unauthorized and self.refresh_token and self.access_token:
            self.access_token = ""
            self.refresh()
            answer = self._send(method, path, body, etag=etag, key=key, headers=headers)
        return answer

    def _send(
        self, method: str, path: str, body: Any, *, etag: str, key: str, headers: dict[str, str]
    ) -> requests.Response:
        sent = {"Accept-Language": self.language, **headers}
        if self.client_id:
            sent.setdefault("Client-Id", self.client_id)
        if self.access_token:
            sent["Authorization"] = f"Bearer {self.access_token}"
        if etag:
            sent["If-Match"] = etag
        if method == "POST":
            sent["Idempotency-Key"] = key
        return requests.request(method, f"{self.api}{path}", json=body, headers=sent, timeout=ANSWER_SECONDS)

    def get(self, path: str) -> Any:
        """A read that has to work."""
        return self._worked(self.ask("GET", path)).json()

    def post(self, path: str, body: Any = None, *, etag: str = "") -> Any:
        """A command that has to work."""
        answer = self._worked(self.ask("POST", path, body if body is not None else {}, etag=etag))
        return answer.json() if answer.content else None

    def put(self, path: str, body: Any, *, etag: str) -> Any:
        """A replacement that has to work."""
        return self._worked(self.ask("PUT", path, body, etag=etag)).json()

    def version(self, path: str) -> str:
        """The ETag of what is at `path`."""
        return self._worked(self.ask("GET", path)).headers["ETag"]

    def change(self, path: str, command: str, body: Any = None) -> Any:
        """POST `command` on the present version of what is at `path`. Raises `Refused`."""
        return self._worked(self.answer_to(path, command, body)).json()

    def answer_to(self, path: str, command: str, body: Any = None) -> requests.Response:
        """The same, whatever is answered; read again if somebody was faster."""
        for _ in range(10):
            answer = self.ask("POST", f"{path}/{command}", body or {}, etag=self.version(path))
            if answer.ok or answer.json()["code"] not in OVERTAKEN:
                break
        return answer

    def sign_in(self, *, register: bool = False) -> None:
        """Ask for a one-time code, read it on the phone, send it back; not again while signed in."""
        if self.access_token:
            return
        seen = {message["message_id"] for message in self.sandbox.messages_to(self.mobile)}
        challenge = self.post("/v1/registrations" if register else "/v1/logins", {"mobile": self.mobile})
        code = until(lambda: self._new_code(seen), f"a code to {self.mobile}")
        self._take(self.post("/v1/sessions", {"challenge_id": challenge["challenge_id"], "code": code}))

    def refresh(self) -> None:
        """Trade the refresh token in; the new access token knows the present identity level."""
        self._take(self.post("/v1/sessions/refresh", {"refresh_token": self.refresh_token}))

    def prove_identity(self) -> None:
        """Name and number against the population base (L2), then the face (L3)."""
        self.post("/v1/me/identity-checks", {"name": self.name, "id_number": self.id_number})
        until(lambda: self._check_concluded("identity_check"), "the population base")
        self.refresh()
        session = self.sandbox.post("/face/sessions", {"id_number": self.id_number})
        self.post("/v1/me/face-checks", {"token": session["token"]})
        until(lambda: self._check_concluded("face_check"), "the face check")
        self.refresh()

    def upload(self, case_path: str, material: str, content: bytes, media_type: str) -> None:
        """Declare a file, put it straight into storage, and wait until it counts."""
        declared = {
            "filename": f"{material}.jpg",
            "media_type": media_type,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        permission = self.change(case_path, f"materials/{material}/uploads", declared)
        stored = requests.put(permission["url"], data=content, headers=permission["headers"], timeout=30)
        stored.raise_for_status()
        until(lambda: self.material(case_path, material)["state"] == "UPLOADED", f"{material} to be checked")

    def material(self, case_path: str, code: str) -> dict[str, Any]:
        """One material of a case as it stands."""
        found: dict[str, Any] = next(each for each in self.get(case_path)["materials"] if each["code"] == code)
        return found

    def _take(self, session: dict[str, Any]) -> None:
        self.access_token, self.refresh_token = session["access_token"], session["refresh_token"]
        self.account = session["account"]

    def _new_code(self, seen: set[str]) -> str | None:
        new = [each for each in self.sandbox.messages_to(self.mobile) if each["message_id"] not in seen]
        return next((each["parameters"]["code"] for each in new if "code" in each["parameters"]), None)

    def _check_concluded(self, name: str) -> bool:
        check = self.get("/v1/me").get(name) or {}
        if check.get("status") not in {"REQUESTED", "MATCHED", None}:
            raise Refused(f"{name}: {check['status']}")
        return check.get("status") == "MATCHED"

    @staticmethod
    def _worked(answer: requests.Response) -> requests.Response:
        if not answer.ok:
            raise Refused(f"{answer.request.method} {answer.request.path_url}: {answer.status_code} {answer.text}")
        return answer

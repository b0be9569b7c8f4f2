"""How we call a counterparty over HTTP: short timeouts, no silent retries, two ways to fail.

A call that was cut off may have taken effect on the other side. Every counterparty's operation is therefore named by a
number of ours, so that the caller may repeat it.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

import urllib3

CONNECT_SECONDS, READ_SECONDS = 2.0, 5.0
SUCCESSES, REFUSALS = range(200, 300), range(400, 500)
LARGEST_ANSWER = 2**20
"""Bytes; no counterparty has more to tell, and a function has little memory."""
JSON_HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}
Document = dict[str, Any]


class Unavailable(Exception):
    """No usable answer: unreachable, too slow, 5xx, throttled, or not what the protocol promises. Try again later."""


class Refused(Exception):
    """The counterparty understood and said no. `code` is its own code; repeating the same call changes nothing."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def document(self) -> Document:
        """The body as a JSON object; raises Unavailable when it is none."""
        try:
            document = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Unavailable("the answer is not JSON") from error
        if not isinstance(document, dict):
            raise Unavailable("the answer is not a JSON object")
        return document


class CounterpartyHttp:
    def __init__(self, base_url: str, read_seconds: float = READ_SECONDS) -> None:
        self._base_url = base_url.rstrip("/")
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=read_seconds)
        self._pool = urllib3.PoolManager(retries=False, timeout=timeout)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Raises Unavailable for network trouble, 5xx and 429; Refused for any other 4xx."""
        url = self._base_url + path
        try:
            reply = self._pool.request(method, url, body=body, headers=headers, redirect=False, preload_content=False)
            content = _bounded(reply)
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable(f"{method} {path.partition('?')[0]}: {type(error).__name__}") from error
        answer = Answer(reply.status, reply.headers, content)
        if reply.status in SUCCESSES:
            return answer
        if reply.status in REFUSALS and reply.status != HTTPStatus.TOO_MANY_REQUESTS:
            raise _refusal(answer)
        raise Unavailable(f"{method} {path.partition('?')[0]}: status {reply.status}")


@dataclass(frozen=True)
class ClientCredentials:
    client_id: str
    client_secret: str = field(repr=False)


class SignedClient:
    """Calls signed by HMAC-SHA256 over `METHOD\\npath?query\\ntimestamp\\nnonce\\nSHA-256 of the body`.

    `now` is the real clock, never business time; `nonce` gives a new unguessable text each time.
    """

    def __init__(
        self, credentials: ClientCredentials, base_url: str, now: Callable[[], datetime], nonce: Callable[[], str]
    ) -> None:
        self._credentials, self._now, self._nonce = credentials, now, nonce
        self._http = CounterpartyHttp(base_url)

    def call(self, method: str, path: str, document: Document | None = None) -> Document:
        """Raises Unavailable or Refused."""
        body = b"" if document is None else encode_json(document)
        return self._http.send(method, path, self._headers(method, path, body), body).document()

    def _headers(self, method: str, path: str, body: bytes) -> dict[str, str]:
        timestamp, nonce = str(int(self._now().timestamp())), self._nonce()
        message = "\n".join((method, path, timestamp, nonce, hashlib.sha256(body).hexdigest()))
        signature = keyed_digest(self._credentials.client_secret, message)
        client = {"X-Client-Id": self._credentials.client_id, "X-Timestamp": timestamp}
        return JSON_HEADERS | client | {"X-Nonce": nonce, "X-Signature": signature}


def keyed_digest(secret: str, message: str) -> str:
    """HMAC-SHA256, hex."""
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()


def encode_json(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _bounded(reply: urllib3.BaseHTTPResponse) -> bytes:
    content: bytes = reply.read(LARGEST_ANSWER + 1)
    if len(content) > LARGEST_ANSWER:
        reply.close()
        raise Unavailable(f"the answer has more than {LARGEST_ANSWER} bytes")
    return content


def _refusal(answer: Answer) -> Refused:
    try:
        document = answer.document()
    except Unavailable:
        document = {}
    return Refused(answer.status, str(document.get("code", "UNKNOWN")), str(document.get("message", "")))

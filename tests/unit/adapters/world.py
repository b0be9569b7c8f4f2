"""One sandbox on a free loopback port, the adapters pointed at it, and somebody who receives what it pushes."""

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import urllib3
from werkzeug import Request, Response
from werkzeug.serving import make_server

from chalicelib.aws.counterparty_http import ClientCredentials
from chalicelib.delivery.kuaidi100 import Kuaidi100, Kuaidi100Credentials
from chalicelib.materials.licence_base import LicenceBase
from chalicelib.parties.sms import SmsGateway
from chalicelib.parties.sources.ca import CertificateAuthority
from chalicelib.parties.sources.face import FaceProvider
from chalicelib.parties.sources.legal_persons import LegalPersonBase
from chalicelib.parties.sources.population import PopulationBase
from chalicelib.payments.wechat_pay import WeChatPay
from chalicelib.payments.wechat_pay_signature import WeChatPayCredentials
from infra.sandbox.server import QuietHandler, Sandbox

PATIENCE_SECONDS = 10
HASTE = 0.00001
POLL_SECONDS = 0.002
"""How soon a server that is to stop notices it: a test that waits for that would be ten times as long."""


def now() -> datetime:
    return datetime.now(UTC)


def in_an_hour() -> datetime:
    return now() + timedelta(hours=1)


def nonce() -> str:
    return secrets.token_hex(16)


@cache
def a_fresh_state() -> dict[str, bytes]:
    """Generating keys and issuing everybody's certificates is slow: the worlds of one test run begin with the same."""
    with TemporaryDirectory() as directory:
        Sandbox(Path(directory), time_scale=HASTE, poll_seconds=POLL_SECONDS).close()
        return {name: (Path(directory) / name).read_bytes() for name in ("keys.json", "sandbox.sqlite3")}


@dataclass
class Receiver:
    """Answers pushes with `answers` in turn, the last one for ever, and keeps what came."""

    answers: list[tuple[int, bytes]] = field(default_factory=lambda: [(200, b"")])
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""
    _arrived: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int) -> list[tuple[dict[str, str], bytes]]:
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.received) >= count, PATIENCE_SECONDS), self.received
            return list(self.received)

    @Request.application
    def app(self, request: Request) -> Response:
        with self._arrived:
            status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            self.received.append((dict(request.headers), request.get_data()))
            self._arrived.notify_all()
        return Response(body, status)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    server = make_server("127.0.0.1", 0, receiver.app, threaded=True, request_handler=QuietHandler)
    receiver.url = f"http://127.0.0.1:{server.port}/pushes"
    threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True).start()
    yield receiver
    server.shutdown()
    server.server_close()


@dataclass
class World:
    sandbox: Sandbox
    receiver: Receiver

    @property
    def url(self) -> str:
        return self.sandbox.base_url

    @property
    def secret(self) -> dict[str, Any]:
        return self.sandbox.secret

    @cached_property
    def wechat_pay(self) -> WeChatPay:
        return self.wechat_pay_with()

    def wechat_pay_with(self, **changes: Any) -> WeChatPay:
        clock = changes.pop("now", now)
        credentials = WeChatPayCredentials(**self.secret["wechat_pay"] | changes)
        return WeChatPay(credentials, self.url, now=clock, nonce=nonce)

    @cached_property
    def kuaidi100(self) -> Kuaidi100:
        return Kuaidi100(self.kuaidi100_credentials, self.url, now=now)

    @property
    def kuaidi100_credentials(self) -> Kuaidi100Credentials:
        return Kuaidi100Credentials(**self.secret["kuaidi100"])

    def client(self, name: str) -> ClientCredentials:
        return ClientCredentials(**self.secret[name])

    @cached_property
    def population(self) -> PopulationBase:
        return PopulationBase(self.client("population"), self.url, now=now, nonce=nonce)

    @cached_property
    def face(self) -> FaceProvider:
        return FaceProvider(self.client("face"), self.url, now=now, nonce=nonce)

    @cached_property
    def ca(self) -> CertificateAuthority:
        return CertificateAuthority(self.client("ca"), self.url, now=now, nonce=nonce)

    @cached_property
    def legal_persons(self) -> LegalPersonBase:
        return LegalPersonBase(self.client("legal_persons"), self.url, now=now, nonce=nonce)

    @cached_property
    def licence_base(self) -> LicenceBase:
        return LicenceBase(self.client("licence_base"), self.url, now=now, nonce=nonce)

    @cached_property
    def sms(self) -> SmsGateway:
        return SmsGateway(self.client("sms"), self.url, now=now, nonce=nonce)

    def ask(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        """A call to the panel, or as a device."""
        headers = {"Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body).encode()
        answer = urllib3.request(method, self.url + path, body=sent, headers=headers)
        assert answer.status == status, answer.data.decode()
        return json.loads(answer.data) if answer.data else None

    def fault(self, counterparty: str, **switches: Any) -> None:
        self.ask("PUT", f"/panel/faults/{counterparty}", switches)

    def no_fault(self, counterparty: str) -> None:
        self.ask("DELETE", f"/panel/faults/{counterparty}", status=204)

    def effects(self, counterparty: str, effect: str) -> list[dict[str, Any]]:
        calls = self.ask("GET", f"/panel/calls?counterparty={counterparty}")["calls"]
        return [call for call in calls if call["effect"] == effect]

    def place_order(self, number: str = "ORDER00001", fen: int = 1000) -> str:
        return self.wechat_pay.place_native_order(number, fen, "驾驶证工本费", self.receiver.url, in_an_hour())

    def pay(self, number: str = "ORDER00001", **body: Any) -> Any:
        return self.ask("POST", f"/panel/wechat-pay/orders/{number}/pay", body)


def start_sandbox(state_dir: Path) -> Sandbox:
    state_dir.mkdir(parents=True, exist_ok=True)
    if not (state_dir / "keys.json").exists():
        for name, content in a_fresh_state().items():
            (state_dir / name).write_bytes(content)
    return Sandbox(state_dir, time_scale=HASTE, poll_seconds=POLL_SECONDS)


@contextmanager
def running_world(state_dir: Path) -> Iterator[World]:
    sandbox = start_sandbox(state_dir)
    with receiving() as receiver:
        yield World(sandbox, receiver)
    sandbox.close()

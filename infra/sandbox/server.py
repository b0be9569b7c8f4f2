"""The sandbox as one process on loopback: routes, faults on answers, the call log."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.serving import WSGIRequestHandler, make_server

from infra.sandbox.clamd import Clamd
from infra.sandbox.device_checks import CertificateAuthority, Face
from infra.sandbox.errors import Refusal
from infra.sandbox.faults import Faults
from infra.sandbox.keys import Secret, counterparty_secret, load_keys
from infra.sandbox.kuaidi100 import Kuaidi100
from infra.sandbox.legal_persons import LegalPersons
from infra.sandbox.licence_base import LicenceBase
from infra.sandbox.oidc import Oidc
from infra.sandbox.outbound import Outbound
from infra.sandbox.panel import Panel
from infra.sandbox.partner import Partner
from infra.sandbox.population import Population
from infra.sandbox.sms import Sms
from infra.sandbox.state import State
from infra.sandbox.trust import Trust
from infra.sandbox.wechat_pay import WeChatPay
from infra.sandbox.wire import Counterparty, Reply, Surroundings, real_now

LOOPBACK = "127.0.0.1"
POLL_SECONDS = 0.05
WAKE_SECONDS = 0.2
COUNTERPARTY_TYPES = (
    *(WeChatPay, Kuaidi100, Population, Face, CertificateAuthority),
    *(LegalPersons, LicenceBase, Sms, Oidc, Trust, Partner),
)


class Sandbox:
    """Started by its constructor, ended by `close`; the state directory lets the next one go on."""

    def __init__(
        self,
        state_dir: Path,
        port: int = 0,
        time_scale: float = 1.0,
        now: Callable[[], datetime] = real_now,
        poll_seconds: float = POLL_SECONDS,
        *,
        clamd_port: int = 0,
    ) -> None:
        state_dir.mkdir(parents=True, exist_ok=True)
        keys, self._state = load_keys(state_dir / "keys.json"), State(state_dir / "sandbox.sqlite3")
        faults = Faults(self._state)
        self._outbound = Outbound(self._state, faults, now, time_scale)
        self._around = Surroundings(self._state, faults, self._outbound, keys, now)
        counterparties = [make(self._around) for make in COUNTERPARTY_TYPES]
        self._map = _url_map([*counterparties, Panel(self._around, counterparties)])
        self.secret: Secret = counterparty_secret(keys)
        self._server = make_server(LOOPBACK, port, self._serve, threaded=True, request_handler=QuietHandler)
        self._server.daemon_threads, self._server.block_on_close = True, False  # type: ignore[attr-defined]
        self.base_url = f"http://{LOOPBACK}:{self._server.port}"
        (state_dir / "port").write_text(str(self._server.port), "utf-8")
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(poll_seconds,), name="sandbox", daemon=True
        )
        self._thread.start()
        self._clamd = Clamd(clamd_port, faults)
        self.clamd_address = f"{LOOPBACK}:{self._clamd.port}"
        threading.Thread(target=self._clamd.serve_forever, args=(poll_seconds,), name="clamd", daemon=True).start()
        self._outbound.resume()

    def wait(self) -> None:
        """Until the server ends; wakes up now and then, because a signal does not always interrupt a join."""
        while self._thread.is_alive():
            self._thread.join(WAKE_SECONDS)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._clamd.shutdown()
        self._clamd.server_close()
        self._outbound.close()
        self._state.close()

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        request.get_data(cache=True, parse_form_data=False)
        try:
            endpoint, arguments = self._map.bind_to_environ(environ).match()
        except HTTPException as error:
            return error.get_response(environ)(environ, start_response)
        counterparty, handler = endpoint
        return self._answer(request, counterparty, handler, arguments)(environ, start_response)

    def _answer(
        self, request: Request, counterparty: Counterparty, handler: Any, arguments: Mapping[str, Any]
    ) -> Response:
        fault = self._around.faults.of(counterparty.name)
        try:
            if fault.unavailable:
                raise Refusal(503, "SERVICE_UNAVAILABLE", "switched off by a fault")
            reply: Reply = handler(request, **arguments)
        except Refusal as refusal:
            document = {"code": refusal.code, "message": refusal.message}
            reply = Reply(document, refusal.status, effect="refused")
        if counterparty.name != Panel.name:
            self._log(request, counterparty, reply)
        time.sleep(fault.reply_delay_ms / 1000)
        return counterparty.seal(reply.response())

    def _log(self, request: Request, counterparty: Counterparty, reply: Reply) -> None:
        self._state.record_call(counterparty.name, {
            "direction": "IN", "at": self._around.now().isoformat(), "method": request.method,
            "path": request.path, "subject": reply.subject, "status": reply.status, "effect": reply.effect,
        })  # fmt: skip


class QuietHandler(WSGIRequestHandler):
    """The call log is kept in the state, not on the terminal."""

    def log(self, type: str, message: str, *args: Any) -> None:
        if type == "error":
            super().log(type, message, *args)


def _url_map(counterparties: Iterable[Counterparty]) -> Map:
    rules = [
        Rule(path, methods=[method], endpoint=(one, handler))
        for one in counterparties
        for method, path, handler in one.routes()
    ]
    return Map(rules)

"""Messages that counterparties send by themselves: delivered, repeated, delayed, retried, surviving a restart."""

import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import urllib3

from infra.sandbox.faults import Fault, Faults
from infra.sandbox.state import Document, State

PENDING, DELIVERED, ABANDONED, SUPPRESSED = "PENDING", "DELIVERED", "ABANDONED", "SUPPRESSED"


@dataclass(frozen=True)
class Protocol:
    """How one counterparty sends. `retry_seconds` are the pauses after each attempt that was not accepted."""

    render: Callable[[Document, Fault], tuple[dict[str, str], bytes]]
    accepted: Callable[[int, bytes], bool]
    retry_seconds: Sequence[float]
    timeout_seconds: float


class Outbound:
    """`time_scale` shortens every pause of the retry schedules; faults are read at the moment of sending."""

    def __init__(self, state: State, faults: Faults, now: Callable[[], datetime], time_scale: float) -> None:
        self._state, self._faults, self._now, self._time_scale = state, faults, now, time_scale
        self._protocols: dict[str, Protocol] = {}
        self._held: dict[str, str] = {}
        self._timers: set[threading.Timer] = set()
        self._pool = ThreadPoolExecutor(8, "outbound")
        self._http = urllib3.PoolManager(retries=False)
        self._open = True

    def speak(self, counterparty: str, protocol: Protocol) -> None:
        self._protocols[counterparty] = protocol

    def post(self, counterparty: str, url: str, subject: str, payload: Mapping[str, Any]) -> None:
        """Keep the message and send it soon, in the background."""
        fault, message_id = self._faults.of(counterparty), self._keep(counterparty, url, subject, payload)
        if fault.silent:
            self._close_message(message_id, SUPPRESSED)
            return
        batch = self._in_order(counterparty, message_id, fault)
        if batch:
            self._later(fault.delay_ms / 1000, batch)

    def post_now(self, counterparty: str, url: str, subject: str, payload: Mapping[str, Any]) -> None:
        """Send before returning: the message overtakes the answer that the caller is still waiting for."""
        self._deliver(self._keep(counterparty, url, subject, payload))

    def release(self, counterparty: str) -> None:
        """Send what was held back for reordering."""
        with self._state.lock:
            held = self._held.pop(counterparty, None)
        if held:
            self._later(0, [held])

    def resume(self) -> None:
        """After a restart: go on with the messages nobody has accepted yet."""
        for message in self._state.all("message"):
            if message["state"] == PENDING:
                self._later(0, [message["id"]])

    def close(self) -> None:
        with self._state.lock:
            self._open = False
            timers, self._timers = self._timers, set()
        for timer in timers:
            timer.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._http.clear()

    def _keep(self, counterparty: str, url: str, subject: str, payload: Mapping[str, Any]) -> str:
        message_id = str(uuid.uuid4())
        self._state.add("message", message_id, {
            "id": message_id, "counterparty": counterparty, "url": url, "subject": subject,
            "payload": dict(payload), "attempts": 0, "state": PENDING,
        })  # fmt: skip
        return message_id

    def _in_order(self, counterparty: str, message_id: str, fault: Fault) -> list[str]:
        """What to send now, in order. Under `reorder` the first waits, then the second goes ahead of it."""
        with self._state.lock:
            held = self._held.pop(counterparty, None)
            if held is None and fault.reorder:
                self._held[counterparty] = message_id
                return []
        return [message_id, held] if held else [message_id]

    def _later(self, seconds: float, batch: list[str]) -> None:
        with self._state.lock:
            if not self._open:
                return
            if seconds <= 0:
                self._pool.submit(self._deliver_all, batch)
                return
            timer = threading.Timer(seconds, self._later, (0, batch))
            timer.daemon = True
            self._timers = {known for known in self._timers if known.is_alive()} | {timer}
            timer.start()

    def _deliver_all(self, batch: list[str]) -> None:
        for message_id in batch:
            self._deliver(message_id)

    def _deliver(self, message_id: str) -> None:
        message = self._state.get("message", message_id)
        assert message is not None
        protocol, fault = self._protocols[message["counterparty"]], self._faults.of(message["counterparty"])
        answers = [self._attempt(message, protocol, fault) for _ in range(max(1, fault.repeat))]
        if answers[-1]:
            self._close_message(message_id, DELIVERED)
        elif message["attempts"] >= len(protocol.retry_seconds):
            self._close_message(message_id, ABANDONED)
        else:
            pause = protocol.retry_seconds[message["attempts"]] * self._time_scale
            self._state.put("message", message_id, message | {"attempts": message["attempts"] + 1})
            self._later(pause, [message_id])

    def _attempt(self, message: Document, protocol: Protocol, fault: Fault) -> bool:
        headers, body = protocol.render(message, fault)
        status, answer = 0, b""
        try:
            response = self._http.request(
                "POST", message["url"], body=body, headers=headers, timeout=protocol.timeout_seconds,
                redirect=False,
            )  # fmt: skip
            status, answer = response.status, response.data
        except urllib3.exceptions.HTTPError as error:
            answer = str(error).encode()
        self._state.record_call(message["counterparty"], {
            "direction": "OUT", "at": self._now().isoformat(), "method": "POST", "path": message["url"],
            "subject": message["subject"], "message_id": message["id"], "status": status, "effect": "sent",
            "answer": answer[:500].decode("utf-8", "replace"),
        })  # fmt: skip
        return protocol.accepted(status, answer)

    def _close_message(self, message_id: str, state: str) -> None:
        message = self._state.get("message", message_id)
        assert message is not None
        self._state.put("message", message_id, message | {"state": state})

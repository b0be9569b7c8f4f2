"""Misbehaviour on demand: one set of switches per counterparty, kept across restarts."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from infra.sandbox.errors import Refusal
from infra.sandbox.state import State

COUNTERPARTIES = (
    *("wechat_pay", "kuaidi100", "population", "face", "ca"),
    *("legal_persons", "licence_base", "sms", "oidc", "trust", "partner", "clamd"),
)


@dataclass(frozen=True)
class Fault:
    """How a counterparty misbehaves. The defaults are good behaviour.

    For messages that it sends (WeChat Pay, Kuaidi100):
    `repeat` each is sent so many times, accepted or not · `delay_ms` each waits so long · `reorder` each waits for
    the next one and arrives after it · `forge` signed with a key that is not the counterparty's · `amount_delta` fen
    added to the amount that is told (WeChat Pay) · `silent` none is sent, ever · `replay_old_timestamp` well signed,
    but ten minutes ago (WeChat Pay) · `early` an order is paid and its notification sent before the order itself is
    answered (WeChat Pay).

    For requests that it answers: `unavailable` 503 · `reply_delay_ms` the answer comes late, the work is done ·
    `forge_replies` answers are signed with a foreign key (WeChat Pay).
    """

    repeat: int = 1
    delay_ms: int = 0
    reorder: bool = False
    forge: bool = False
    amount_delta: int = 0
    silent: bool = False
    replay_old_timestamp: bool = False
    early: bool = False
    unavailable: bool = False
    reply_delay_ms: int = 0
    forge_replies: bool = False


class Faults:
    def __init__(self, state: State) -> None:
        self._state = state

    def of(self, counterparty: str) -> Fault:
        return Fault(**(self._state.get("fault", counterparty) or {}))

    def set(self, counterparty: str, switches: dict[str, Any]) -> Fault:
        """Replace the switches of this counterparty; those not named are off."""
        fault = _checked(switches)
        self._state.put("fault", counterparty, asdict(fault))
        return fault

    def clear(self, counterparty: str) -> None:
        self._state.remove("fault", counterparty)


def _checked(switches: dict[str, Any]) -> Fault:
    known = {field.name: type(field.default) for field in fields(Fault)}
    for name, value in switches.items():
        if name not in known:
            raise Refusal(400, "UNKNOWN_FAULT", f"no such fault: {name}; known are {', '.join(known)}")
        if type(value) is not known[name]:
            raise Refusal(400, "FAULT_TYPE", f"{name} must be {known[name].__name__}")
    return Fault(**switches)

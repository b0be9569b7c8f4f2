"""The control panel: what a person clicks, and the JSON beneath `/panel` that tests and the demo use."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from werkzeug import Request, Response

from infra.sandbox.errors import Refusal
from infra.sandbox.faults import COUNTERPARTIES
from infra.sandbox.kuaidi100 import Kuaidi100
from infra.sandbox.legal_persons import LegalPersons
from infra.sandbox.licence_base import LicenceBase
from infra.sandbox.oidc import Oidc, issuer_of
from infra.sandbox.panel_page import render_page
from infra.sandbox.partner import Partner
from infra.sandbox.population import Population
from infra.sandbox.wechat_pay import WeChatPay
from infra.sandbox.wire import Counterparty, Reply, Route, Surroundings, json_body, text


class PageReply(Reply):
    def response(self) -> Response:
        return Response(self.document, content_type="text/html; charset=utf-8")


class Panel(Counterparty):
    """Unauthenticated on purpose: it is bound to loopback and knows only fictional people."""

    name = "panel"

    def __init__(self, around: Surroundings, counterparties: Iterable[Counterparty]) -> None:
        self._around, self._state = around, around.state
        by_type: dict[type, Any] = {type(one): one for one in counterparties}
        self._wechat_pay: WeChatPay = by_type[WeChatPay]
        self._kuaidi100: Kuaidi100 = by_type[Kuaidi100]
        self._population: Population = by_type[Population]
        self._licence_base: LicenceBase = by_type[LicenceBase]
        self._legal_persons: LegalPersons = by_type[LegalPersons]
        self._oidc: Oidc = by_type[Oidc]
        self._partner: Partner = by_type[Partner]

    def routes(self) -> Iterable[Route]:
        return (
            ("GET", "/", self.page),
            ("GET", "/panel/people", self.people),
            ("POST", "/panel/people", self.register),
            ("GET", "/panel/organisations", self.organisations),
            ("PUT", "/panel/organisations/<uscc>", self.register_organisation),
            ("POST", "/panel/licences", self.issue),
            ("POST", "/panel/oidc/keys", self.rotate),
            ("POST", "/panel/oidc/tokens", self.mint),
            ("GET", "/panel/wechat-pay/orders", self.orders),
            ("POST", "/panel/wechat-pay/orders/<number>/pay", self.pay),
            ("GET", "/panel/kuaidi100/shipments", self.shipments),
            ("POST", "/panel/kuaidi100/shipments/<waybill>/events", self.advance),
            ("GET", "/panel/sms", self.inbox),
            ("PUT", "/panel/partner/secret", self.trust),
            ("GET", "/panel/partner/messages", self.heard),
            ("GET", "/panel/calls", self.calls),
            ("GET", "/panel/messages", self.messages),
            ("GET", "/panel/faults", self.faults),
            ("PUT", "/panel/faults/<counterparty>", self.set_fault),
            ("DELETE", "/panel/faults/<counterparty>", self.clear_fault),
        )

    def page(self, _: Request) -> Reply:
        return PageReply(render_page(self._state, self._around.faults))

    def people(self, _: Request) -> Reply:
        return Reply({"people": self._state.all("person"), "certificates": self._state.all("certificate")})

    def register(self, request: Request) -> Reply:
        return Reply(self._population.register(json_body(request)), 201)

    def organisations(self, _: Request) -> Reply:
        return Reply({"organisations": self._state.all("organisation")})

    def register_organisation(self, request: Request, uscc: str) -> Reply:
        """A new one, another representative (`representative_name` and `representative_id_number`), another
        `registration_status`: what is not named stays as it is."""
        return Reply(self._legal_persons.register(uscc, json_body(request)))

    def rotate(self, request: Request) -> Reply:
        return Reply(self._oidc.rotate(json_body(request)), 201)

    def mint(self, request: Request) -> Reply:
        return Reply(self._oidc.mint(issuer_of(request), json_body(request)), 201)

    def issue(self, request: Request) -> Reply:
        return Reply(self._licence_base.issue(json_body(request)), 201)

    def orders(self, _: Request) -> Reply:
        return Reply({"orders": self._state.all("order"), "refunds": self._state.all("refund")})

    def pay(self, request: Request, number: str) -> Reply:
        """`{}` pays what is owed; `amount` pays that many fen; `late` pays a closed or expired order."""
        body = json_body(request)
        amount = body.get("amount")
        if amount is not None and (type(amount) is not int or amount < 1):
            raise Refusal(400, "PARAM_ERROR", "amount: a positive whole number of fen")
        return Reply(self._wechat_pay.pay(number, amount, body.get("late") is True))

    def shipments(self, _: Request) -> Reply:
        return Reply({"shipments": self._state.all("shipment")})

    def advance(self, request: Request, waybill: str) -> Reply:
        return Reply(self._kuaidi100.advance(waybill, text(json_body(request), "state", 16)))

    def inbox(self, request: Request) -> Reply:
        """Newest first; `mobile` narrows."""
        mobile = request.args.get("mobile")
        messages = [one for one in self._state.all("sms") if mobile in (None, one["mobile"])]
        return Reply({"messages": messages[::-1]})

    def trust(self, request: Request) -> Reply:
        """What the partner's messages are signed with."""
        return Reply(self._partner.trust(json_body(request)))

    def heard(self, _: Request) -> Reply:
        """What the partner was told of licences, oldest first."""
        return Reply({"messages": self._partner.heard()})

    def calls(self, request: Request) -> Reply:
        """Every call in and out, oldest first; `effect` tells what it changed (created, repeated, sent, …)."""
        return Reply({"calls": self._state.calls(request.args.get("counterparty"))})

    def messages(self, _: Request) -> Reply:
        """What counterparties sent or still have to send, with the state of each."""
        return Reply({"messages": self._state.all("message")})

    def faults(self, _: Request) -> Reply:
        return Reply({name: asdict(self._around.faults.of(name)) for name in COUNTERPARTIES})

    def set_fault(self, request: Request, counterparty: str) -> Reply:
        _check_counterparty(counterparty)
        return Reply(asdict(self._around.faults.set(counterparty, json_body(request))))

    def clear_fault(self, _: Request, counterparty: str) -> Reply:
        """Back to good behaviour; what was held back for reordering goes out now."""
        _check_counterparty(counterparty)
        self._around.faults.clear(counterparty)
        self._around.outbound.release(counterparty)
        return Reply(status=204)


def _check_counterparty(name: str) -> None:
    if name not in COUNTERPARTIES:
        raise Refusal(404, "COUNTERPARTY_UNKNOWN", f"counterparties: {', '.join(COUNTERPARTIES)}")

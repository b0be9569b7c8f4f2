"""The panel as one readable HTML page that needs no internet; every value is escaped by markupsafe."""

from collections.abc import Iterable
from dataclasses import asdict
from json import dumps
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from infra.sandbox.faults import COUNTERPARTIES, Fault, Faults
from infra.sandbox.kuaidi100 import FINAL, NEWS
from infra.sandbox.state import Document, State

FRAME = Path(__file__).with_name("panel.html")
LATEST = 30


def render_page(state: State, faults: Faults) -> str:
    sections = (
        ("短信收件箱 SMS inbox", ("when", "mobile", "template", "parameters"), map(_sms, _newest(state, "sms"))),
        ("支付订单 WeChat Pay orders", ("order", "for", "fen", "state", ""), map(_order, _newest(state, "order"))),
        ("快递 Kuaidi100 shipments", ("waybill", "to", "cargo", "state", "next"),
         map(_shipment, _newest(state, "shipment"))),
        ("人 People (fictional)", ("name", "ID number", "face check", "certificates", ""), _people(state)),
        ("组织 Organisations (fictional)", ("name", "USCC", "kind", "representative", "status", ""),
         map(_organisation, state.all("organisation"))),
        ("故障 Faults", ("counterparty", "on", ""), (_fault(name, faults.of(name)) for name in COUNTERPARTIES)),
    )  # fmt: skip
    tables = Markup().join(_table(title, heads, rows) for title, heads, rows in sections)
    return FRAME.read_text("utf-8").replace("<!-- tables -->", tables)


def _newest(state: State, kind: str) -> list[Document]:
    return state.all(kind)[::-1][:LATEST]


def _sms(message: Document) -> tuple[Any, ...]:
    told = ", ".join(f"{name} = {value}" for name, value in message["parameters"].items())
    return message["at"][:19], message["mobile"], message["template"], told


def _order(order: Document) -> tuple[Any, ...]:
    pay = _button("Pay", f"/panel/wechat-pay/orders/{order['out_trade_no']}/pay", {})
    open_order = order["trade_state"] == "NOTPAY"
    cells = (order["out_trade_no"], order["description"], order["total"], order["trade_state"])
    return *cells, pay if open_order else ""


def _shipment(shipment: Document) -> tuple[Any, ...]:
    waybill = shipment["kuaidinum"]
    path = f"/panel/kuaidi100/shipments/{waybill}/events"
    steps = () if shipment["state"] in FINAL else (*NEWS, "CANCELLED")
    buttons = Markup(" ").join(_button(step, path, {"state": step}) for step in steps)
    return waybill, shipment["recManName"], shipment["cargo"], shipment["state"], buttons


def _people(state: State) -> Iterable[tuple[Any, ...]]:
    certificates = state.all("certificate")
    for person in state.all("person"):
        held = [one for one in certificates if one["holder_code"] == person["id_number"]]
        documents = "; ".join(f"{one['name']} until {one['valid_to']}" for one in held)
        whom = {"id_number": person["id_number"]}
        offer = (_button("Face check", "/face/sessions", whom), _button("CA", "/ca/sessions", whom),
                 _button("Token", "/panel/oidc/tokens", whom))  # fmt: skip
        checked = "PASS" if person["face_passes"] else "FAIL"
        yield person["name"], person["id_number"], checked, documents, Markup(" ").join(offer)


def _organisation(organisation: Document) -> tuple[Any, ...]:
    path, ends = f"/panel/organisations/{organisation['uscc']}", organisation["registration_status"] == "ACTIVE"
    change = {"registration_status": "DEREGISTERED" if ends else "ACTIVE"}
    cells = (organisation[name] for name in ("name", "uscc", "subject_kind", "representative_name"))
    return *cells, organisation["registration_status"], _button("Dissolve" if ends else "Restore", path, change, "PUT")


def _fault(name: str, fault: Fault) -> tuple[Any, ...]:
    good = asdict(Fault())
    on = {switch: value for switch, value in asdict(fault).items() if value != good[switch]}
    offer = [_button("unavailable", f"/panel/faults/{name}", {"unavailable": True}, "PUT")]
    if on:
        offer = [_button("clear", f"/panel/faults/{name}", {}, "DELETE")]
    return name, dumps(on) if on else "none", offer[0]


def _button(label: str, path: str, body: Document, method: str = "POST") -> Markup:
    return Markup('<button data-method="{}" data-path="{}" data-body="{}">{}</button>').format(
        method, path, dumps(body), label
    )


def _table(title: str, heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> Markup:
    head = Markup().join(Markup("<th>{}</th>").format(one) for one in heads)
    body = Markup().join(_row(row) for row in rows) or Markup("<tr><td class=none>nothing yet</td></tr>")
    return Markup("<h2>{}</h2><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(title, head, body)


def _row(cells: Iterable[Any]) -> Markup:
    return Markup("<tr>{}</tr>").format(Markup().join(Markup("<td>{}</td>").format(escape(one)) for one in cells))

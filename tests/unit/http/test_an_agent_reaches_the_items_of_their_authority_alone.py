"""Order, parcel, question, evaluation and document of an item that the authority names, and of one that it does not."""

from dataclasses import replace
from typing import Any

import pytest

from app import AREAS
from chalicelib.delivery.model import Recipient
from chalicelib.delivery.service import open_shipment
from chalicelib.feedback.service import ask, evaluate
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import Authority, AuthorityKind
from chalicelib.payments.service import open_order
from tests.support.cases import CALENDAR, RECIPIENT, WHO, a_delivered_case, stored, with_catalogue
from tests.support.items import joint_item, seeded_item
from tests.support.objects import FakeObjects
from tests.support.organisations import limited
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

CLERK = Caller("account-clerk", Role.APPLICANT, 3, "session-1")
PRINCIPAL = Caller(WHO.account_id, Role.APPLICANT, 3, "session-2")
THINGS = [
    ("GET", "/v1/cases/{case_id}"),
    ("GET", "/v1/cases/{case_id}/documents/{kind}/download"),
    ("GET", "/v1/payments/{order_id}"),
    ("POST", "/v1/payments/{order_id}/checkout"),
    ("GET", "/v1/shipments/{shipment_id}"),
    ("POST", "/v1/shipments/{shipment_id}/resend"),
    ("GET", "/v1/enquiries/{enquiry_id}"),
    ("GET", "/v1/cases/{case_id}/enquiries"),
    ("GET", "/v1/cases/{case_id}/evaluation"),
]
each_thing = pytest.mark.parametrize(("method", "path"), THINGS, ids=[path for _, path in THINGS])


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    platform = with_catalogue(FakePlatform())
    platform.materials, platform.documents = FakeObjects("materials"), FakeObjects("documents")
    monkeypatch.setattr(edge, "platform", lambda: platform)
    return platform


@pytest.fixture
def ids(cloud: FakePlatform) -> dict[str, str]:
    """One of each, of a case about the seeded item."""
    uow, case = cloud.unit_of_work(), stored(cloud.table, a_delivered_case())
    whose: dict[str, Any] = {
        "reference": "01HQZX3T7R8S9V0W1X2Y3Z4A5B",
        "owner_id": case.owner_id,
        "department": case.department,
        "region": case.region,
        "item_code": case.item_code,
    }
    order = open_order(uow, **whose, amount_fen=1000, description="工本费", basis="发改价格〔2004〕2831号")
    shipment = open_shipment(uow, **whose, recipient=Recipient(**RECIPIENT), contents="驾驶证")
    enquiry = ask(uow, case, "什么时候可以领证？", CALENDAR)
    evaluate(uow, case, stars=5, comment="")
    uow.commit()
    things = {"case_id": case.id, "order_id": order.id, "shipment_id": shipment.id, "enquiry_id": enquiry.id}
    return {**things, "kind": "decision"}


def asked(cloud: FakePlatform, method: str, path: str, by: Caller, ids: dict[str, str]) -> Answered:
    parts = {name: value for name, value in ids.items() if f"{{{name}}}" in path}
    body = {"name": "王示例", "mobile": "13800000001", "address": "海口市龙华区示例路1号"} if "resend" in path else None
    return Api(cloud, *AREAS).call(method, path, body, by=by, headers={"If-Match": '"1"'}, **parts)


@each_thing
def test_what_is_of_a_named_item_is_theirs(cloud: FakePlatform, ids: dict[str, str], method: str, path: str) -> None:
    agent = limited(cloud, CLERK, PRINCIPAL.id, joint_item().code, seeded_item().code)
    answer = asked(cloud, method, path, agent, ids)
    assert answer.status in {200, 409}, answer.text
    assert answer.status == 200 or answer.body["code"] == "delivery.not-returned", "nothing came back: that is all"


@each_thing
def test_what_is_of_another_item_is_not_there(cloud: FakePlatform, ids: dict[str, str], method: str, path: str) -> None:
    agent = limited(cloud, CLERK, PRINCIPAL.id, joint_item().code)
    before = dict(cloud.table.rows)
    answer = asked(cloud, method, path, agent, ids)
    assert (answer.status, answer.body["code"]) == (404, "access.not-found")
    assert cloud.table.rows == before


@pytest.mark.parametrize(
    ("power", "path"), [("SUBMIT", "/v1/payments/{order_id}/checkout"), ("PAY", "/v1/shipments/{shipment_id}/resend")]
)
def test_a_named_item_does_not_give_a_power(cloud: FakePlatform, ids: dict[str, str], power: str, path: str) -> None:
    authority = Authority(AuthorityKind.AGENT, "agency-1", (seeded_item().code,), (power,))
    agent = replace(CLERK, id=PRINCIPAL.id, actor_id=CLERK.id, authority=authority)
    answer = asked(cloud, "POST", path, agent, ids)
    assert (answer.status, answer.body["code"]) == (403, "access.power-missing")


def test_an_order_from_before_items_were_noted_is_out_of_a_limited_agents_reach(cloud: FakePlatform) -> None:
    uow = cloud.unit_of_work()
    order = open_order(
        uow,
        reference="01HQZX3T7R8S9V0W1X2Y3Z4A5C",
        owner_id=PRINCIPAL.id,
        department="GA",
        region="460100",
        amount_fen=1000,
        description="工本费",
        basis="发改价格〔2004〕2831号",
    )
    uow.commit()
    limited_agent = limited(cloud, CLERK, PRINCIPAL.id, seeded_item().code)
    path = "/v1/payments/{order_id}"
    assert asked(cloud, "GET", path, limited_agent, {"order_id": order.id}).status == 404
    assert asked(cloud, "GET", path, limited(cloud, CLERK, PRINCIPAL.id), {"order_id": order.id}).status == 200

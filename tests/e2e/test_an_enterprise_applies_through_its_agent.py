"""An enterprise, bound by its legal representative, authorises an agent for one item: the agent applies and pays for
it, is refused the second item, and is out the moment the authorisation is revoked.
"""

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
import requests

from infra.local.people import Person, until
from infra.sandbox.organisations import ORGANISATIONS
from tests.e2e.conftest import CHEN, WANG, World, today

SHOP = ORGANISATIONS[0]
CODE, OTHER_CODE, REGION = "ZG-DJ-0801", "SJ-SP-0402", "460100"
"""The transfer of a second-hand house, for people and enterprises; a food operation permit is the other one."""
FORM = {
    "certificate_number": "琼（2020）海口市不动产权第0000001号",
    "unit_number": "460106001001GB00001F00010001",
    "house_address": "海口市龙华区示例路1号",
    "contract_number": "HK2026000001",
    "price": 1500000,
    "applicant_side": "BUYER",
    "other_party": {"name": "李样本", "id_number": "46020019951218442X", "mobile": "13800138001"},
    "other_party_agrees": True,
    "sole_home": "NO",
    "delivery_way": "ELECTRONIC",
}
ADVICE = {"advice": "GRANT", "reason": "联网核对一致"}


def a_page() -> bytes:
    """A PDF of one page."""
    file, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    document.save(file)
    return file.getvalue()


def identified(world: World, who: tuple[str, str, str]) -> Person:
    person = world.person(*who)
    person.sign_in(register=True)
    if person.get("/v1/me")["level"] < 3:
        person.prove_identity()
    return person


def in_capacity(person: Person, principal_id: str) -> Person:
    """The same person at the same device, acting for that principal."""
    capacities = person.get("/v1/me/capacities")["entries"]
    chosen = next(each["capacity_id"] for each in capacities if each["principal_id"] == principal_id)
    token = person.post("/v1/sessions/current/capacity", {"capacity_id": chosen})["access_token"]
    return replace(person, access_token=token, refresh_token="")


@pytest.fixture(scope="module")
def company(world: World) -> Person:
    """The enterprise, for which its representative acts once the legal-person base has confirmed them."""
    representative = identified(world, WANG)
    representative.post("/v1/me/organisation-claim", {"uscc": SHOP.uscc, "name": SHOP.name})

    def bound() -> str | None:
        claim: dict[str, Any] = representative.get("/v1/me/organisation-claim")
        return claim.get("organisation_id")

    organisation_id = until(bound, "the legal-person base")
    company = in_capacity(representative, organisation_id)
    company.account = {"id": organisation_id}
    return company


@pytest.fixture(scope="module")
def mandate(world: World, company: Person) -> str:
    """Signed for the enterprise, for one item, and taken on by the agent."""
    clerk = identified(world, CHEN)
    terms = {
        "agent_name": clerk.name,
        "agent_mobile": clerk.mobile,
        "items": [CODE],
        "powers": ["SUBMIT", "PAY", "RECEIVE"],
        "valid_from": today().isoformat(),
        "valid_to": (today() + dt.timedelta(days=30)).isoformat(),
    }
    text = company.post("/v1/mandates/preview", terms)
    assert SHOP.uscc in text["text"]
    signed = {"version": text["version"], "sha256": text["sha256"], "accepted": True}
    mandate_id: str = company.post("/v1/mandates", {**terms, **signed})["id"]
    clerk.post(f"/v1/mandates/{mandate_id}/acceptance")
    return mandate_id


@pytest.fixture(scope="module")
def agent(world: World, company: Person, mandate: str) -> Person:
    clerk = identified(world, CHEN)
    until(lambda: clerk.get("/v1/me/capacities")["entries"], "the capacity in the list")
    return in_capacity(clerk, company.account["id"])


@pytest.fixture(scope="module")
def case_path(world: World, agent: Person) -> str:
    """Handed in by the agent, with the enterprise's own certificate from the licence base."""
    period = {"valid_from": "2020-01-01", "valid_to": "2090-01-01"}
    certificate = {"certificate_type": "REAL_ESTATE_CERTIFICATE", "holder_code": SHOP.uscc, **period}
    world.sandbox.post("/panel/licences", certificate)
    path = f"/v1/cases/{agent.post('/v1/cases', {'item_code': CODE, 'region': REGION})['id']}"
    until(lambda: all(each["state"] != "ASKING" for each in agent.get(path)["materials"]), "the licence base")
    agent.put(f"{path}/form", {"form": FORM}, etag=agent.version(path))
    for each in agent.get(path)["materials"]:
        if each["necessity"] == "REQUIRED" and each["state"] != "OBTAINED":
            agent.upload(path, each["code"], a_page(), "application/pdf")
    promise = agent.get(f"/v1/items/{CODE}")["promise"]
    agent.change(path, "promise", {"version": promise["version"], "sha256": promise["sha256"], "accepted": True})
    agent.change(path, "submission")
    return path


def test_1_the_case_is_the_enterprises_and_names_who_acted(agent: Person, company: Person, case_path: str) -> None:
    case = company.get(case_path)
    assert (case["applicant_kind"], case["applicant_name"], case["applicant_id_number"]) == (
        "ORGANISATION",
        SHOP.name,
        SHOP.uscc,
    )
    assert (case["agent"]["agent_name"], case["agent"]["authority_kind"]) == ("陈**", "AGENT")
    submitted = next(
        each for each in company.get(f"{case_path}/timeline")["entries"] if each["type"] == "case.Submitted"
    )
    assert submitted["on_behalf_of"] == company.account["id"] != submitted["actor"]


def test_2_its_own_certificate_was_found_by_its_code(agent: Person, case_path: str) -> None:
    assert agent.material(case_path, "real-estate-certificate")["state"] == "OBTAINED"
    assert agent.material(case_path, "sale-contract")["state"] == "UPLOADED"


def test_3_the_agent_is_told_by_sms(world: World, case_path: str) -> None:
    def told() -> list[str]:
        return [each["template"] for each in world.sandbox.messages_to(CHEN[1]) if each["template"].startswith("case-")]

    assert "case-submitted.zh-CN" in until(told, "the notice")


def test_4_another_item_is_refused(agent: Person, company: Person) -> None:
    wanted = {"item_code": OTHER_CODE, "region": REGION}
    refused = agent.ask("POST", "/v1/cases", wanted)
    assert (refused.status_code, refused.json()["code"]) == (403, "access.item-not-covered")
    draft = company.post("/v1/cases", wanted)
    assert agent.ask("GET", f"/v1/cases/{draft['id']}").status_code == requests.codes.not_found


def test_5_the_agent_pays(world: World, agent: Person, case_path: str) -> None:
    register, taxes = world.official("13900460108"), world.official("13900460111")
    for official in (register, taxes):
        official.change(case_path, "acceptance")
    for official in (register, taxes, register):
        official.change(case_path, "opinions", ADVICE)
    order_id = until(lambda: (agent.get(case_path).get("fee") or {}).get("order_id"), "the fee")
    path = f"/v1/payments/{order_id}"
    until(lambda: agent.get(path).get("code_url"), "the channel's order")
    assert agent.change(path, "checkout")["code_url"]
    world.sandbox.post(f"/panel/wechat-pay/orders/{order_id}/pay", {})
    until(lambda: agent.get(case_path)["fee"].get("settled_at"), "the settlement")


def test_6_once_revoked_the_agent_is_out_at_once(agent: Person, company: Person, mandate: str, case_path: str) -> None:
    """Though the access token is good for minutes yet."""
    assert [each["id"] for each in company.get("/v1/mandates")["entries"]] == [mandate]
    assert company.post(f"/v1/mandates/{mandate}/revocation")["state"] == "REVOKED"
    late = agent.ask("POST", f"{case_path}/enquiries", {"question": "办到哪一步了？"})
    assert (late.status_code, late.json()["code"]) == (401, "access.authority-over")
    assert company.get(case_path)["applicant_name"] == SHOP.name, "the enterprise goes on"

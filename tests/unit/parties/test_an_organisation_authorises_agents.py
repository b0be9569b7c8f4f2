"""An organisation authorises its agents (经办人): signed by its representative, listed to both, revocable at once."""

from typing import Any

import pytest

from app import AREAS
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from tests.support.cases import with_catalogue
from tests.support.items import changed, joint_item, seeded_item
from tests.support.mandates import AGENT_MOBILE, AGENT_NAME, PRINCIPAL_MOBILE, PRINCIPAL_NAME, TERMS
from tests.support.organisations import SHOP, Company, a_company, acting, bound, said
from tests.support.people import identified
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

FIRST = changed(seeded_item(), code="ZZ-SHOPS-1", subjects=["2"])
SECOND = changed(joint_item(), code="ZZ-SHOPS-2", subjects=["2"])
ANOTHER = ("13800000009", "陈虚构", "469005198811300544")
A_MANDATE = "/v1/mandates/{mandate_id}"


@pytest.fixture
def cloud() -> FakePlatform:
    return with_catalogue(FakePlatform(), FIRST, SECOND)


@pytest.fixture
def company(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Company:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return a_company(cloud, Api(cloud, *AREAS))


def for_the_first(company: Company, **other: Any) -> str:
    """The id of the clerk's mandate for the first item."""
    return company.accepted(items=[FIRST.code], **other)


def open_case(company: Company, item: str, headers: dict[str, str]) -> Answered:
    return company.api.call("POST", "/v1/cases", {"item_code": item, "region": "460100"}, headers=headers)


def listed(company: Company, side: str, **who: Any) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = company.api.call("GET", "/v1/mandates", query={"side": side}, **who).body["entries"]
    return entries


def test_the_text_names_the_organisation_its_code_and_its_representative(company: Company) -> None:
    shown = company.api.call("POST", "/v1/mandates/preview", TERMS, headers=company.headers)
    assert f"委托单位：{SHOP.name}，统一社会信用代码 {SHOP.uscc}，法定代表人 {PRINCIPAL_NAME}" in shown.body["text"]
    assert f"受托人：{AGENT_NAME}，手机号 {AGENT_MOBILE}" in shown.body["text"]
    own = company.api.call("POST", "/v1/mandates/preview", TERMS, by=company.representative)
    assert f"委托人：{PRINCIPAL_NAME}\n" in own.body["text"], "in their own name they sign for themselves"


def test_the_agent_acts_for_the_organisation_within_the_items_and_no_further(company: Company) -> None:
    headers = company.agency(for_the_first(company))
    opened = open_case(company, FIRST.code, headers)
    assert (opened.status, opened.body["applicant_name"]) == (201, SHOP.name)
    assert opened.body["agent"]["authority_kind"] == "AGENT"
    assert said(open_case(company, SECOND.code, headers)) == (403, "access.item-not-covered")


def test_both_sides_list_it_and_nobody_elses_list_holds_it(company: Company) -> None:
    mandate_id = for_the_first(company)
    (given,) = listed(company, "given", headers=company.headers)
    (held,) = listed(company, "held", by=company.clerk)
    assert given["id"] == held["id"] == mandate_id
    assert (held["kind"], held["principal_name"], held["agent_name"], held["in_force"]) == (
        "AGENT",
        SHOP.name,
        "李**",
        True,
    )
    assert listed(company, "given", by=company.representative) == [], "it is not their private affair"
    (capacity,) = company.api.call("GET", "/v1/me/capacities", by=company.clerk).body["entries"]
    assert (capacity["kind"], capacity["principal_id"], capacity["items"]) == (
        "AGENT",
        company.organisation_id,
        [FIRST.code],
    )


@pytest.mark.parametrize("by", ["the organisation", "the agent"])
def test_either_side_ends_it_and_the_very_next_command_is_refused(company: Company, by: str) -> None:
    mandate_id = for_the_first(company)
    headers = company.agency(mandate_id)
    who: dict[str, Any] = {"headers": company.headers} if by == "the organisation" else {"by": company.clerk}
    ended = company.api.call("POST", f"{A_MANDATE}/revocation", mandate_id=mandate_id, **who)
    assert ended.body["state"] == ("REVOKED" if by == "the organisation" else "RENOUNCED")
    assert said(open_case(company, FIRST.code, headers)) == (401, "access.authority-over")


def test_an_agent_authorises_nobody_and_sees_no_other_mandate(company: Company) -> None:
    headers = company.agency(company.accepted(items=[], powers=["SUBMIT", "PAY", "RECEIVE"]))
    refusal = (403, "access.only-in-person")
    assert said(company.api.call("POST", "/v1/mandates/preview", TERMS, headers=headers)) == refusal
    assert said(company.api.call("GET", "/v1/mandates", headers=headers)) == refusal
    for how in ("acceptance", "revocation"):
        path = f"{A_MANDATE}/{how}"
        assert said(company.api.call("POST", path, headers=headers, mandate_id="mandate-1")) == refusal


def test_the_representative_accepts_nothing_in_the_organisations_name(company: Company) -> None:
    mandate_id = company.offer().body["id"]
    answer = company.api.call("POST", f"{A_MANDATE}/acceptance", headers=company.headers, mandate_id=mandate_id)
    assert said(answer) == (403, "access.only-in-person")


def test_it_may_last_three_years_and_be_signed_at_level_three_alone(cloud: FakePlatform, company: Company) -> None:
    assert company.offer(valid_to="2029-03-01").status == 201
    longer = company.api.call(
        "POST", "/v1/mandates/preview", {**TERMS, "valid_to": "2029-03-02"}, headers=company.headers
    )
    assert said(longer) == (422, "party.mandate-terms-invalid")


def test_the_representative_does_not_authorise_themselves(company: Company) -> None:
    """They can do everything as it is; the next one should not find them still there."""
    terms = {**TERMS, "agent_mobile": PRINCIPAL_MOBILE, "agent_name": PRINCIPAL_NAME}
    shown = company.api.call("POST", "/v1/mandates/preview", terms, headers=company.headers).body
    signed = {"version": shown["version"], "sha256": shown["sha256"], "accepted": True}
    answer = company.api.call("POST", "/v1/mandates", {**terms, **signed}, headers=company.headers)
    assert said(answer) == (422, "party.mandate-agent-is-principal")


def test_agents_stay_when_the_representative_changes_and_the_new_one_sees_and_revokes_them(
    cloud: FakePlatform, company: Company
) -> None:
    """Civil Code art. 61 and 173: it is the organisation that authorised them."""
    mandate_id, former = for_the_first(company), company.headers
    agent = company.agency(mandate_id)
    successor = Caller(identified(cloud, *ANOTHER), Role.APPLICANT, 3, "session-of-the-next")
    assert bound(company.api, cloud, successor) == company.organisation_id
    assert open_case(company, FIRST.code, agent).status == 201
    path = f"{A_MANDATE}/revocation"
    late = company.api.call("POST", path, headers=former, mandate_id=mandate_id)
    assert said(late) == (401, "access.authority-over"), "the former one revokes nothing any more"
    (seen,) = listed(company, "given", headers=acting(company.api, successor))
    assert seen["id"] == mandate_id
    revoked = company.api.call("POST", path, headers=acting(company.api, successor), mandate_id=mandate_id)
    assert revoked.body["state"] == "REVOKED"
    assert said(open_case(company, FIRST.code, agent)) == (401, "access.authority-over")


def test_the_history_names_neither_organisation_nor_agent(cloud: FakePlatform, company: Company) -> None:
    mandate_id = for_the_first(company)
    told = str([row for row in cloud.table.partition(f"MANDATE#{mandate_id}") if "data" in row])
    assert company.organisation_id in told, "on whose behalf it was signed"
    assert not [one for one in (SHOP.name, SHOP.uscc, AGENT_NAME, AGENT_MOBILE, PRINCIPAL_NAME) if one in told]

"""An enterprise applies through whoever acts for it: the case is the organisation's, and names who acted."""

import json
from typing import Any

import pytest

from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.cases.service import load_case
from chalicelib.catalogue.model import ItemVersion
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from infra.seed.staff import seed_staff
from tests.support.cases import with_catalogue
from tests.support.items import changed, seeded_item
from tests.support.mandates import AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER, Pair
from tests.support.organisations import SHOP, acting, bound, limited, said
from tests.support.people import ID_NUMBER, MOBILE, NAME, identified
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

REGION = "460100"
FOR_ENTERPRISES = changed(seeded_item(), code="ZZ-SHOPS-1", subjects=["2"])
FOR_EVERYBODY = changed(seeded_item(), code="ZZ-ALL-1", subjects=["1", "2"])
FOR_INSTITUTIONS = changed(seeded_item(), code="ZZ-SCHOOLS-1", subjects=["3", "4"])
REVIEWER = Caller("staff-1", Role.REVIEWER, 4, "session-8", "GA", REGION)
CASE = "/v1/cases/{case_id}"


@pytest.fixture
def cloud() -> FakePlatform:
    return with_catalogue(FakePlatform(), seeded_item(), FOR_ENTERPRISES, FOR_EVERYBODY, FOR_INSTITUTIONS)


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


@pytest.fixture
def owner(cloud: FakePlatform) -> Caller:
    return Caller(identified(cloud), Role.APPLICANT, 3, "session-1")


@pytest.fixture
def clerk(cloud: FakePlatform) -> Caller:
    return Caller(identified(cloud, AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER), Role.APPLICANT, 3, "session-2")


def open_case(api: Api, item: ItemVersion, by: Caller | None = None, headers: dict[str, Any] | None = None) -> Answered:
    return api.call("POST", "/v1/cases", {"item_code": item.code, "region": REGION}, by=by, headers=headers)


def test_the_representative_opens_it_and_it_is_the_organisations(cloud: FakePlatform, api: Api, owner: Caller) -> None:
    organisation = bound(api, cloud, owner)
    opened = open_case(api, FOR_ENTERPRISES, headers=acting(api, owner))
    assert opened.status == 201, opened.text
    shown = opened.body
    assert (shown["applicant_kind"], shown["applicant_name"], shown["applicant_id_number"]) == (
        "ORGANISATION",
        SHOP.name,
        SHOP.uscc,
    )
    assert shown["applicant_mobile"] == ""
    assert shown["agent"] == {
        "agent_name": "王**",
        "agent_id_number": "460105********2215",
        "agent_mobile": "138****0001",
        "authority_kind": "REPRESENTATIVE",
    }
    case = load_case(cloud.table, shown["id"])
    assert (case.owner_id, case.applicant.level) == (organisation, 3)
    assert case.applicant.agent is not None
    assert (case.applicant.agent.account_id, case.applicant.agent.mobile) == (owner.id, MOBILE)
    assert [one["id"] for one in api.call("GET", "/v1/cases", headers=acting(api, owner)).body["entries"]] == [case.id]
    assert api.call("GET", "/v1/cases", by=owner).body["entries"] == [], "it is nobody's private affair"


def test_an_agent_opens_it_for_the_items_of_their_authority_alone(
    cloud: FakePlatform, api: Api, owner: Caller, clerk: Caller
) -> None:
    agent = limited(cloud, clerk, bound(api, cloud, owner), FOR_ENTERPRISES.code)
    before = cloud.table.round_trips
    opened = open_case(api, FOR_ENTERPRISES, by=agent)
    assert opened.status == 201, opened.text
    assert cloud.table.round_trips - before <= 4, "organisation and agent in one reading, the rest is the catalogue's"
    assert opened.body["agent"]["agent_name"] == "李**"
    assert said(open_case(api, FOR_EVERYBODY, by=agent)) == (403, "access.item-not-covered")


def test_the_history_names_both_by_their_ids_and_nothing_personal(
    cloud: FakePlatform, api: Api, owner: Caller, clerk: Caller
) -> None:
    organisation = bound(api, cloud, owner)
    agent = limited(cloud, clerk, organisation, FOR_ENTERPRISES.code)
    case_id = open_case(api, FOR_ENTERPRISES, by=agent).body["id"]
    rows = cloud.table.partition(f"CASE#{case_id}")
    (drafted,) = events_among(rows)
    assert (drafted.actor.id, drafted.actor.on_behalf_of) == (clerk.id, organisation)
    told = json.dumps([row for row in rows if "data" in row], ensure_ascii=False)
    assert not [one for one in (SHOP.name, SHOP.uscc, AGENT_NAME, AGENT_NUMBER, AGENT_MOBILE) if one in told]


@pytest.mark.parametrize(
    ("item", "english"),
    [
        (seeded_item(), "Who may apply: Natural person"),
        (FOR_INSTITUTIONS, "Who may apply: Public institution, Social organisation"),
    ],
)
def test_an_enterprise_is_told_whom_an_item_is_for(
    cloud: FakePlatform, api: Api, owner: Caller, item: ItemVersion, english: str
) -> None:
    bound(api, cloud, owner)
    refused = open_case(api, item, headers=acting(api, owner))
    assert said(refused) == (403, "case.subject-not-served")
    assert refused.body["subjects"] == [kind.value for kind in item.subjects]
    assert refused.body["errors"] == [{"pointer": "#/item_code", "detail": english}]


def test_a_person_is_told_that_an_item_is_for_enterprises(api: Api, owner: Caller) -> None:
    asked = {"item_code": FOR_ENTERPRISES.code, "region": REGION}
    refused = api.call("POST", "/v1/cases", asked, by=owner, headers={"Accept-Language": "zh-CN"})
    assert said(refused) == (403, "case.subject-not-served")
    assert refused.body["errors"][0]["detail"] == "本事项面向：企业法人"


def test_what_is_for_both_is_opened_by_the_person_and_by_their_enterprise(
    cloud: FakePlatform, api: Api, owner: Caller
) -> None:
    bound(api, cloud, owner)
    own, the_shops = open_case(api, FOR_EVERYBODY, by=owner), open_case(api, FOR_EVERYBODY, headers=acting(api, owner))
    assert (own.status, the_shops.status) == (201, 201), "they are two applicants"
    assert (own.body["applicant_name"], "agent" in own.body) == ("王**", False)
    again = open_case(api, FOR_EVERYBODY, headers=acting(api, owner))
    assert said(again) == (409, "case.open-case-exists")


def test_officials_see_the_name_of_an_organisation_and_the_agents_data_by_an_act_that_the_agent_is_told_of(
    cloud: FakePlatform, api: Api, owner: Caller, clerk: Caller
) -> None:
    organisation = bound(api, cloud, owner)
    opened = open_case(api, FOR_ENTERPRISES, by=limited(cloud, clerk, organisation, FOR_ENTERPRISES.code))
    looked = api.call(
        "POST",
        f"{CASE}/disclosures",
        {"reason": "核对经办人"},
        by=REVIEWER,
        headers={"If-Match": opened.version},
        case_id=opened.body["id"],
    )
    assert (looked.body["name"], looked.body["id_number"], looked.body["mobile"]) == (SHOP.name, SHOP.uscc, "")
    assert looked.body["agent"] == {"name": AGENT_NAME, "id_number": AGENT_NUMBER, "mobile": AGENT_MOBILE}
    assert [one["reason"] for one in api.call("GET", "/v1/me/looks", by=clerk).body["entries"]] == ["核对经办人"]
    assert api.call("GET", "/v1/me/looks", by=owner).body["entries"] == []


@pytest.mark.parametrize("number", [SHOP.uscc, AGENT_NUMBER])
def test_officials_keep_away_from_their_company_and_from_whom_acts_for_an_applicant(
    cloud: FakePlatform, api: Api, owner: Caller, clerk: Caller, number: str
) -> None:
    agent = limited(cloud, clerk, bound(api, cloud, owner), FOR_ENTERPRISES.code)
    opened = open_case(api, FOR_ENTERPRISES, by=agent)
    headers, body = {"If-Match": opened.version}, {"reason": "核对经办人"}
    of_case = {"case_id": opened.body["id"]}
    married = Caller("staff-ga-haikou-reviewer", Role.REVIEWER, 4, "session-9", "GA", REGION)
    seed_staff(cloud)
    kind = "COMPANY" if number == SHOP.uscc else "SPOUSE"
    declared = api.call("POST", "/v1/me/interests", {"kind": kind, "number": number}, by=married)
    assert declared.status == 201, declared.text
    refused = api.call("POST", f"{CASE}/disclosures", body, by=married, headers=headers, **of_case)
    assert said(refused) == (403, "case.own-case")
    assert api.call("POST", f"{CASE}/disclosures", body, by=REVIEWER, headers=headers, **of_case).status == 200


def test_an_applicants_attorney_is_kept_with_the_case_too(
    cloud: FakePlatform, api: Api, owner: Caller, clerk: Caller
) -> None:
    pair = Pair(api, owner, clerk)
    shown = open_case(api, seeded_item(), headers=pair.acting(pair.accepted())).body
    assert (shown["applicant_kind"], shown["applicant_name"]) == ("PERSON", "王**")
    assert (shown["agent"]["agent_name"], shown["agent"]["authority_kind"]) == ("李**", "ATTORNEY")
    case = load_case(cloud.table, shown["id"])
    assert (case.applicant.name, case.applicant.mobile) == (NAME, MOBILE)
    assert case.applicant.numbers == (ID_NUMBER, AGENT_NUMBER)


def test_a_case_stored_before_organisations_applied_is_a_persons(cloud: FakePlatform, api: Api, owner: Caller) -> None:
    case_id = open_case(api, seeded_item(), by=owner).body["id"]
    case = load_case(cloud.table, case_id)
    former = case.applicant.model_dump(include={"account_id", "name", "id_number", "mobile", "level"})
    assert type(case.applicant).model_validate(former) == case.applicant

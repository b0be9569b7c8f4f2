"""An agent with a token in the principal's capacity: as far as the mandate goes, while it stands, and no further."""

from typing import Any

import pytest

from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.cases.service import load_case
from chalicelib.http import edge
from chalicelib.http.access import Caller
from chalicelib.http.liveness import Revocations
from chalicelib.http.routes import Route
from chalicelib.http.tokens import Tokens
from tests.support.cases import with_catalogue
from tests.support.items import joint_item, seeded_item
from tests.support.mandates import PRINCIPAL_NAME, PRINCIPAL_NUMBER, Pair, a_pair
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.samples import BODIES, QUERIES, address

ITEM, OTHER_ITEM, REGION = seeded_item().code, joint_item().code, "460100"
CASE = "/v1/cases/{case_id}"
ONLY_IN_PERSON = [
    route
    for area in AREAS
    for route in area.routes
    if any(grant.only_in_person for grant in route.access.grants) and not route.parameters
]


@pytest.fixture
def cloud() -> FakePlatform:
    return with_catalogue(FakePlatform())


@pytest.fixture
def pair(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Pair:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return a_pair(cloud, Api(cloud, *AREAS))


def said(answer: Answered) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def open_case(
    pair: Pair, item: str = ITEM, *, by: Caller | None = None, headers: dict[str, Any] | None = None
) -> Answered:
    return pair.api.call("POST", "/v1/cases", {"item_code": item, "region": REGION}, by=by, headers=headers)


def read_case(pair: Pair, case_id: str, headers: dict[str, str]) -> Answered:
    return pair.api.call("GET", CASE, headers=headers, case_id=case_id)


def withdraw(pair: Pair, case_id: str, headers: dict[str, str]) -> Answered:
    naming = {**headers, "If-Match": '"1"'}
    return pair.api.call("POST", f"{CASE}/withdrawal", {"reason": "不再需要"}, headers=naming, case_id=case_id)


def listed(pair: Pair, headers: dict[str, str]) -> list[str]:
    return [case["id"] for case in pair.api.call("GET", "/v1/cases", headers=headers).body["entries"]]


def test_the_agent_finds_the_capacity_and_gets_a_token_that_names_both(cloud: FakePlatform, pair: Pair) -> None:
    mandate_id = pair.accepted()
    (capacity,) = pair.api.call("GET", "/v1/me/capacities", by=pair.agent).body["entries"]
    assert (capacity["capacity_id"], capacity["principal_id"], capacity["principal_name"], capacity["in_force"]) == (
        mandate_id,
        pair.principal.id,
        "王**",
        True,
    )
    token = pair.capacity(mandate_id).body["access_token"]
    caller = Tokens(cloud.token_key, cloud.settings.public_base_url).verify(token)
    assert (caller.id, caller.person_id, caller.in_person) == (pair.principal.id, pair.agent.id, False)


def test_a_case_opened_by_the_agent_is_the_principals_and_its_history_names_both(
    cloud: FakePlatform, pair: Pair
) -> None:
    mandate_id = pair.accepted()
    opened = open_case(pair, headers=pair.acting(mandate_id))
    assert opened.status == 201
    case = load_case(cloud.table, opened.body["id"])
    assert (case.owner_id, case.applicant.name, case.applicant.id_number) == (
        pair.principal.id,
        PRINCIPAL_NAME,
        PRINCIPAL_NUMBER,
    )
    drafted = events_among(cloud.table.partition(f"CASE#{case.id}"))[0].actor
    assert (drafted.id, drafted.on_behalf_of, drafted.authority) == (pair.agent.id, pair.principal.id, mandate_id)
    timeline = pair.api.call("GET", f"{CASE}/timeline", by=pair.principal, case_id=case.id).body["entries"][0]
    assert (timeline["actor"], timeline["on_behalf_of"], timeline["authority"]) == (
        pair.agent.id,
        pair.principal.id,
        mandate_id,
    )


def test_what_somebody_does_for_themselves_names_nobody_else(pair: Pair) -> None:
    case_id = open_case(pair, by=pair.principal).body["id"]
    entry = pair.api.call("GET", f"{CASE}/timeline", by=pair.principal, case_id=case_id).body["entries"][0]
    assert entry["actor"] == pair.principal.id
    assert not {"on_behalf_of", "authority"} & set(entry)


def test_only_the_items_named_are_opened_read_or_listed(pair: Pair) -> None:
    other = open_case(pair, OTHER_ITEM, by=pair.principal).body["id"]
    own = open_case(pair, by=pair.principal).body["id"]
    acting = pair.acting(pair.accepted())
    assert said(open_case(pair, OTHER_ITEM, headers=acting)) == (403, "access.item-not-covered")
    assert said(read_case(pair, other, acting)) == (404, "access.not-found")
    assert said(withdraw(pair, other, acting)) == (404, "access.not-found")
    assert read_case(pair, own, acting).status == 200
    assert listed(pair, acting) == [own]


def test_a_mandate_that_names_no_items_is_for_all(pair: Pair) -> None:
    acting = pair.acting(pair.accepted(items=[]))
    opened = {open_case(pair, item, headers=acting).body["id"] for item in (ITEM, OTHER_ITEM)}
    assert set(listed(pair, acting)) == opened


@pytest.mark.parametrize("powers", [["PAY"], ["RECEIVE"], ["PAY", "RECEIVE"]])
def test_without_the_power_to_submit_nothing_is_submitted(pair: Pair, powers: list[str]) -> None:
    case_id = open_case(pair, by=pair.principal).body["id"]
    acting = pair.acting(pair.accepted(powers=powers))
    assert said(open_case(pair, headers=acting)) == (403, "access.power-missing")
    assert said(withdraw(pair, case_id, acting)) == (403, "access.power-missing")
    assert read_case(pair, case_id, acting).status == 200


def test_without_the_powers_to_pay_and_receive_nothing_is_paid_or_received(pair: Pair) -> None:
    case_id = open_case(pair, by=pair.principal).body["id"]
    acting = pair.acting(pair.accepted(powers=["SUBMIT"]))
    paid = pair.api.call("POST", "/v1/payments/{order_id}/checkout", headers=acting, order_id="order-1")
    received = pair.api.call(
        "GET", f"{CASE}/documents/{{kind}}/download", headers=acting, case_id=case_id, kind="decision"
    )
    assert said(paid) == said(received) == (403, "access.power-missing")


@pytest.mark.parametrize("by", ["principal", "agent"])
def test_once_it_is_ended_the_very_next_command_is_refused(cloud: FakePlatform, pair: Pair, by: str) -> None:
    """Though the token is good for minutes yet, and this process has not heard of it."""
    mandate_id = pair.accepted()
    acting = pair.acting(mandate_id)
    case_id = open_case(pair, headers=acting).body["id"]
    pair.answer(mandate_id, "revocation", getattr(pair, by))
    before = {key: row for key, row in cloud.table.rows.items() if key[0].startswith("CASE#")}
    assert said(withdraw(pair, case_id, acting)) == (401, "access.authority-over")
    assert {key: row for key, row in cloud.table.rows.items() if key[0].startswith("CASE#")} == before
    assert said(pair.capacity(mandate_id)) == (404, "party.capacity-unknown")


def test_reading_ends_as_soon_as_the_list_is_read_again(cloud: FakePlatform, pair: Pair) -> None:
    mandate_id = pair.accepted()
    acting = pair.acting(mandate_id)
    case_id = open_case(pair, headers=acting).body["id"]
    pair.answer(mandate_id, "revocation", pair.principal)
    cloud.warm["revocations"] = Revocations()
    assert said(read_case(pair, case_id, acting)) == (401, "access.authority-over")
    assert pair.api.call("GET", CASE, by=pair.principal, case_id=case_id).status == 200


def test_the_agents_own_affairs_go_on(cloud: FakePlatform, pair: Pair) -> None:
    mandate_id = pair.accepted()
    pair.answer(mandate_id, "revocation", pair.principal)
    cloud.warm["revocations"] = Revocations()
    assert open_case(pair, by=pair.agent).status == 201


def test_after_its_last_day_neither_token_nor_mandate_serves(cloud: FakePlatform, pair: Pair) -> None:
    mandate_id = pair.accepted()
    cloud.clock.move(days=120)
    acting = pair.acting(mandate_id)
    case_id = open_case(pair, headers=acting).body["id"]
    cloud.clock.move(days=1)
    assert said(read_case(pair, case_id, acting)) == (401, "access.authority-over")
    assert said(withdraw(pair, case_id, acting)) == (401, "access.authority-over")
    assert said(pair.capacity(mandate_id)) == (404, "party.capacity-unknown")
    assert pair.listed("held", pair.agent)[0]["in_force"] is False


def test_before_its_first_day_it_does_not_serve(cloud: FakePlatform, pair: Pair) -> None:
    mandate_id = pair.accepted(valid_from="2026-03-04")
    assert said(pair.capacity(mandate_id)) == (409, "party.authority-not-yet-in-force")
    cloud.clock.move(days=2)
    assert pair.capacity(mandate_id).status == 200


def test_nobody_uses_anothers_mandate(cloud: FakePlatform, pair: Pair) -> None:
    mandate_id = pair.accepted()
    by_principal = pair.api.call(
        "POST", "/v1/sessions/current/capacity", {"capacity_id": mandate_id}, by=pair.principal
    )
    assert said(by_principal) == (404, "party.capacity-unknown")
    assert said(pair.capacity(pair.offer().body["id"])) == (404, "party.capacity-unknown"), "not accepted"


@pytest.mark.parametrize("route", ONLY_IN_PERSON, ids=address)
def test_the_principals_own_account_and_mandates_are_out_of_reach(
    cloud: FakePlatform, pair: Pair, route: Route
) -> None:
    acting = pair.acting(pair.accepted(items=[], powers=["SUBMIT", "PAY", "RECEIVE"]))
    before = dict(cloud.table.rows)
    body, query = BODIES.get(address(route)), QUERIES.get(address(route))
    answer = pair.api.call(route.method, route.path, body, headers=acting, query=query)
    assert said(answer) == (403, "access.only-in-person")
    assert cloud.table.rows == before


def test_an_agent_hands_nothing_on_and_ends_nothing_in_the_principals_name(pair: Pair) -> None:
    mandate_id = pair.accepted()
    acting = pair.acting(mandate_id)
    for how in ("acceptance", "refusal", "revocation"):
        answer = pair.api.call("POST", f"/v1/mandates/{{mandate_id}}/{how}", headers=acting, mandate_id=mandate_id)
        assert said(answer) == (403, "access.only-in-person")


def test_the_agent_goes_back_to_their_own_affairs(cloud: FakePlatform, pair: Pair) -> None:
    pair.accepted()
    own = pair.api.call("POST", "/v1/sessions/current/capacity", {}, by=pair.agent).body["access_token"]
    caller = Tokens(cloud.token_key, cloud.settings.public_base_url).verify(own)
    assert (caller.id, caller.authority) == (pair.agent.id, None)

"""A declared interest counts from that instant: nothing is changed in, and nothing in full shown of, such a case."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.cases.model import Case
from chalicelib.delivery.model import Recipient
from chalicelib.delivery.service import change, open_shipment
from chalicelib.delivery.vocabulary import ShipmentState
from chalicelib.feedback.service import ask
from chalicelib.http.access import Caller, Role
from tests.support.applications import AGENT
from tests.support.cases import (
    CALENDAR,
    MONDAY,
    RECIPIENT,
    WHO,
    a_reviewed_case,
    a_submitted_case,
    an_accepted_case,
    stored,
)
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.samples import BODIES

MARRIED = Caller("staff-ga-haikou-reviewer", Role.REVIEWER, 4, "session-1", "GA", "460100")
MARRIED_HEAD = Caller("staff-ga-haikou-head", Role.HEAD, 4, "session-2", "GA", "460100")
COLLEAGUE = Caller("staff-colleague", Role.REVIEWER, 4, "session-3", "GA", "460100")
OPERATOR = Caller("staff-operator", Role.OPERATOR, 4, "session-4")
SPOUSE = {"kind": "SPOUSE", "number": WHO.id_number}
COMPANY = {"kind": "COMPANY", "number": "91350100M000100Y43"}
COMMANDS: list[tuple[str, Callable[[], Case], Caller]] = [
    ("/v1/cases/{case_id}/acceptance", a_submitted_case, MARRIED),
    ("/v1/cases/{case_id}/correction-request", a_submitted_case, MARRIED),
    ("/v1/cases/{case_id}/refusal-to-accept", a_submitted_case, MARRIED),
    ("/v1/cases/{case_id}/disclosures", a_submitted_case, MARRIED),
    ("/v1/cases/{case_id}/opinions", an_accepted_case, MARRIED),
    ("/v1/cases/{case_id}/decision", a_reviewed_case, MARRIED_HEAD),
]
every_command = pytest.mark.parametrize(("path", "build", "caller"), COMMANDS, ids=[path for path, _, _ in COMMANDS])


def represented(case: Case) -> Case:
    """The case, opened by somebody for the applicant."""
    case.applicant = case.applicant.model_copy(update={"agent": AGENT})
    return case


def declare(api: Api, caller: Caller, what: dict[str, str]) -> Answered:
    return api.call("POST", "/v1/me/interests", what, by=caller)


def send(api: Api, path: str, case: Case, caller: Caller) -> Answered:
    headers = {"If-Match": f'"{case.version}"'}
    return api.call("POST", path, BODIES[f"POST {path}"], by=caller, headers=headers, case_id=case.id)


def remembered(cloud: FakePlatform) -> dict[tuple[str, str], Any]:
    """Rows, but for the sessions and answers of those who ask."""
    return {key: row for key, row in cloud.table.rows.items() if key[0].startswith("CASE#")}


@every_command
def test_nothing_is_done_in_the_case_of_a_declared_spouse(
    cloud: FakePlatform, api: Api, path: str, build: Callable[[], Case], caller: Caller
) -> None:
    case = stored(cloud.table, build())
    assert declare(api, caller, SPOUSE).status == 201
    before = remembered(cloud)
    answer = send(api, path, case, caller)
    assert (answer.status, answer.body["code"]) == (403, "case.own-case")
    assert WHO.id_number not in answer.text
    assert remembered(cloud) == before


@every_command
def test_who_declared_somebody_else_goes_on_as_ever(
    cloud: FakePlatform, api: Api, path: str, build: Callable[[], Case], caller: Caller
) -> None:
    case = stored(cloud.table, build())
    assert declare(api, caller, COMPANY).status == 201
    assert send(api, path, case, caller).status == 200


@pytest.mark.parametrize("number", [WHO.id_number, AGENT.id_number])
def test_nobody_answers_the_question_of_a_declared_spouse_nor_hands_them_a_parcel(
    cloud: FakePlatform, api: Api, number: str
) -> None:
    """Whether the spouse applies or acts for the applicant."""
    case, uow = represented(a_submitted_case()), cloud.unit_of_work()
    enquiry = ask(uow, case, "什么时候可以领证？", CALENDAR)
    parcel = open_shipment(
        uow,
        reference="01HQZX3T7R8S9V0W1X2Y3Z4A5B",
        owner_id=case.owner_id,
        department=case.department,
        region=case.region,
        numbers=case.applicant.numbers,
        recipient=Recipient(**RECIPIENT),
        contents="驾驶证",
    )
    uow.commit()
    uow = cloud.unit_of_work()
    parcel.note_booked(1, "ems", "W1", uow.act)
    change(uow, parcel, lambda it: it.note_headline("W1", "ems", ShipmentState.RETURNED, MONDAY, uow.act))
    uow.commit()
    things: list[tuple[str, dict[str, str], dict[str, str], int]] = [
        ("/v1/enquiries/{enquiry_id}/answer", {"answer": "明天可以领取。"}, {"enquiry_id": enquiry.id}, 1),
        ("/v1/shipments/{shipment_id}/handover", {}, {"shipment_id": parcel.id}, parcel.version),
    ]
    assert declare(api, MARRIED, {"kind": "SPOUSE", "number": number}).status == 201
    for path, body, of, version in things:
        headers = {"If-Match": f'"{version}"'}
        refused = api.call("POST", path, body, by=MARRIED, headers=headers, **of)
        assert (refused.status, refused.body["code"]) == (403, "party.interest-declared")
        assert number not in refused.text
        assert api.call("POST", path, body, by=COLLEAGUE, headers=headers, **of).status == 200


def test_a_colleague_is_not_affected(cloud: FakePlatform, api: Api) -> None:
    case = stored(cloud.table, a_submitted_case())
    declare(api, MARRIED, SPOUSE)
    assert send(api, "/v1/cases/{case_id}/acceptance", case, COLLEAGUE).status == 200


def test_it_stands_whatever_the_key_it_was_kept_under(cloud: FakePlatform, api: Api) -> None:
    """While the key of the ring is being replaced, both hashes count."""
    case = stored(cloud.table, a_submitted_case())
    declare(api, MARRIED, SPOUSE)
    cloud.key_ring._ring = {**cloud.key_ring._ring, "current": "2", "2": "another key"}
    answer = send(api, "/v1/cases/{case_id}/acceptance", case, MARRIED)
    assert answer.body["code"] == "case.own-case"


def test_only_an_operator_removes_it_and_then_it_counts_no_more(cloud: FakePlatform, api: Api) -> None:
    case = stored(cloud.table, a_submitted_case())
    declared = declare(api, MARRIED, SPOUSE).body["interests"][0]
    where = {"staff_id": MARRIED.id, "interest_id": declared["interest_id"]}
    path = "/v1/staff/{staff_id}/interests/{interest_id}"
    assert api.call("DELETE", path, by=MARRIED, **where).status == 403
    assert api.call("DELETE", path, by=OPERATOR, **where).status == 204
    assert api.call("DELETE", path, by=OPERATOR, **where).body["code"] == "party.interest-unknown"
    assert api.call("GET", "/v1/me/interests", by=MARRIED).body["interests"] == []
    assert send(api, "/v1/cases/{case_id}/acceptance", case, MARRIED).status == 200


def test_ones_own_are_listed_masked_and_once_each(cloud: FakePlatform, api: Api) -> None:
    for what in (SPOUSE, COMPANY, SPOUSE):
        declare(api, MARRIED, what)
    listed = api.call("GET", "/v1/me/interests", by=MARRIED).body["interests"]
    assert [(it["kind"], it["number"]) for it in listed] == [
        ("SPOUSE", "460105********2215"),
        ("COMPANY", "913501********0Y43"),
    ]


def test_the_number_stands_in_no_event_and_in_no_key(cloud: FakePlatform, api: Api) -> None:
    declare(api, MARRIED, SPOUSE)
    written = [row for key, row in cloud.table.rows.items() if key[1] != "SNAPSHOT"]
    assert any(row.get("type") == "party.InterestDeclared" for row in written)
    assert WHO.id_number not in json.dumps(written, default=str)


@pytest.mark.parametrize(("kind", "number"), [("SPOUSE", "460105199003072214"), ("COMPANY", WHO.id_number)])
def test_what_is_no_such_number_is_refused(cloud: FakePlatform, api: Api, kind: str, number: str) -> None:
    answer = declare(api, MARRIED, {"kind": kind, "number": number})
    assert (answer.status, answer.body["code"]) == (422, "party.interest-invalid")
    assert number not in answer.text


def test_fifty_are_enough(cloud: FakePlatform, api: Api) -> None:
    declare(api, MARRIED, SPOUSE)
    key = (f"STAFF#{MARRIED.id}", "SNAPSHOT")
    body = json.loads(str(cloud.table.rows[key]["body"]))
    body["interests"] *= 50
    cloud.table.rows[key] = {**cloud.table.rows[key], "body": json.dumps(body)}
    assert declare(api, MARRIED, COMPANY).body["code"] == "party.too-many-interests"


def test_who_is_not_on_the_staff_list_declares_nothing(cloud: FakePlatform, api: Api) -> None:
    assert declare(api, COLLEAGUE, SPOUSE).body["code"] == "party.staff-unknown"

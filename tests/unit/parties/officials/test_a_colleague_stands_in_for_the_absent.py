"""A substitute works in the absent colleague's post, in their own name, on the days declared and no longer."""

import json
from dataclasses import replace

import pytest

from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Advice
from chalicelib.http.access import Caller, Role
from tests.support.cases import a_reviewed_case, an_accepted_case, by, official, stored
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.samples import BODIES

REVIEWER = Caller("staff-ga-haikou-reviewer", Role.REVIEWER, 4, "session-1", "GA", "460100")
HEAD = Caller("staff-ga-haikou-head", Role.HEAD, 4, "session-2", "GA", "460100")
HEAD_ELSEWHERE = Caller("staff-rs-haikou-head", Role.HEAD, 4, "session-3", "RS", "460100")
OPERATOR = Caller("staff-operator", Role.OPERATOR, 4, "session-4")
TERM = {"valid_from": "2026-03-02", "valid_to": "2026-03-06"}
AWAY = {"absent_id": HEAD.id, "substitute_id": REVIEWER.id, **TERM}
DECISION = "/v1/cases/{case_id}/decision"


def declare(api: Api, caller: Caller = HEAD, **changes: str) -> Answered:
    return api.call("POST", "/v1/staff/absences", {**AWAY, **changes}, by=caller)


def standing_in(api: Api, absence: Answered) -> str:
    """The token of the substitute in the post of the absent."""
    body = {"capacity_id": absence.body["absence_id"]}
    chosen = api.call("POST", "/v1/sessions/current/capacity", body, by=REVIEWER)
    assert chosen.status == 200, chosen.text
    return str(chosen.body["access_token"])


def decide(api: Api, case: Case, token: str) -> Answered:
    headers = {"Authorization": f"Bearer {token}", "If-Match": f'"{case.version}"'}
    return api.call("POST", DECISION, BODIES[f"POST {DECISION}"], headers=headers, case_id=case.id)


def advised_by(name: str) -> Case:
    """Reviewed, and the advice was given by that member of staff."""
    case = an_accepted_case()
    for desk in case.desks:
        case.give_opinion(desk, Advice.GRANT, "材料齐全", by(official("reviewer", name)))
    return case


def end(api: Api, absence: Answered, caller: Caller = HEAD) -> Answered:
    return api.call("DELETE", "/v1/staff/absences/{absence_id}", by=caller, absence_id=absence.body["absence_id"])


def test_the_substitute_decides_in_their_own_name_and_the_history_says_by_what(cloud: FakePlatform, api: Api) -> None:
    case, absence = stored(cloud.table, a_reviewed_case()), declare(api)
    assert decide(api, case, standing_in(api, absence)).status == 200
    decided = next(row for row in cloud.table.rows.values() if row.get("type") == "case.Decided")
    actor = json.loads(str(decided["actor"]))
    told = (actor["id"], actor["role"], actor["authority"], actor.get("on_behalf_of", ""))
    assert told == (REVIEWER.id, "head", absence.body["absence_id"], "")


def test_whoever_advised_does_not_decide_as_substitute(cloud: FakePlatform, api: Api) -> None:
    case, absence = stored(cloud.table, advised_by(REVIEWER.id)), declare(api)
    refused = decide(api, case, standing_in(api, absence))
    assert (refused.status, refused.body["code"]) == (403, "case.advised-before")


def test_it_ends_at_once_and_only_once(cloud: FakePlatform, api: Api) -> None:
    case, absence = stored(cloud.table, a_reviewed_case()), declare(api)
    token = standing_in(api, absence)
    assert (end(api, absence).status, end(api, absence).status) == (204, 204)
    assert decide(api, case, token).body["code"] == "access.authority-over"
    chosen = api.call("POST", "/v1/sessions/current/capacity", {"capacity_id": absence.body["absence_id"]}, by=REVIEWER)
    assert chosen.body["code"] == "party.capacity-unknown"
    assert "ended_at" in api.call("GET", "/v1/staff/absences", by=REVIEWER).body["entries"][0]


def test_it_lasts_for_the_days_declared(cloud: FakePlatform, api: Api) -> None:
    absence = declare(api, valid_from="2026-03-03", valid_to="2026-03-03")
    body = {"capacity_id": absence.body["absence_id"]}
    early = api.call("POST", "/v1/sessions/current/capacity", body, by=REVIEWER)
    assert early.body["code"] == "party.authority-not-yet-in-force"
    cloud.clock.move(days=1)
    standing_in(api, absence)
    cloud.clock.move(days=1)
    late = api.call("POST", "/v1/sessions/current/capacity", body, by=REVIEWER)
    assert late.body["code"] == "party.capacity-unknown"


def test_nobody_else_stands_in(api: Api) -> None:
    absence = declare(api)
    body = {"capacity_id": absence.body["absence_id"]}
    for other in (HEAD, HEAD_ELSEWHERE):
        assert api.call("POST", "/v1/sessions/current/capacity", body, by=other).status == 404


def test_a_reviewer_declares_their_own_absence_only(api: Api) -> None:
    assert declare(api, REVIEWER, absent_id=REVIEWER.id, substitute_id=HEAD.id).status == 201
    assert declare(api, REVIEWER).body["code"] == "access.not-found"


def test_a_head_declares_for_their_own_department_only(api: Api) -> None:
    assert declare(api, HEAD, absent_id=REVIEWER.id, substitute_id=HEAD.id).status == 201
    refused = declare(api, HEAD_ELSEWHERE)
    assert (refused.status, refused.body["code"]) == (404, "access.not-found")


def test_only_those_concerned_end_it(api: Api) -> None:
    absence = declare(api)
    for other in (REVIEWER, HEAD_ELSEWHERE):
        assert end(api, absence, other).body["code"] == "access.not-found"


def test_whoever_stands_in_appoints_nobody(api: Api) -> None:
    token = standing_in(api, declare(api))
    refused = api.call(
        "POST",
        "/v1/staff/absences",
        {**AWAY, "substitute_id": "staff-ga-haikou-head-2"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert (refused.status, refused.body["code"]) == (403, "party.only-in-own-post")


@pytest.mark.parametrize("substitute", ["staff-rs-haikou-head", "staff-ga-sanya-reviewer", HEAD.id])
def test_only_another_colleague_of_the_same_desk_is_fit(api: Api, substitute: str) -> None:
    refused = declare(api, substitute_id=substitute)
    assert (refused.status, refused.body["code"]) == (409, "party.substitute-unfit")


def test_whoever_left_is_not_fit(api: Api) -> None:
    api.call("POST", "/v1/staff/{staff_id}/departure", by=OPERATOR, staff_id=REVIEWER.id)
    assert declare(api).body["code"] == "party.substitute-unfit"


def test_whoever_leaves_stands_in_for_nobody_any_more(cloud: FakePlatform, api: Api) -> None:
    absence = declare(api)
    api.call("POST", "/v1/staff/{staff_id}/departure", by=OPERATOR, staff_id=REVIEWER.id)
    listed = api.call("GET", "/v1/staff/absences", by=HEAD).body["entries"]
    assert [(it["absence_id"], "ended_at" in it) for it in listed] == [(absence.body["absence_id"], True)]
    assert (f"AUTHORITY#{absence.body['absence_id']}", "LIVE") not in cloud.table.rows


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-02-20", "2026-03-01"), ("2026-03-06", "2026-03-05"), ("2026-03-02", "2026-05-31")],
    ids=["over", "backwards", "ninety-one days"],
)
def test_the_days_have_to_be_right(api: Api, first: str, last: str) -> None:
    refused = declare(api, valid_from=first, valid_to=last)
    assert (refused.status, refused.body["code"]) == (422, "party.absence-term-invalid")


def test_ninety_days_are_right(api: Api) -> None:
    assert declare(api, valid_to="2026-05-30").status == 201


def test_somebody_who_is_not_on_the_list_is_unknown(api: Api) -> None:
    assert declare(api, substitute_id="staff-nobody").body["code"] == "party.staff-unknown"


def test_only_the_own_department_is_listed(api: Api) -> None:
    declare(api)
    entries = api.call("GET", "/v1/staff/absences", by=REVIEWER).body["entries"]
    assert [(it["absent_id"], it["substitute_id"], it["role"]) for it in entries] == [(HEAD.id, REVIEWER.id, "head")]
    for other in (HEAD_ELSEWHERE, replace(HEAD, region="460200")):
        assert api.call("GET", "/v1/staff/absences", by=other).body["entries"] == []

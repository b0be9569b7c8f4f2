"""Before a version is published, or cases are moved to it: which running cases it touches, and what is in the way."""

import pytest

from chalicelib.cases import api_versions, store
from chalicelib.cases.api import cases_area
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.model import ItemContent
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from tests.support.calls import Client
from tests.support.cases import (
    APPLICANT,
    a_decided_case,
    a_new_case,
    a_reviewed_case,
    a_submitted_case,
    an_accepted_case,
    by,
    stored,
    with_catalogue,
)
from tests.support.items import changed, joint_item
from tests.support.platform import FakePlatform
from tests.support.publishing import put_online

assert api_versions.cases_area is cases_area

JOINT = joint_item()
SECOND = changed(
    JOINT, version=2, fee={**JOINT.fee.model_dump(mode="json"), "amount_fen": 4000}, limits={
        "statutory": {"amount": 20}, "promised": {"amount": 8},
    },
)  # fmt: skip
MANAGER = Caller("staff-1", Role.CATALOGUE_MANAGER, 4, "session", "GA", "460000")
OFFICE = Caller("staff-2", Role.CATALOGUE_APPROVER, 4, "session", "", "460000")
HEAD = Caller("staff-3", Role.HEAD, 4, "session", "GA", "460100")
HEAD_NEXT_DOOR = Caller("staff-4", Role.HEAD, 4, "session", "GA", "460200")
OTHER_LINE = Caller("staff-5", Role.CATALOGUE_MANAGER, 4, "session", "WS", "460000")
RUNNING, MOVE = "/v1/items/{item_code}/running-cases", "/v1/cases/{case_id}/item-version"
BODY = {"version": 2, "reason": "新版本减少了材料"}


@pytest.fixture
def cloud() -> FakePlatform:
    cloud = with_catalogue(FakePlatform(), JOINT)
    put_online(cloud.table, SECOND)
    return cloud


@pytest.fixture
def client(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Client(cloud, cases_area)


def keep(cloud, build, name, item=JOINT):
    case = build(item, case_id=f"case-{name}")
    case.applicant = case.applicant.model_copy(update={"account_id": f"account-of-{name}"})
    case.number = case.number and f"number-of-{name}"
    return stored(cloud.table, case)


def asked(client, who=MANAGER, **query):
    return client.call("GET", RUNNING, by=who, query={"to_version": "2", **query}, item_code=JOINT.code)


def test_every_running_case_is_named_with_what_blocks_it(client, cloud):
    keep(cloud, a_new_case, "1")
    keep(cloud, an_accepted_case, "2")
    keep(cloud, a_reviewed_case, "3")
    keep(cloud, a_decided_case, "4")
    keep(cloud, a_submitted_case, "5", SECOND)
    withdrawn = keep(cloud, a_submitted_case, "6")
    withdrawn.withdraw("不再需要", by(APPLICANT))
    stored(cloud.table, withdrawn)
    found = {entry["case_id"]: entry for entry in asked(client).body["entries"]}
    assert {name: [it["pointer"] for it in entry["blockers"]] for name, entry in found.items()} == {
        "case-1": [],
        "case-2": [],
        "case-3": ["#/fee"],
    }
    assert found["case-3"] == {
        "case_id": "case-3",
        "number": "number-of-3",
        "status": "IN_REVIEW",
        "region": "460100",
        "version": 1,
        "blockers": [{"pointer": "#/fee", "detail": "The fee was asked for: it cannot change any more"}],
    }


def test_it_is_read_page_by_page_in_two_round_trips_each(client, cloud):
    for name in "12345":
        keep(cloud, a_submitted_case, name)
    seen, cursor = [], {}
    for _ in range(3):
        page = asked(client, limit="2", **cursor)
        seen += [entry["case_id"] for entry in page.body["entries"]]
        cursor = {"cursor": page.body.get("next")}
    assert (seen, cursor["cursor"]) == ([f"case-{name}" for name in "12345"], None)
    assert asked(client).round_trips == 2


def test_cases_of_one_version_only(client, cloud):
    third = changed(SECOND, version=3)
    put_online(cloud.table, third)
    for name, item in (("1", JOINT), ("2", SECOND), ("3", JOINT), ("4", third)):
        keep(cloud, a_submitted_case, name, item)
    of_two = asked(client, to_version="3", from_version="2").body["entries"]
    of_all = asked(client, to_version="3").body["entries"]
    assert [[entry["case_id"] for entry in found] for found in (of_two, of_all)] == [
        ["case-2"],
        ["case-1", "case-3", "case-2"],
    ]
    cursor = asked(client, to_version="3", from_version="1", limit="1").body["next"]
    stray = asked(client, to_version="3", from_version="2", cursor=cursor)
    assert (stray.status, stray.body["code"]) == (400, "request.cursor-invalid")


@pytest.mark.parametrize(
    ("who", "status", "names"),
    [(MANAGER, 200, ["case-1"]), (OFFICE, 200, ["case-1"]), (HEAD, 200, ["case-1"]), (HEAD_NEXT_DOOR, 200, [])],
)
def test_whom_it_concerns_sees_it(client, cloud, who, status, names):
    keep(cloud, a_submitted_case, "1")
    answer = asked(client, who)
    assert (answer.status, [entry["case_id"] for entry in answer.body["entries"]]) == (status, names)


def test_another_department_s_manager_does_not(client, cloud):
    keep(cloud, a_submitted_case, "1")
    assert asked(client, OTHER_LINE).status == 404


def test_a_version_that_is_not_there_is_tried_on_nothing(client):
    assert asked(client, to_version="9").status == 404


def test_what_is_still_in_work_is_tried_by_the_catalogue_s_people_only(client, cloud):
    keep(cloud, an_accepted_case, "1")
    nothing = asked(client, to_version="draft")
    assert (nothing.status, nothing.body["code"]) == (404, "access.not-found")
    dearer = {**JOINT.fee.model_dump(mode="json"), "amount_fen": 9000}
    content = ItemContent.model_validate(changed(JOINT, fee=dearer).model_dump(exclude={"version"}))
    uow = cloud.unit_of_work()
    editing.put_draft(uow, cloud, content)
    uow.commit()
    tried = asked(client, to_version="draft").body["entries"]
    assert [(entry["case_id"], [it["pointer"] for it in entry["blockers"]]) for entry in tried] == [
        ("case-1", ["#/fee"])
    ]
    assert asked(client, HEAD, to_version="draft").status == 404


@pytest.mark.parametrize("version", ["0", "-1", "Draft", "1.0", "1000000"])
def test_what_names_no_version_is_refused(client, version):
    assert asked(client, to_version=version).status == 422


def test_moved_over_http_the_index_knows_it(client, cloud):
    case = keep(cloud, an_accepted_case, "1")
    moved = client.call("POST", MOVE, BODY, by=HEAD, version=case.version, case_id="case-1")
    assert (moved.status, moved.body["item_version"], moved.body["clock"]["due"]) == (200, 2, "2026-03-12")
    assert asked(client).body["entries"] == []
    assert cloud.table.rows["CASE#case-1", "SNAPSHOT"]["item_sk"] == "000002#case-1"
    assert store.load(cloud.table, "case-1").terms.fee.amount_fen == 4000


def test_what_blocks_it_is_the_answer(client, cloud):
    case = keep(cloud, a_reviewed_case, "1")
    refused = client.call("POST", MOVE, BODY, by=HEAD, version=case.version, case_id="case-1")
    assert (refused.status, refused.body["code"]) == (409, "case.move-refused")
    assert [it["pointer"] for it in refused.body["errors"]] == ["#/fee"]


def test_a_version_that_is_not_in_force_yet_is_nobody_s(client, cloud):
    put_online(cloud.table, changed(SECOND, version=3), valid_from=cloud.clock.now().date().replace(year=2030))
    case = keep(cloud, a_submitted_case, "1")
    refused = client.call("POST", MOVE, {**BODY, "version": 3}, by=HEAD, version=case.version, case_id="case-1")
    assert (refused.status, [it["pointer"] for it in refused.body["errors"]]) == (409, ["#/version"])


@pytest.mark.parametrize(("who", "status"), [(HEAD_NEXT_DOOR, 404), (MANAGER, 403)])
def test_only_the_head_who_handles_it_moves_it(client, cloud, who, status):
    case = keep(cloud, a_submitted_case, "1")
    assert client.call("POST", MOVE, BODY, by=who, version=case.version, case_id="case-1").status == status

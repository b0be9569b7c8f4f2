import datetime as dt
from typing import Any

import pytest

from chalicelib.aws.history import events_among
from chalicelib.feedback import store
from chalicelib.http.access import Caller
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import RecordedEvent
from tests.support.applications import submitted
from tests.support.calls import Client
from tests.support.platform import FakePlatform
from tests.unit.feedback.callers import (
    AUTHOR,
    HEAD,
    OPERATOR,
    OTHER_DEPARTMENT,
    OTHER_REGION,
    REVIEWER,
    STRANGER,
)

ASK, READ = "/v1/cases/{case_id}/enquiries", "/v1/enquiries/{enquiry_id}"
LIST, ANSWER = "/v1/enquiries", "/v1/enquiries/{enquiry_id}/answer"
QUESTION, REPLY = "我的手机号改为13800000009，还能收到短信吗？", "可以，请在账号中更新手机号。"


def asked(cloud: FakePlatform, client: Client) -> dict[str, Any]:
    """A question on a case that was handed in."""
    answer = client.call("POST", ASK, {"question": QUESTION}, by=AUTHOR, case_id=submitted(cloud).id)
    assert answer.status == 201
    return answer.body


def history(cloud: FakePlatform, enquiry_id: str) -> list[RecordedEvent]:
    return events_among(cloud.table.partition(store.enquiry_pk(enquiry_id)))


@pytest.mark.parametrize(
    ("asked_on", "due"),
    [
        (dt.date(2026, 3, 2), "2026-03-09"),
        (dt.date(2026, 2, 10), "2026-02-24"),
        (dt.date(2026, 9, 18), "2026-09-24"),
        (dt.date(2026, 9, 30), "2026-10-13"),
    ],
)
def test_five_working_days_by_the_announced_calendar(
    cloud: FakePlatform, client: Client, asked_on: dt.date, due: str
) -> None:
    cloud.clock.instant = dt.datetime.combine(asked_on, dt.time(1), dt.UTC)
    enquiry = asked(cloud, client)
    assert (enquiry["due"], enquiry["provisional"]) == (due, False)


def test_a_due_date_in_an_unannounced_year_is_provisional(cloud: FakePlatform, client: Client) -> None:
    cloud.clock.instant = dt.datetime(2026, 12, 30, 1, tzinfo=dt.UTC)
    assert asked(cloud, client)["provisional"] is True


def test_the_departments_desks_see_it_ordered_by_due_instant(cloud: FakePlatform, client: Client) -> None:
    case = submitted(cloud)
    ids = []
    for _ in range(3):
        ids.append(client.call("POST", ASK, {"question": QUESTION}, by=AUTHOR, case_id=case.id).body["id"])
        cloud.clock.move(days=1)
    for official in (REVIEWER, HEAD):
        answer = client.call("GET", LIST, by=official, query={"limit": "2"})
        assert (answer.status, answer.round_trips) == (200, 1)
        assert [entry["enquiry_id"] for entry in answer.body["entries"]] == ids[:2]
        rest = client.call("GET", LIST, by=official, query={"cursor": answer.body["next"]})
        assert [entry["enquiry_id"] for entry in rest.body["entries"]] == ids[2:]
    assert answer.body["entries"][0]["case_number"] == case.number
    assert QUESTION not in str(answer.body)


@pytest.mark.parametrize("who", [AUTHOR, REVIEWER, HEAD])
def test_a_case_lists_all_that_was_asked_about_it(cloud: FakePlatform, client: Client, who: Caller) -> None:
    first = asked(cloud, client)
    cloud.clock.move(days=1)
    second = client.call("POST", ASK, {"question": QUESTION}, by=AUTHOR, case_id=first["case_id"]).body
    client.call("POST", ANSWER, {"answer": REPLY}, by=REVIEWER, version=1, enquiry_id=first["id"])
    listed = client.call("GET", ASK, by=who, case_id=first["case_id"])
    assert (listed.status, listed.round_trips) == (200, 1)
    assert [(entry["enquiry_id"], "answered_at" in entry) for entry in listed.body["entries"]] == [
        (first["id"], True),
        (second["id"], False),
    ]
    assert QUESTION not in str(listed.body) and REPLY not in str(listed.body)


@pytest.mark.parametrize("who", [STRANGER, OTHER_DEPARTMENT, OTHER_REGION])
def test_to_others_neither_the_case_nor_its_enquiries_are_there(
    cloud: FakePlatform, client: Client, who: Caller
) -> None:
    case_id = asked(cloud, client)["case_id"]
    for somebodys in (case_id, "case-of-nobody"):
        answer = client.call("GET", ASK, by=who, case_id=somebodys)
        assert (answer.status, answer.body["code"]) == (404, "access.not-found")


def test_a_case_nobody_asked_about_has_an_empty_list(cloud: FakePlatform, client: Client) -> None:
    assert client.call("GET", ASK, by=AUTHOR, case_id=submitted(cloud).id).body == {"entries": []}


def test_other_departments_and_regions_do_not(cloud: FakePlatform, client: Client) -> None:
    enquiry = asked(cloud, client)
    for official in (OTHER_DEPARTMENT, OTHER_REGION):
        assert client.call("GET", LIST, by=official).body["entries"] == []
        assert client.call("GET", READ, by=official, enquiry_id=enquiry["id"]).status == 404
        body, version = {"answer": REPLY}, 1
        assert client.call("POST", ANSWER, body, by=official, version=version, enquiry_id=enquiry["id"]).status == 404


def test_it_does_not_mix_with_the_worklist_of_cases(cloud: FakePlatform, client: Client) -> None:
    asked(cloud, client)
    desks = [row["desk_pk"] for row in cloud.table.rows.values() if "desk_pk" in row]
    assert sorted(desks) == ["DESK#GA#460100#enquiries", "DESK#GA#460100#reviewer"]


def test_the_applicant_sees_the_answer_and_the_desk_is_rid_of_it(cloud: FakePlatform, client: Client) -> None:
    enquiry = asked(cloud, client)
    given = client.call("POST", ANSWER, {"answer": REPLY}, by=REVIEWER, version=1, enquiry_id=enquiry["id"])
    assert (given.status, given.round_trips, given.headers["ETag"]) == (200, 2, '"2"')
    seen = client.call("GET", READ, by=AUTHOR, enquiry_id=enquiry["id"])
    assert (seen.body["answer"], seen.round_trips) == (REPLY, 1)
    assert REVIEWER.id not in str(seen.body)
    assert client.call("GET", LIST, by=REVIEWER).body["entries"] == []


def test_it_is_answered_once(cloud: FakePlatform, client: Client) -> None:
    enquiry = asked(cloud, client)
    client.call("POST", ANSWER, {"answer": REPLY}, by=REVIEWER, version=1, enquiry_id=enquiry["id"])
    again = client.call("POST", ANSWER, {"answer": "另一答复"}, by=HEAD, version=2, enquiry_id=enquiry["id"])
    assert (again.status, again.body["code"]) == (409, "feedback.enquiry-already-answered")
    stale = client.call("POST", ANSWER, {"answer": "另一答复"}, by=HEAD, version=1, enquiry_id=enquiry["id"])
    assert stale.status == 412
    assert client.call("POST", ANSWER, {"answer": "另一答复"}, by=HEAD, enquiry_id=enquiry["id"]).status == 428


def test_events_hold_hash_and_length_only(cloud: FakePlatform, client: Client) -> None:
    enquiry = asked(cloud, client)
    client.call("POST", ANSWER, {"answer": REPLY}, by=REVIEWER, version=1, enquiry_id=enquiry["id"])
    question, answer = history(cloud, enquiry["id"])
    assert (question.type, answer.type) == ("feedback.EnquiryAsked", "feedback.EnquiryAnswered")
    assert question.data["question_sha256"] == sha256_hex(QUESTION.encode())
    assert question.data["question_length"] == len(QUESTION)
    assert answer.data == {
        "case_id": enquiry["case_id"],
        "in_time": True,
        "answer_sha256": sha256_hex(REPLY.encode()),
        "answer_length": len(REPLY),
    }
    assert "13800000009" not in question.model_dump_json()


@pytest.mark.parametrize(("moment", "in_time"), [("2026-03-09T15:59:59Z", True), ("2026-03-09T16:00:00Z", False)])
def test_in_time_until_midnight_in_hainan(cloud: FakePlatform, client: Client, moment: str, in_time: bool) -> None:
    enquiry = asked(cloud, client)
    cloud.clock.instant = dt.datetime.fromisoformat(moment)
    client.call("POST", ANSWER, {"answer": REPLY}, by=REVIEWER, version=1, enquiry_id=enquiry["id"])
    assert history(cloud, enquiry["id"])[-1].data["in_time"] is in_time


def test_who_may_ask_read_and_answer(cloud: FakePlatform, client: Client) -> None:
    enquiry = asked(cloud, client)
    case_id, enquiry_id, body = enquiry["case_id"], enquiry["id"], {"answer": REPLY}
    assert client.call("POST", ASK, {"question": QUESTION}, by=STRANGER, case_id=case_id).status == 404
    assert client.call("POST", ASK, {"question": QUESTION}, by=REVIEWER, case_id=case_id).status == 403
    assert client.call("GET", READ, by=STRANGER, enquiry_id=enquiry_id).status == 404
    assert client.call("GET", READ, by=OPERATOR, enquiry_id=enquiry_id).status == 403
    assert client.call("GET", READ, enquiry_id=enquiry_id).status == 401
    assert client.call("GET", LIST, by=AUTHOR).status == 403
    assert client.call("POST", ANSWER, body, by=AUTHOR, version=1, enquiry_id=enquiry_id).status == 403


@pytest.mark.parametrize(
    "body", [{}, {"question": ""}, {"question": "  "}, {"question": "x" * 2001}, {"question": "可以吗", "x": 1}]
)
def test_a_question_of_another_form_is_refused(cloud: FakePlatform, client: Client, body: dict[str, str]) -> None:
    assert client.call("POST", ASK, body, by=AUTHOR, case_id=submitted(cloud).id).status == 422


def test_an_unknown_enquiry_is_not_found(client: Client) -> None:
    answer = client.call("GET", READ, by=REVIEWER, enquiry_id="unknown")
    assert (answer.status, answer.body["code"]) == (404, "access.not-found")


def test_asking_costs_two_round_trips_and_the_calendar_when_it_is_not_warm(cloud: FakePlatform, client: Client) -> None:
    case = submitted(cloud)
    answer = client.call("POST", ASK, {"question": QUESTION}, by=AUTHOR, case_id=case.id)
    assert answer.round_trips == 2

"""GB/T 39734/39735-2020: one service, one evaluation, voluntary, its author protected."""

from collections.abc import Callable

import pytest

from chalicelib.aws.history import events_among
from chalicelib.aws.rows import Key
from chalicelib.cases.model import Case
from chalicelib.cases.service import load_case
from chalicelib.feedback import service, store
from chalicelib.feedback.errors import AlreadyEvaluated
from chalicelib.feedback.model import Satisfaction
from chalicelib.kernel.events import RecordedEvent
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.join_effects import join
from tests.support.applications import APPLICANT, accepted, decided, opened, submitted
from tests.support.calls import Client
from tests.support.platform import FakePlatform
from tests.unit.feedback.callers import AUTHOR, HEAD, OPERATOR, REVIEWER, STRANGER

EVALUATION = "/v1/cases/{case_id}/evaluation"
COMMENT = "态度很好，王示例致谢"


def history(cloud: FakePlatform, case: Case) -> list[RecordedEvent]:
    return events_among(cloud.table.partition(store.evaluation_pk(case.id)))


def test_five_stars_are_level_one(cloud: FakePlatform, client: Client) -> None:
    case = decided(cloud)
    answer = client.call("POST", EVALUATION, {"stars": 5, "comment": COMMENT}, by=AUTHOR, case_id=case.id)
    assert (answer.status, answer.round_trips) == (201, 2)
    assert answer.headers["Location"] == f"/v1/cases/{case.id}/evaluation"
    assert (answer.body["stars"], answer.body["comment"]) == (5, COMMENT)
    (event,) = history(cloud, case)
    assert (event.type, event.data) == ("feedback.Evaluated", {"case_id": case.id, "level": 1})


@pytest.mark.parametrize(
    ("stars", "level", "bad"), [(5, 1, False), (4, 2, False), (3, 3, False), (2, 4, True), (1, 5, True)]
)
def test_stars_count_up_and_levels_down_and_the_bottom_two_are_bad(stars: int, level: int, bad: bool) -> None:
    satisfaction = Satisfaction.from_stars(stars)
    assert (satisfaction, satisfaction.stars, satisfaction.is_bad) == (level, stars, bad)


@pytest.mark.parametrize("stars", [1, 2])
def test_a_bad_evaluation_is_recorded_as_one(cloud: FakePlatform, client: Client, stars: int) -> None:
    case = decided(cloud)
    client.call("POST", EVALUATION, {"stars": stars}, by=AUTHOR, case_id=case.id)
    told = [(event.type, event.data) for event in history(cloud, case)]
    data = {"case_id": case.id, "level": 6 - stars}
    assert told == [("feedback.Evaluated", data), ("feedback.BadEvaluationReceived", data)]


def test_a_second_evaluation_is_refused_and_the_first_stays(cloud: FakePlatform, client: Client) -> None:
    case = decided(cloud)
    client.call("POST", EVALUATION, {"stars": 5}, by=AUTHOR, case_id=case.id)
    second = client.call("POST", EVALUATION, {"stars": 1}, by=AUTHOR, case_id=case.id)
    assert (second.status, second.body["code"]) == (409, "feedback.already-evaluated")
    assert service.read_evaluation(cloud.table, case.id).level is Satisfaction.VERY_SATISFIED


def test_of_two_at_once_one_counts(cloud: FakePlatform) -> None:
    case, first, second = decided(cloud), cloud.unit_of_work(APPLICANT), cloud.unit_of_work(APPLICANT)
    service.evaluate(first, case, stars=5, comment="")
    service.evaluate(second, case, stars=1, comment="")
    first.commit()
    with pytest.raises(AlreadyEvaluated):
        second.commit()


@pytest.mark.parametrize("reach", [opened, submitted, accepted])
def test_before_the_conclusion_nothing_is_evaluated(
    cloud: FakePlatform, client: Client, reach: Callable[[FakePlatform], Case]
) -> None:
    case = reach(cloud)
    answer = client.call("POST", EVALUATION, {"stars": 5}, by=AUTHOR, case_id=case.id)
    assert (answer.status, answer.body["code"], answer.body["case_status"]) == (
        409,
        "feedback.not-concluded",
        case.status,
    )
    assert cloud.table.row(Key(store.evaluation_pk(case.id), "ONCE")) is None


@pytest.mark.parametrize(
    "body", [{}, {"stars": 0}, {"stars": 6}, {"stars": 5, "comment": "x" * 501}, {"stars": 5, "x": 1}]
)
def test_a_body_of_another_form_is_refused(cloud: FakePlatform, client: Client, body: dict[str, object]) -> None:
    assert client.call("POST", EVALUATION, body, by=AUTHOR, case_id=decided(cloud).id).status == 422


def test_nobody_else_may_evaluate(cloud: FakePlatform, client: Client) -> None:
    case = decided(cloud)
    assert client.call("POST", EVALUATION, {"stars": 5}, by=STRANGER, case_id=case.id).status == 404
    for official in (REVIEWER, HEAD, OPERATOR):
        assert client.call("POST", EVALUATION, {"stars": 5}, by=official, case_id=case.id).status == 403
    assert client.call("POST", EVALUATION, {"stars": 5}, case_id=case.id).status == 401


def test_only_its_author_reads_it(cloud: FakePlatform, client: Client) -> None:
    case = decided(cloud)
    assert client.call("GET", EVALUATION, by=AUTHOR, case_id=case.id).body["code"] == "access.not-found"
    client.call("POST", EVALUATION, {"stars": 4, "comment": COMMENT}, by=AUTHOR, case_id=case.id)
    answer = client.call("GET", EVALUATION, by=AUTHOR, case_id=case.id)
    assert (answer.status, answer.body["stars"], answer.round_trips) == (200, 4, 1)
    assert client.call("GET", EVALUATION, by=STRANGER, case_id=case.id).status == 404
    assert client.call("GET", EVALUATION, by=REVIEWER, case_id=case.id).status == 403


def test_the_comment_is_in_no_event(cloud: FakePlatform, client: Client) -> None:
    case = decided(cloud)
    client.call("POST", EVALUATION, {"stars": 1, "comment": COMMENT}, by=AUTHOR, case_id=case.id)
    assert all("王示例" not in event.model_dump_json() for event in history(cloud, case))


def test_the_case_takes_note(cloud: FakePlatform, client: Client) -> None:
    case = decided(cloud)
    client.call("POST", EVALUATION, {"stars": 5}, by=AUTHOR, case_id=case.id)
    (event,) = history(cloud, case)
    delivered = CloudEvent(
        id=event.id, type=event.type, subject=event.aggregate_id, time=event.at, correlationid="c", data=event.data
    )
    join(cloud, delivered)
    assert load_case(cloud.table, case.id).evaluation_closed

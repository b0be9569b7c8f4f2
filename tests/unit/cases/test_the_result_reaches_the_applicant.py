"""Document, delivery, evaluation, archive: what is noted twice is noted once, and nothing gets stuck."""

import pytest

from chalicelib.cases import errors
from chalicelib.cases.model import Case
from chalicelib.cases.timeline import timeline
from chalicelib.cases.vocabulary import ClockKind, Outcome, Stage, Status
from chalicelib.catalogue.vocabulary import DeliveryWay
from chalicelib.kernel.events import SYSTEM
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    PACKAGE,
    a_decided_case,
    a_delivered_case,
    a_draft,
    a_released_case,
    a_reviewed_case,
    by,
    deliver,
    filled_in,
    issue,
    only,
    tick,
    types,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item, seeded_item

ITEM = seeded_item()


def start(case: Case, at=None) -> None:
    case.start_delivery("shipment-1", by(SYSTEM, at or on(3, 3)))


def arrive(case: Case, at=None) -> None:
    case.note_delivered(by(SYSTEM, at or on(3, 4)), CALENDAR)


def evaluate(case: Case, level: int = 5, at=None) -> None:
    case.note_evaluated(level, by(APPLICANT, at or on(3, 5)))


def archive(case: Case) -> None:
    case.archive(PACKAGE, by(SYSTEM, on(3, 20)))


def test_the_first_document_of_a_kind_stays():
    case = a_decided_case()
    issue(case)
    first = case.documents["decision"]
    case.note_document("decision", first.model_copy(update={"licence_id": "another"}), by(SYSTEM))
    assert (case.documents["decision"], types(case).count("DocumentIssued")) == (first, 1)
    assert only(case, "DocumentIssued").data == {
        "kind": "decision",
        "licence_id": "licence-decision",
        "sha256": "d" * 64,
    }


@pytest.mark.parametrize("build", [a_draft, a_reviewed_case])
def test_there_is_no_document_of_a_decision_that_was_not_made(build):
    case = build()
    with pytest.raises(errors.NotNow):
        issue(case)
    issue(case, kind="receipt")
    assert (set(case.documents), case.is_released) == ({"receipt"}, False)


def test_a_grant_goes_as_the_applicant_chose():
    case = a_released_case()
    assert case.delivery_way is DeliveryWay.COURIER
    case.form = filled_in(ITEM, delivery_way="ELECTRONIC")
    assert case.delivery_way is DeliveryWay.ELECTRONIC


def test_a_way_that_the_item_does_not_offer_is_electronic():
    case = a_decided_case(changed(ITEM, delivery=["ELECTRONIC"]))
    assert case.delivery_way is DeliveryWay.ELECTRONIC


def test_a_denial_is_served_electronically():
    case = a_decided_case(outcome=Outcome.DENIED)
    issue(case)
    start(case)
    assert (case.fulfilment.way, only(case, "DeliveryStarted").data["way"]) == (DeliveryWay.ELECTRONIC, "ELECTRONIC")


@pytest.mark.parametrize("build", [a_draft, a_reviewed_case, a_decided_case])
def test_only_a_released_result_goes_out(build):
    with pytest.raises(errors.NotNow):
        start(build())


@pytest.mark.parametrize("has_arrived", [False, True])
def test_going_out_twice_is_going_out_once(has_arrived):
    case = a_released_case()
    start(case)
    if has_arrived:
        arrive(case)
    case.start_delivery("shipment-2", by(SYSTEM))
    assert (case.fulfilment.shipment_id, types(case).count("DeliveryStarted")) == ("shipment-1", 1)


def test_arriving_starts_the_time_to_rate():
    case = a_released_case()
    start(case)
    arrive(case, on(3, 4))
    assert (case.status, case.stage, case.fulfilment.delivered_at) == (
        Status.DELIVERED,
        Stage.EVALUATION,
        on(3, 4),
    )
    assert (case.clock.kind, case.clock.promised) == (ClockKind.EVALUATION, "2026-03-16")
    arrive(case, on(3, 5))
    assert types(case).count("Delivered") == 1


def test_what_never_left_does_not_arrive():
    case = a_released_case()
    arrive(case)
    assert (case.status, types(case)[-1]) == (Status.DECIDED, "FeeSettled")


def test_a_parcel_that_came_back_goes_out_again():
    case = a_released_case()
    start(case)
    case.note_delivery_failed("returned", by(SYSTEM))
    assert (case.stage, only(case, "DeliveryFailed").data) == (
        Stage.DELIVERY,
        {"shipment_id": "shipment-1", "why": "returned"},
    )
    arrive(case)
    assert case.stage is Stage.EVALUATION


@pytest.mark.parametrize("build", [a_released_case, a_delivered_case])
def test_only_what_is_on_its_way_comes_back(build):
    case = build()
    version = case.version
    case.note_delivery_failed("returned", by(SYSTEM))
    assert case.version == version


@pytest.mark.parametrize("level", [1, 5])
def test_how_the_service_was_rated_is_not_told_to_those_who_were_rated(level):
    case = a_delivered_case()
    evaluate(case, level)
    told = timeline(case.number, case.pending, on(3, 6), "en", internal=True).entries[-1]
    assert (told.what, told.data) == ("Evaluated", {})


def test_a_rating_after_delivery_closes_the_window():
    case = a_delivered_case()
    evaluate(case, 2)
    assert (case.status, case.stage, case.clock) == (Status.EVALUATED, Stage.ARCHIVE, None)
    assert only(case, "Evaluated").data == {}


def test_a_service_is_rated_once():
    case = a_delivered_case()
    evaluate(case)
    evaluate(case, 1)
    assert types(case).count("Evaluated") == 1


def test_nobody_has_to_rate():
    case = a_delivered_case()
    tick(case, on(3, 12, 23))
    assert case.stage is Stage.EVALUATION
    tick(case, on(3, 13, 0))
    assert (case.status, case.stage, case.clock) == (Status.DELIVERED, Stage.ARCHIVE, None)
    assert types(case)[-1] == "EvaluationWindowClosed"
    evaluate(case)
    assert "Evaluated" not in types(case)


@pytest.mark.parametrize("build", [a_draft, a_reviewed_case])
def test_nothing_is_rated_before_it_is_concluded(build):
    case = build()
    evaluate(case)
    assert ("Evaluated" in types(case), case.evaluation_closed) == (False, False)


@pytest.mark.parametrize("when", ["decided", "issued", "under way"])
def test_a_rating_before_delivery_is_kept_and_the_case_still_reaches_the_archive(when):
    case = a_decided_case(joint_item())
    steps = {"decided": lambda: issue(case), "issued": lambda: start(case), "under way": lambda: arrive(case)}
    for moment, step in steps.items():
        if moment == when:
            evaluate(case, 4)
        step()
    assert (case.stage, case.clock) == (Stage.ARCHIVE, None)
    archive(case)
    assert (case.status, case.stage) == (Status.ARCHIVED, Stage.CLOSED)
    assert only(case, "Evaluated").data == {}


def test_the_archive_counts_the_events_and_is_the_end():
    case = a_delivered_case()
    evaluate(case)
    archive(case)
    assert only(case, "Archived").data == {"events": case.version, "package_sha256": PACKAGE.sha256}
    version = case.version
    archive(case)
    tick(case, on(12, 31))
    evaluate(case)
    deliver(case)
    assert case.version == version


@pytest.mark.parametrize("build", [a_draft, a_reviewed_case, a_released_case, a_delivered_case])
def test_nothing_else_is_archived(build):
    case = build()
    archive(case)
    assert case.status is not Status.ARCHIVED


def test_a_denied_case_reaches_the_archive_too():
    case = a_decided_case(outcome=Outcome.DENIED)
    issue(case)
    start(case)
    arrive(case)
    evaluate(case, 1)
    archive(case)
    assert case.status is Status.ARCHIVED


def test_trouble_is_said_once_and_gone_with_the_next_step():
    case = a_decided_case()
    for _ in range(2):
        case.note_trouble("case-lifecycle", "States.Timeout", by(SYSTEM))
    assert (case.trouble, types(case).count("TroubleRecorded")) == ("States.Timeout", 1)
    issue(case)
    assert case.trouble == ""

"""Driving-licence renewal from the first word to the archive, through the case's own methods."""

from chalicelib.cases.vocabulary import Advice, Outcome, Stage, Status
from chalicelib.kernel.chain import verify
from chalicelib.kernel.events import SYSTEM
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    PACKAGE,
    SOURCE,
    a_new_case,
    advise,
    by,
    check,
    deliver,
    field,
    filled_in,
    issue,
    material,
    obtained,
    pay,
    sign,
    submit,
    tick,
    types,
    upload,
)
from tests.support.clocks import on
from tests.support.items import joint_item, seeded_item

ITEM = seeded_item()


def test_stage_after_every_step_and_events_in_order():
    case = a_new_case()
    steps = [
        (lambda: case.resolve_material(obtained(case.materials["medical-certificate"]), by(SOURCE)), "DRAFT/FILING"),
        (lambda: case.save_form(filled_in(ITEM), ITEM, by(APPLICANT)), "DRAFT/FILING"),
        (lambda: upload(case, "photo"), "DRAFT/FILING"),
        (lambda: sign(case, ITEM), "DRAFT/FILING"),
        (lambda: submit(case), "SUBMITTED/ACCEPTANCE"),
        (
            lambda: check(case, "reviewer", field("/residence_address"), material("photo")),
            "CORRECTION_REQUESTED/ACCEPTANCE",
        ),
        (
            lambda: case.save_form(
                filled_in(ITEM, residence_address="海口市龙华区虚构路九号"), ITEM, by(APPLICANT, on(3, 3))
            ),
            "CORRECTION_REQUESTED/ACCEPTANCE",
        ),
        (lambda: upload(case, "photo", "upload-2", on(3, 3)), "CORRECTION_REQUESTED/ACCEPTANCE"),
        (lambda: submit(case, at=on(3, 3)), "SUBMITTED/ACCEPTANCE"),
        (lambda: check(case, "reviewer", at=on(3, 4)), "ACCEPTED/REVIEW"),
        (lambda: issue(case, on(3, 4), "receipt"), "ACCEPTED/REVIEW"),
        (lambda: advise(case, "reviewer", on(3, 4)), "IN_REVIEW/DECISION"),
        (lambda: case.decide(Outcome.GRANTED, "符合条件", by(HEAD, on(3, 4, 15)), CALENDAR), "DECIDED/ISSUE"),
        (lambda: issue(case, on(3, 4, 15)), "DECIDED/FEE"),
        (lambda: pay(case, on(3, 4, 16)), "DECIDED/DELIVERY"),
        (lambda: case.start_delivery("shipment-1", by(SYSTEM, on(3, 5))), "DELIVERING/DELIVERY"),
        (lambda: case.note_delivered(by(SYSTEM, on(3, 6)), CALENDAR), "DELIVERED/EVALUATION"),
        (lambda: case.note_evaluated(5, by(SYSTEM, on(3, 7))), "EVALUATED/ARCHIVE"),
        (lambda: case.archive(PACKAGE, by(SYSTEM, on(3, 7))), "ARCHIVED/CLOSED"),
    ]
    seen = []
    for step, expected in steps:
        step()
        seen.append((f"{case.status}/{case.stage}", expected))
    assert [stands for stands, _ in seen] == [expected for _, expected in seen]
    assert types(case) == [
        "DraftOpened",
        "MaterialResolved",
        "FormSaved",
        "UploadExpected",
        "MaterialReceived",
        "PromiseSigned",
        "Submitted",
        "ClockStarted",
        "CheckRecorded",
        "CorrectionRequested",
        "ClockStopped",
        "ClockStarted",
        "FormSaved",
        "UploadExpected",
        "MaterialReceived",
        "Submitted",
        "ClockStopped",
        "ClockStarted",
        "CheckRecorded",
        "Accepted",
        "ClockStopped",
        "ClockStarted",
        "ReviewOpened",
        "DocumentIssued",
        "OpinionGiven",
        "Decided",
        "ClockStopped",
        "ClockStarted",
        "DocumentIssued",
        "FeeRequested",
        "FeeSettled",
        "DeliveryStarted",
        "Delivered",
        "ClockStopped",
        "ClockStarted",
        "ClockStopped",
        "Evaluated",
        "Archived",
    ]
    assert verify(case.pending) == case.head
    assert case.version == len(case.pending)
    assert (case.clock, case.desks) == (None, ())


def test_the_clocks_of_that_life_follow_one_another_with_their_dates():
    case = a_new_case()
    case.resolve_material(obtained(case.materials["medical-certificate"]), by(SOURCE))
    case.save_form(filled_in(ITEM), ITEM, by(APPLICANT))
    upload(case, "photo")
    sign(case, ITEM)
    submit(case)
    check(case, "reviewer", material("photo"))
    upload(case, "photo", "upload-2", on(3, 20))
    submit(case, at=on(3, 20))
    check(case, "reviewer", at=on(3, 23))
    advise(case, "reviewer", on(3, 23))
    case.decide(Outcome.GRANTED, "符合条件", by(HEAD, on(3, 23)), CALENDAR)
    issue(case, on(3, 23))
    pay(case, on(3, 23))
    deliver(case, on(3, 25))
    tick(case, on(4, 8))
    started = [
        (event.data["clock"], event.data["kind"], event.data["due"], event.data["statutory"])
        for event in case.pending
        if event.type == "case.ClockStarted"
    ]
    assert started == [
        (1, "CHECK", "2026-03-09", "2026-03-09"),
        (2, "CORRECTION", "2026-03-23", "2026-03-23"),
        (3, "CHECK", "2026-03-27", "2026-03-27"),
        (4, "HANDLING", "2026-03-23", "2026-03-24"),
        (5, "SERVICE", "2026-04-07", "2026-04-07"),
        (6, "EVALUATION", "2026-04-07", "2026-04-07"),
    ]
    assert case.stage is Stage.ARCHIVE


def test_the_joint_case_waits_for_every_desk_and_for_its_fee():
    item = joint_item()
    case = a_new_case(item)
    case.resolve_material(obtained(case.materials["charter"]), by(SOURCE))
    case.save_form(filled_in(item), item, by(APPLICANT))
    upload(case, "plan")
    sign(case, item)
    submit(case, item)
    check(case, "fire", item=item)
    assert (case.status, case.desks) == (Status.SUBMITTED, ("reviewer",))
    check(case, "reviewer", item=item)
    assert (case.status, case.desks) == (Status.ACCEPTED, ("reviewer", "fire"))
    advise(case, "fire", on(3, 3))
    advise(case, "reviewer", on(3, 4), Advice.DENY)
    assert (case.stage, case.desks) == (Stage.REVIEW, ("panel",))
    advise(case, "panel", on(3, 5))
    assert (case.stage, case.desks) == (Stage.FEE, ())
    pay(case, on(3, 6))
    assert (case.stage, case.desks) == (Stage.DECISION, ("head",))
    case.decide(Outcome.GRANTED, "符合条件", by(HEAD, on(3, 6)), CALENDAR)
    issue(case, on(3, 6))
    assert case.stage is Stage.DELIVERY

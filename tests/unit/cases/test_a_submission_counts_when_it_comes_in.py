"""Received on whatever day it is; the next working day is day 1 of the check."""

import pytest

from chalicelib.cases import errors
from chalicelib.cases.vocabulary import ClockKind, Status
from chalicelib.kernel.canonical import canonical_json, sha256_hex
from tests.support.cases import (
    APPLICANT,
    NUMBER,
    a_case_to_correct,
    a_draft,
    a_submitted_case,
    an_accepted_case,
    by,
    check,
    filled_in,
    material,
    only,
    sha_of,
    submit,
    tick,
    types,
    upload,
)
from tests.support.clocks import on
from tests.support.items import joint_item, seeded_item

ITEM = seeded_item()


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (on(2, 10), "2026-02-24"),
        (on(9, 18), "2026-09-24"),
        (on(9, 30), "2026-10-13"),
        (on(5, 9), "2026-05-15"),
        (on(2, 15), "2026-02-28"),
        (on(3, 8), "2026-03-13"),
        (on(3, 8, 0), "2026-03-13"),
        (on(3, 8, 23), "2026-03-13"),
    ],
    ids=[
        "before the Spring Festival",
        "a make-up Sunday counts",
        "before the National Day",
        "a make-up Saturday",
        "a Sunday in the Spring Festival",
        "Sunday",
        "Sunday 00:00",
        "Sunday 23:00",
    ],
)
def test_the_check_ends_five_working_days_after_that_very_day(at, due):
    case = a_submitted_case(at=at)
    assert case.submitted_at == at
    assert (case.clock.kind, case.clock.promised, case.clock.statutory) == (ClockKind.CHECK, due, due)
    assert only(case, "ClockStarted").data == {
        "clock": 1,
        "kind": "CHECK",
        "due": due,
        "statutory": due,
        "legal_basis": "行政许可法第三十二条",
    }


def test_what_was_handed_in_is_in_the_history_by_its_hashes():
    assert only(a_submitted_case(), "Submitted").data == {
        "number": NUMBER,
        "round": 1,
        "form_sha256": sha256_hex(canonical_json(filled_in(ITEM))),
        "materials": {
            "medical-certificate": "certificate-medical-certificate",
            "photo": sha_of("upload-photo"),
        },
    }


@pytest.mark.parametrize("build", [a_submitted_case, an_accepted_case])
def test_submitting_twice_is_told_the_number_and_the_case(build):
    case = build()
    version = case.version
    with pytest.raises(errors.AlreadySubmitted) as refused:
        submit(case, number="46010020260302000029")
    assert refused.value.facts == {"number": NUMBER, "case_id": "case-1"}
    assert (case.number, case.version) == (NUMBER, version)


def test_a_resubmission_keeps_the_number_and_opens_a_new_check():
    case = a_case_to_correct(material("photo"))
    upload(case, "photo", "upload-2", on(3, 6))
    submit(case, at=on(3, 6), number="46010020260306000029")
    assert (case.number, case.rounds, case.status) == (NUMBER, 2, Status.SUBMITTED)
    assert (case.clock.kind, case.clock.promised) == (ClockKind.CHECK, "2026-03-13")
    assert case.desks == ("reviewer",)


def test_every_desk_checks_again_after_a_resubmission():
    item = joint_item()
    case = a_case_to_correct(material("plan"), item=item)
    upload(case, "plan", "upload-2")
    submit(case, item)
    assert case.desks == ("reviewer", "fire")
    check(case, "reviewer", item=item)
    assert case.status is Status.SUBMITTED


def test_who_took_the_application_back_is_not_told_that_it_was_submitted():
    case = a_submitted_case()
    case.withdraw("不再需要", by(APPLICANT))
    with pytest.raises(errors.NotNow) as refused:
        submit(case)
    assert refused.value.facts == {"case_status": "WITHDRAWN"}


def test_a_refused_submission_leaves_nothing_behind():
    case = a_draft()
    case.promise = None
    version = case.version
    with pytest.raises(errors.PromiseMissing):
        submit(case)
    assert (case.number, case.rounds, case.clock, case.version) == ("", 0, None, version)


def test_a_check_that_nobody_finished_is_still_running_in_its_last_second():
    case = a_submitted_case()
    tick(case, on(3, 9, 23))
    assert case.status is Status.SUBMITTED
    assert "DeemedAccepted" not in types(case)

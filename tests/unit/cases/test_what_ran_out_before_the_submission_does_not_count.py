"""A draft may live for months: what was good when it came into it has to be good when the papers are handed in."""

import datetime as dt

import pytest

from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases import errors
from chalicelib.cases.model import Case
from chalicelib.cases.showing import case_view
from chalicelib.cases.vocabulary import SlotState, Status
from chalicelib.kernel.working_time import Limit, Unit
from chalicelib.materials.vault.validity import SaidBy, Validity
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    a_draft,
    a_new_case,
    by,
    check,
    filled_in,
    material,
    obtained,
    sign,
    submit,
    upload,
)
from tests.support.clocks import on
from tests.support.items import seeded_item
from tests.support.kept import kept_photo
from tests.support.memory_table import MemoryTable

LAST_DAY, OVER = on(3, 20, 23), on(3, 21, 0)
UNTIL = dt.date(2026, 3, 20)
GOOD_TO_THE_20TH = Validity(
    since=dt.date(2026, 3, 10), limit=Limit(amount=10, unit=Unit.CALENDAR_DAY), said_by=SaidBy.ITEM
)
SHARED = "medical-certificate"


def draft_with(**known: str) -> Case:
    """Ready to be submitted; of its certificate this is known."""
    case = a_draft()
    slot = case.materials[SHARED].model_copy(update={"valid_to": UNTIL.isoformat(), **known})
    case.materials = {**case.materials, SHARED: slot}
    return case


def reusing() -> Case:
    """A draft in which a kept photo, good to the 20th, stands for the required one."""
    case = a_new_case()
    case.materials = {code: obtained(it) if code == SHARED else it for code, it in case.materials.items()}
    case.save_form(filled_in(seeded_item()), seeded_item(), by(APPLICANT))
    sign(case, seeded_item())
    kept = kept_photo(UnitOfWork(MemoryTable(), by(APPLICANT)), case.owner_id)
    case.reuse_material("photo", kept, GOOD_TO_THE_20TH, by(APPLICANT))
    return case


def refused(case: Case, at: dt.datetime) -> list[tuple[str, str]]:
    with pytest.raises(errors.MaterialsMissing) as refusal:
        submit(case, at=at)
    return [(it.pointer, it.detail.en) for it in refusal.value.pointers]


def test_on_its_last_day_a_certificate_counts() -> None:
    case = draft_with()
    submit(case, at=LAST_DAY)
    assert case.materials[SHARED].state is SlotState.OBTAINED


def test_the_day_after_it_is_missing_is_said_to_have_run_out_and_may_be_uploaded() -> None:
    case = draft_with()
    ((place, why),) = refused(case, OVER)
    assert place == f"#/materials/{SHARED}" and why.startswith("It has run out; bring a new one: ")
    shown = next(it for it in case_view(case, "en", now=OVER, calendar=CALENDAR).materials if it.code == SHARED)
    assert (shown.state, shown.why, shown.valid_to) == ("TO_UPLOAD", "has-run-out", "")
    upload(case, SHARED, at=OVER)
    submit(case, at=OVER)
    assert (case.status, case.materials[SHARED].why) == (Status.SUBMITTED, "uploaded-by-applicant")


def test_what_is_reused_runs_out_too_and_is_brought_anew() -> None:
    case = reusing()
    assert [place for place, _ in refused(case, OVER)] == ["#/materials/photo"]
    upload(case, "photo", at=OVER)
    submit(case, at=OVER)
    assert case.materials["photo"].certificate_id == ""


def test_on_its_last_day_what_is_reused_counts() -> None:
    case = reusing()
    submit(case, at=LAST_DAY)
    assert case.materials["photo"].why == "kept-reused"


def test_what_a_base_confirmed_and_what_has_no_last_day_stand() -> None:
    for known in ({"why": "confirmed-by-base"}, {"valid_to": ""}):
        case = draft_with(**known)
        submit(case, at=OVER)
        assert case.materials[SHARED].state is SlotState.OBTAINED


def test_what_was_handed_in_in_time_counts_when_the_case_is_corrected() -> None:
    case = draft_with()
    submit(case, at=LAST_DAY)
    check(case, "reviewer", material("photo"), at=LAST_DAY)
    upload(case, "photo", "upload-2", OVER)
    submit(case, at=OVER)
    assert (case.rounds, case.materials[SHARED].state) == (2, SlotState.OBTAINED)

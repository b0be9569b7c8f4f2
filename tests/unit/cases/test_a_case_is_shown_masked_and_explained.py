import json

import pytest

from chalicelib.cases.lines import CaseCard
from chalicelib.cases.showing import WHY, case_view, deadline_view, summary
from chalicelib.cases.vocabulary import ClockKind, Outcome
from chalicelib.kernel.calendar import ONE_DAY
from chalicelib.kernel.text import Language
from chalicelib.materials.model import WhyRefused
from tests.support.cases import (
    CALENDAR,
    WHO,
    a_case_to_correct,
    a_decided_case,
    a_delivered_case,
    a_new_case,
    a_released_case,
    a_submitted_case,
    an_accepted_case,
    an_accepted_case_with_materials_to_follow,
    extend,
    field,
    issue,
    material,
    not_obtained,
    pause,
    resume,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item, seeded_item

JOINT = joint_item()
CODES = {
    "asking-source",
    "held-by-source",
    "not-held",
    "source-unavailable",
    "only-the-applicant-has-it",
    "upload-expected",
    "uploaded-by-applicant",
    *WhyRefused,
}


def shown(case, language: Language = "zh-CN", now=None):
    return case_view(case, language, now=now or on(3, 2), calendar=CALENDAR)


@pytest.mark.parametrize("build", [a_new_case, a_submitted_case, a_delivered_case])
def test_name_number_and_mobile_are_masked(build):
    view = shown(build())
    assert (view.applicant_name, view.applicant_id_number, view.applicant_mobile) == (
        "王**",
        "460105********2215",
        "138****0001",
    )
    but_the_form = json.dumps(view.model_dump(mode="json", exclude={"form"}), ensure_ascii=False)
    assert not [personal for personal in (WHO.name, WHO.id_number, WHO.mobile) if personal in but_the_form]


def test_a_line_of_a_list_holds_no_personal_data():
    assert summary(CaseCard.of(a_submitted_case()), "en").model_dump() == {
        "id": "case-1",
        "number": "46010020260302000013",
        "item_name": "Driving-licence renewal on expiry",
        "status": "SUBMITTED",
        "stage": "ACCEPTANCE",
        "due": "2026-03-09",
        "bring_by": None,
    }
    assert summary(CaseCard.of(an_accepted_case_with_materials_to_follow()), "en").bring_by == "2026-03-09"
    assert summary(CaseCard.of(a_new_case()), "zh-CN").due is None


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_state_of_a_material_is_explained_in_both_languages(code):
    assert WHY[code].zh
    assert WHY[code].en
    assert WHY[code].zh != WHY[code].en


def test_a_material_says_where_it_comes_from_and_why():
    shared, photo = shown(a_submitted_case(), "en").materials
    assert (shared.state, shared.explanation, shared.source, shared.valid_to) == (
        "OBTAINED",
        "Obtained from its source: nothing to bring",
        "卫生健康部门证照库",
        "2026-12-31",
    )
    assert (photo.name, photo.explanation) == ("Recent photo on a white background", "Uploaded and checked")
    assert shown(a_submitted_case()).materials[1].explanation == "已上传并通过检查"


def test_a_source_that_does_not_answer_is_explained():
    case = a_new_case()
    slot = case.materials["medical-certificate"]
    case.materials = {slot.code: not_obtained(slot, "source-unavailable")}
    assert shown(case, "en").materials[0].explanation == "The source does not answer now: please upload it"


def test_an_item_without_an_english_name_keeps_its_own():
    assert shown(a_new_case(changed(seeded_item(), name={"zh": "换证"})), "en").item_name == "换证"


def test_a_correction_shows_what_was_rejected():
    view = shown(a_case_to_correct(field("/residence_address"), material("photo")))
    assert [(point.at, point.rejected[:4]) for point in view.correction.points] == [
        ("/residence_address", '"海口市'),
        ("photo", "7570"),
    ]


def test_who_holds_it_now_is_shown():
    assert shown(a_submitted_case(JOINT)).held_by == ("reviewer", "fire")
    assert shown(a_delivered_case(JOINT)).held_by == ()


def test_fee_decision_documents_and_delivery_appear_when_they_are_there():
    early, late = shown(a_submitted_case()), shown(a_released_case())
    assert (early.fee, early.decision, early.documents, early.delivery_way) == (None, None, [], None)
    assert (late.fee.amount_fen, late.decision, late.documents[0].kind) == (1000, "GRANTED", "decision")
    assert shown(a_delivered_case()).shipment_id == "shipment-1"


def test_a_denial_shows_its_reasons():
    case = a_decided_case(outcome=Outcome.DENIED)
    issue(case)
    assert (shown(case).decision, shown(case).decision_reason) == ("DENIED", "符合法定条件")


@pytest.mark.parametrize(
    ("day", "lamp", "why"),
    [
        (3, "green", "IN_TIME"),
        (13, "yellow", "NEARLY_DUE"),
        (17, "red", "PAST_PROMISED"),
        (31, "deep_red", "PAST_STATUTORY"),
    ],
)
def test_the_lamp_says_how_the_limit_stands(day, lamp, why):
    clock = shown(an_accepted_case(JOINT), now=on(3, day)).clock
    assert (clock.kind, clock.due, clock.statutory, clock.lamp.lamp, clock.lamp.reason) == (
        "HANDLING",
        "2026-03-16",
        "2026-03-30",
        lamp,
        why,
    )


def deadline(case):
    return deadline_view(case.clock.kind, case.clock.ledger, CALENDAR)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (on(2, 10), "2026-02-24"),
        (on(9, 18), "2026-09-24"),
        (on(9, 30), "2026-10-13"),
        (on(2, 15), "2026-02-28"),
        (on(5, 9), "2026-05-15"),
    ],
)
def test_a_golden_date_is_explained_day_by_day(at, due):
    view = deadline(a_submitted_case(at=at))
    days = view.promised_days
    assert (view.kind, view.promised, view.statutory) == (ClockKind.CHECK, due, due)
    assert (days[0]["date"], days[-1]["date"], days[-1]["number"]) == (f"{at:%Y-%m-%d}", due, 5)
    assert [day["number"] for day in days if day["counted"]] == [1, 2, 3, 4, 5]
    assert days[0]["en"].endswith("the first day is not counted")
    assert all(day["zh"] and day["en"] for day in days)
    assert len(days) == (on(int(due[5:7]), int(due[8:])).date() - at.date()) // ONE_DAY + 1


def test_a_pause_and_an_extension_are_in_the_explanation():
    case = an_accepted_case(changed(JOINT, limits={"statutory": {"amount": 20}, "promised": {"amount": 20}}))
    pause(case, on(3, 5))
    resume(case, on(3, 13))
    view = deadline(case)
    assert (view.statutory, view.statutory_days[-1]["number"]) == ("2026-04-08", 20)
    excluded = [day["date"] for day in view.statutory_days if day["excluded_by"] is not None]
    assert (excluded[0], excluded[-1]) == ("2026-03-06", "2026-03-13")
    assert {view.entries[day["excluded_by"]]["procedure"] for day in view.statutory_days if day["excluded_by"]} == {
        "HEARING"
    }
    extend(case, 10, on(3, 16))
    assert [entry["kind"] for entry in deadline(case).entries] == ["start", "pause", "resume", "extend"]
    assert deadline(case).statutory_days[-1]["number"] == 30


def test_a_provisional_date_says_so():
    case = a_submitted_case(at=on(12, 29))
    assert deadline(case).provisional
    assert shown(case, now=on(12, 29)).clock.provisional

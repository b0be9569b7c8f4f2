"""Time is attributed to the party whose move it was, so that nobody looks faster by waiting."""

import datetime as dt

import pytest

from chalicelib.cases import archive_events, clock_events, events
from chalicelib.cases.late import events as late_events
from chalicelib.cases.model import Case
from chalicelib.cases.timeline import WORDS, Holder, held, timeline
from chalicelib.cases.vocabulary import Outcome
from chalicelib.kernel.clock_entries import PauseReason
from chalicelib.kernel.events import SYSTEM, Event
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    SOURCE,
    a_new_case,
    a_submitted_case,
    advise,
    advise_all,
    an_accepted_case,
    by,
    check,
    filled_in,
    issue,
    material,
    obtained,
    pause,
    resume,
    sign,
    submit,
    tick,
    upload,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item, seeded_item

ITEM, JOINT = seeded_item(), joint_item()
END = on(3, 20)


def hours(case: Case, until: dt.datetime = END) -> dict[str, float]:
    return {str(holder): time / dt.timedelta(hours=1) for holder, time in held(case.pending, until) if time}


def decide(case: Case, at: dt.datetime) -> None:
    case.decide(Outcome.GRANTED, "符合条件", by(HEAD, at), CALENDAR)


def start(case: Case, at: dt.datetime) -> None:
    case.start_delivery("shipment-1", by(SYSTEM, at))


def test_every_event_of_a_case_has_words_in_both_languages():
    kinds = {
        kind.type
        for kind in (vars(events) | vars(clock_events) | vars(archive_events) | vars(late_events)).values()
        if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
    }
    assert kinds == set(WORDS)
    assert all(words.zh and words.en and words.zh != words.en for words, _ in WORDS.values())


def test_every_event_type_is_used_once():
    modules = {module.__name__ for module in (events, clock_events, archive_events, late_events)}
    kinds = [kind for kind in Event.__subclasses__() if kind.__module__ in modules]
    assert len({kind.type for kind in kinds}) == len(kinds)
    assert all(kind.type == f"case.{kind.__name__}" for kind in kinds)


def test_a_whole_life_is_shared_out_to_the_second():
    case = a_new_case(at=on(3, 2, 8))
    case.resolve_material(obtained(case.materials["medical-certificate"]), by(SOURCE, on(3, 2, 8)))
    case.save_form(filled_in(ITEM), ITEM, by(APPLICANT, on(3, 2, 9)))
    upload(case, "photo", at=on(3, 2, 9))
    sign(case, ITEM, on(3, 2, 9))
    submit(case, at=on(3, 2, 10))
    check(case, "reviewer", material("photo"), at=on(3, 2, 13))
    upload(case, "photo", "upload-2", on(3, 2, 17))
    submit(case, at=on(3, 2, 18))
    check(case, "reviewer", at=on(3, 3, 9))
    advise(case, "reviewer", on(3, 3, 10))
    decide(case, on(3, 3, 11))
    issue(case, on(3, 3, 12))
    case.request_fee("order-1", by(SYSTEM, on(3, 3, 13)))
    case.note_fee_settled("order-1", by(SYSTEM, on(3, 3, 20)))
    start(case, on(3, 4, 8))
    case.note_delivered(by(SYSTEM, on(3, 6, 8)), CALENDAR)
    assert hours(case) == {
        "APPLICANT": 2 + 5 + 7,
        "DEPARTMENT": 3 + 17,
        "SYSTEM": 2 + 12,
        "COURIER": 48,
    }
    assert sum(hours(case).values()) == 4 * 24


def test_waiting_for_a_correction_is_the_applicant_s_time():
    case = a_submitted_case(at=on(3, 2))
    check(case, "reviewer", material("photo"), at=on(3, 3))
    assert hours(case, on(3, 13)) == {"DEPARTMENT": 24, "APPLICANT": 240}


def test_a_special_procedure_is_its_own_time():
    case = an_accepted_case(JOINT)
    pause(case, on(3, 5))
    resume(case, on(3, 13))
    assert hours(case) == {"DEPARTMENT": (3 + 7) * 24, "SPECIAL_PROCEDURE": 8 * 24}


def test_an_ordinary_hold_is_the_department_s_own_time():
    case = an_accepted_case(JOINT)
    pause(case, on(3, 5), PauseReason.ORDINARY_HOLD)
    assert hours(case) == {"DEPARTMENT": 18 * 24}
    resume(case, on(3, 13))
    assert hours(case) == {"DEPARTMENT": 18 * 24}


def test_a_decision_ends_the_procedure_that_was_never_resumed():
    case = an_accepted_case()
    advise_all(case)
    pause(case, on(3, 2, 11))
    decide(case, on(3, 2, 15))
    assert hours(case, on(3, 2, 16)) == {"DEPARTMENT": 1, "SPECIAL_PROCEDURE": 4, "SYSTEM": 1}


def test_a_fee_before_the_decision_hands_the_case_back_to_the_department():
    case = an_accepted_case(JOINT)
    advise_all(case)
    case.request_fee("order-1", by(SYSTEM, on(3, 3)))
    case.note_fee_settled("order-1", by(SYSTEM, on(3, 4)))
    decide(case, on(3, 9))
    assert hours(case, on(3, 9)) == {"DEPARTMENT": (1 + 5) * 24, "APPLICANT": 24}


def test_a_hold_while_the_fee_is_owed_is_not_the_department_s_time():
    case = an_accepted_case(JOINT)
    advise_all(case)
    case.request_fee("order-1", by(SYSTEM, on(3, 3)))
    pause(case, on(3, 4), PauseReason.ORDINARY_HOLD)
    resume(case, on(3, 6))
    assert hours(case, on(3, 7)) == {"DEPARTMENT": 24, "APPLICANT": 4 * 24}


def test_an_electronic_result_never_was_a_courier_s():
    item = changed(ITEM, fee=None)
    case = a_submitted_case(item)
    case.form = filled_in(item, delivery_way="ELECTRONIC")
    check(case, "reviewer", item=item)
    advise(case, "reviewer")
    decide(case, on(3, 2))
    issue(case, on(3, 2))
    start(case, on(3, 3))
    assert hours(case, on(3, 4)) == {"SYSTEM": 48}


def test_money_that_comes_too_late_wakes_nobody_up():
    case = an_accepted_case(JOINT)
    advise_all(case)
    case.request_fee("order-1", by(SYSTEM))
    case.withdraw("不再需要", by(APPLICANT, on(3, 3)))
    case.note_fee_settled("order-1", by(SYSTEM, on(3, 4)))
    assert hours(case) == {"APPLICANT": 24}


@pytest.mark.parametrize("end", ["withdrawn", "refused", "lapsed"])
def test_an_ended_case_is_nobody_s(end):
    case = a_submitted_case()
    if end == "withdrawn":
        case.withdraw("不再需要", by(APPLICANT, on(3, 3)))
    elif end == "refused":
        case.refuse_acceptance("不符合条件", "", by(HEAD, on(3, 3)))
    else:
        check(case, "reviewer", material("photo"))
        tick(case, on(3, 24, 0))
    assert sum(hours(case, on(3, 24, 0)).values()) == sum(hours(case, on(12, 31)).values())


def test_what_is_not_over_goes_on_counting():
    case = a_submitted_case()
    assert hours(case, on(3, 3)) == {"DEPARTMENT": 24}
    assert hours(case, on(3, 4)) == {"DEPARTMENT": 48}


def test_the_timeline_reads_in_order_in_the_reader_s_language():
    case = a_submitted_case()
    chinese = timeline(case.number, case.pending, on(3, 2, 12), "zh-CN", internal=True)
    english = timeline(case.number, case.pending, on(3, 2, 12), "en", internal=True)
    assert [entry.sequence for entry in chinese.entries] == list(range(1, case.version + 1))
    assert (chinese.entries[0].what, english.entries[0].what) == ("开始填写申请", "Draft opened")
    assert (chinese.case_id, chinese.number) == ("case-1", case.number)
    first = english.entries[0]
    assert (first.party, first.role, first.actor, first.at) == ("APPLICANT", "applicant", "account-1", on(3, 2))
    assert english.held[-1].model_dump() == {"holder": Holder.DEPARTMENT, "seconds": 7200}


def test_what_officials_say_among_themselves_is_not_told_to_the_applicant():
    case = an_accepted_case()
    advise(case, "reviewer", on(3, 3))
    seen = {
        internal: next(
            entry.data
            for entry in timeline(case.number, case.pending, on(3, 4), "en", internal=internal).entries
            if entry.type == "case.OpinionGiven"
        )
        for internal in (True, False)
    }
    assert seen[True]["reason"]
    assert seen[False] == {}

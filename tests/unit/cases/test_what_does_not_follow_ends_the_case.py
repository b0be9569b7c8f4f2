"""The last day of what was promised is over, and it did not come: the case ends by itself."""

import datetime as dt

import pytest

from chalicelib.cases import errors
from chalicelib.cases.late.model import LateState
from chalicelib.cases.vocabulary import Stage, Status
from tests.support.cases import (
    HEAD,
    by,
    expect,
    look_at,
    only,
    pause,
    receive,
    tick,
    types,
    upload,
)
from tests.support.clocks import on
from tests.support.late_cases import AFTER_RULES, accepted, ready_to_decide


def test_when_it_does_not_come_the_case_ends_and_the_promise_counts_as_broken() -> None:
    case = ready_to_decide()
    tick(case, AFTER_RULES)
    assert (case.status, case.stage, case.clock, case.desks) == (Status.TERMINATED, Stage.ARCHIVE, None, ())
    broken, promise = only(case, "PromiseToFollowBroken").data, case.late_promise
    assert promise is not None
    assert broken == {"materials": {"rules": "2026-03-09"}, "returned": [], "promise_sha256": promise.sha256}
    assert "材料rules" in case.refusal and "行政复议" in case.refusal and "重新提出申请" in case.refusal
    assert types(case)[-1] == "Terminated"
    before = case.version
    tick(case, on(3, 20))
    assert case.version == before


def test_what_was_returned_and_not_brought_again_ends_it_too() -> None:
    case = accepted()
    upload(case, "rules", at=on(3, 9))
    look_at(case, "rules", on(3, 9), wrong="缺少第二页")
    tick(case, AFTER_RULES)
    assert case.status is Status.ACCEPTED
    tick(case, on(3, 13, 0))
    assert case.status is Status.TERMINATED
    assert only(case, "PromiseToFollowBroken").data["returned"] == ["rules"]


def test_what_came_in_time_ends_nothing_however_late_somebody_looks() -> None:
    case = accepted()
    for code in ("rules", "contract"):
        upload(case, code, at=on(3, 9))
    tick(case, on(3, 20))
    assert case.status is Status.ACCEPTED


def test_too_late_is_too_late_though_no_timer_has_rung() -> None:
    case = accepted()
    with pytest.raises(errors.NotNow):
        upload(case, "rules", at=AFTER_RULES)


def test_a_file_sent_in_time_is_waited_for_an_hour() -> None:
    case = accepted()
    expect(case, "rules", "upload-1", AFTER_RULES - dt.timedelta(minutes=1))
    tick(case, AFTER_RULES)
    assert case.next_alarm is not None and case.next_alarm > AFTER_RULES
    receive(case, "rules", "upload-1", AFTER_RULES + dt.timedelta(minutes=20))
    tick(case, AFTER_RULES + dt.timedelta(hours=2))
    assert case.late_materials["rules"].state is LateState.BROUGHT


def test_one_that_never_arrives_is_waited_for_no_longer() -> None:
    case = accepted()
    expect(case, "rules", "upload-1", AFTER_RULES - dt.timedelta(minutes=1))
    tick(case, AFTER_RULES + dt.timedelta(hours=1))
    assert case.status is Status.TERMINATED
    receive(case, "rules", "upload-1", AFTER_RULES + dt.timedelta(hours=2))
    assert types(case)[-1] == "Terminated"


def test_a_file_that_is_refused_did_not_come() -> None:
    case = accepted()
    expect(case, "rules", "upload-1", on(3, 9))
    case.refuse_material("rules", upload_id="upload-1", why="malware-found", act=by(HEAD, on(3, 9)))
    tick(case, AFTER_RULES)
    assert case.status is Status.TERMINATED


def test_a_special_procedure_gives_no_more_time() -> None:
    case = accepted()
    pause(case, on(3, 4))
    assert case.next_alarm == on(3, 5, 9)
    tick(case, AFTER_RULES)
    assert case.status is Status.TERMINATED

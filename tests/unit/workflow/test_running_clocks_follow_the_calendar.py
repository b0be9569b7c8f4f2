"""A year's notice moves the dates of running cases: tried out first, then each by itself, and none is forgotten."""

import json

import pytest

from chalicelib.aws.table import Busy
from chalicelib.cases import store
from chalicelib.catalogue.calendars import service as calendars
from chalicelib.catalogue.calendars.notices import YearNotice
from chalicelib.jobs import store as jobs
from chalicelib.jobs.model import JobStatus
from chalicelib.jobs.service import run
from chalicelib.kernel.events import Actor, Party
from chalicelib.workflow import running_clocks
from chalicelib.workflow.calendar_jobs import check_calendar, recompute_deadlines
from tests.support.cases import (
    a_new_case,
    a_submitted_case,
    an_accepted_case,
    pause,
    stored,
    with_catalogue,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item
from tests.support.platform import FakePlatform

OFFICE = Actor(id="staff-office", party=Party.OFFICIAL, role="catalogue-manager")
HANDLERS = {calendars.CHECK: check_calendar, calendars.RECOMPUTE: recompute_deadlines}
PLENTY = 300_000
JOINT, DECEMBER = joint_item(), on(12, 29)


def holidays(*dates: str) -> list[dict[str, str]]:
    return [{"date": f"2027-{date}", "name_zh": "节日", "name_en": "Holiday"} for date in dates]


FIXED = ("05-01", "10-01", "10-02", "10-03", "02-05", "02-08", "02-09", "02-10")
NOTICE = YearNotice.model_validate(
    {
        "source": "虚构的2027年节假日安排通知",
        "document_number": "国办发明电〔2026〕9号",
        "holidays": holidays("01-01", "01-02", "01-03", "01-04", *FIXED),
        "make_up_workdays": [],
    }
)


@pytest.fixture
def cloud() -> FakePlatform:
    cloud = with_catalogue(FakePlatform(), JOINT)
    cloud.clock.instant = on(12, 30)
    return cloud


def keep(cloud, name, build=a_submitted_case, at=DECEMBER, item=JOINT):
    case = build(item, at=at, case_id=f"case-{name}")
    case.applicant = case.applicant.model_copy(update={"account_id": f"account-of-{name}"})
    case.number = case.number and f"number-of-{name}"
    return stored(cloud.table, case)


def tried(cloud):
    uow = cloud.unit_of_work(OFFICE)
    job = calendars.try_out(uow, 2027, NOTICE)
    uow.commit()
    return job.id


def announced(cloud):
    uow = cloud.unit_of_work(OFFICE)
    job = calendars.announce(uow, calendars.load_year(cloud.table, 2027), 2027, NOTICE)
    uow.commit()
    return job.id


def carried_out(cloud, job_id, remaining=lambda: PLENTY):
    return run(cloud, job_id, HANDLERS, remaining)


def report(cloud, job_id):
    lines = jobs.lines_behind(cloud.table, job_id, 0).values()
    return {line.label: (line.outcome, line.facts) for line in lines if line.outcome != running_clocks.LOOKED_AT}


def rows_of_cases(cloud):
    return {key: row for key, row in cloud.table.rows.items() if not key[0].startswith("JOB#")}


def dates(cloud, name):
    clock = store.load(cloud.table, f"case-{name}").clock
    return clock.promised, clock.statutory, clock.provisional


MOVES = {
    "clock": "CHECK",
    "promised_from": "2027-01-05",
    "promised_to": "2027-01-07",
    "statutory_from": "2027-01-05",
    "statutory_to": "2027-01-07",
}


def test_a_dry_run_tells_each_case_whose_date_would_move_and_changes_nothing(cloud):
    keep(cloud, "late")
    keep(cloud, "settled", at=on(12, 20))
    keep(cloud, "draft", a_new_case)
    before = rows_of_cases(cloud)
    job_id = tried(cloud)
    assert carried_out(cloud, job_id) is JobStatus.DONE
    assert report(cloud, job_id) == {"number-of-late": ("MOVED", MOVES)}
    assert rows_of_cases(cloud) == before


def test_of_both_dates_one_may_move_alone(cloud):
    keep(cloud, "hearing", an_accepted_case, at=on(12, 10))
    job_id = tried(cloud)
    carried_out(cloud, job_id)
    ((outcome, facts),) = report(cloud, job_id).values()
    assert (outcome, facts["promised_from"], facts["promised_to"]) == ("MOVED", "2026-12-24", "2026-12-24")
    assert (facts["statutory_from"], facts["statutory_to"]) == ("2027-01-07", "2027-01-11")


def test_a_date_that_is_settled_where_it_is_is_told_too(cloud):
    days = {"unit": "CALENDAR_DAY"}
    limits = {"promised": {"amount": 10, **days}, "statutory": {"amount": 20, **days}}
    keep(cloud, "1", an_accepted_case, at=on(12, 20), item=changed(JOINT, limits=limits))
    check, recompute = tried(cloud), announced(cloud)
    for job_id in (check, recompute):
        carried_out(cloud, job_id)
        ((outcome, facts),) = report(cloud, job_id).values()
        assert (outcome, facts["statutory_from"], facts["statutory_to"]) == ("SETTLED", "2027-01-11", "2027-01-11")
    assert dates(cloud, "1") == ("2026-12-30", "2027-01-11", False)


def test_an_announcement_moves_every_running_clock(cloud):
    for name in ("1", "2", "3"):
        keep(cloud, name)
    keep(cloud, "accepted", an_accepted_case)
    job_id = announced(cloud)
    assert carried_out(cloud, job_id) is JobStatus.DONE
    assert {dates(cloud, name) for name in ("1", "2", "3")} == {("2027-01-07", "2027-01-07", False)}
    assert len(report(cloud, job_id)) == 4
    work = cloud.table.rows["CASE#case-1", "WORK#reviewer"]
    assert json.loads(work["body"])["due"] == "2027-01-07"
    assert jobs.load(cloud.table, job_id).counts["MOVED"] == 4


def test_a_paused_clock_is_not_forgotten(cloud):
    case = keep(cloud, "heard", an_accepted_case)
    pause(case, on(12, 30))
    stored(cloud.table, case)
    assert case.clock.next_alarm is None
    carried_out(cloud, announced(cloud))
    assert not dates(cloud, "heard")[2]


def test_the_history_of_a_case_says_that_the_system_moved_it_within_which_job(cloud):
    keep(cloud, "1")
    job_id = announced(cloud)
    carried_out(cloud, job_id)
    _, history = store.load_history(cloud.table, "case-1")
    moved = next(event for event in history if event.type == "case.ClockRecomputed")
    assert (moved.actor.id, moved.correlation_id) == ("system", f"job-{job_id}")


def test_done_twice_is_done_once(cloud):
    keep(cloud, "1")
    carried_out(cloud, announced(cloud))
    before = rows_of_cases(cloud)
    uow = cloud.unit_of_work(OFFICE)
    entry = calendars.load_year(cloud.table, 2027)
    assert calendars.announce(uow, entry, 2027, NOTICE) is None
    assert uow.is_empty
    again = NOTICE.model_copy(update={"document_number": "国办发明电〔2026〕10号"})
    job = calendars.announce(uow, entry, 2027, again)
    uow.commit()
    carried_out(cloud, job.id)
    assert report(cloud, job.id) == {}
    changed = {key for key, row in rows_of_cases(cloud).items() if before.get(key) != row}
    assert {pk for pk, _ in changed} == {"CALENDAR-YEAR#2027", "CALENDAR"}


@pytest.mark.parametrize("page", [1, 2, 3])
@pytest.mark.parametrize("ends_after", [1, 2, 4, 7])
def test_cut_off_anywhere_it_goes_on_and_forgets_nobody(cloud, monkeypatch, page, ends_after):
    monkeypatch.setattr(running_clocks, "PAGE", page)
    names = [str(number) for number in range(9)]
    for name in names:
        keep(cloud, name)
    job_id = announced(cloud)
    runs = 0
    while carried_out(cloud, job_id, time_for(ends_after)) is JobStatus.RUNNING:
        runs += 1
        assert runs < 200
    assert jobs.load(cloud.table, job_id).status is JobStatus.DONE
    assert {dates(cloud, name) for name in names} == {("2027-01-07", "2027-01-07", False)}
    assert {outcome for outcome, _ in report(cloud, job_id).values()} == {"MOVED"}
    assert len(report(cloud, job_id)) == 9


def time_for(questions: int):
    """A function that has time for so many questions whether it has time."""
    left = iter([PLENTY] * questions)
    return lambda: next(left, 0)


def test_one_case_that_fails_is_reported_and_keeps_nobody_else_back(cloud, monkeypatch):
    for name in ("1", "2", "3"):
        keep(cloud, name)
    job_id, commit = announced(cloud), cloud.table.commit

    def sometimes(writes):
        if any(getattr(write, "row", {}).get("pk") == "CASE#case-2" for write in writes):
            raise Busy
        commit(writes)

    monkeypatch.setattr(cloud.table, "commit", sometimes)
    assert carried_out(cloud, job_id) is JobStatus.DONE
    assert {label: outcome for label, (outcome, _) in report(cloud, job_id).items()} == {
        "number-of-1": "MOVED",
        "number-of-2": "FAILED",
        "number-of-3": "MOVED",
    }
    monkeypatch.setattr(cloud.table, "commit", commit)
    assert dates(cloud, "2")[2]


def test_a_run_beside_it_that_used_its_line_for_another_case_takes_nothing_from_it(cloud):
    keep(cloud, "1")
    job_id = announced(cloud)
    other = jobs.Line(number=running_clocks.STRIDE + 1, label="number-of-somebody", outcome="MOVED")
    uow = cloud.unit_of_work()
    uow.put(jobs.line_row(job_id, other))
    uow.commit()
    carried_out(cloud, job_id)
    assert not dates(cloud, "1")[2]


def test_nothing_runs_and_nothing_is_reported(cloud):
    job_id = announced(cloud)
    assert carried_out(cloud, job_id) is JobStatus.DONE
    assert jobs.lines_behind(cloud.table, job_id, 0) == {}

"""Jobs of the work calendar: which dates a year's notice would move, and moving them."""

from dataclasses import dataclass

from chalicelib.aws.observability import logger
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.catalogue.calendars.service import load_calendar
from chalicelib.jobs.service import Paused, Progress
from chalicelib.kernel.calendar import CalendarYear, WorkCalendar
from chalicelib.workflow.running_clocks import running_cases

MOVED, SETTLED, REARMED, FAILED = "MOVED", "SETTLED", "REARMED", "FAILED"
"""A date moves; a provisional one is settled where it is; only warnings move; it could not be computed now, and will be
with the case's next alarm.
"""


@dataclass(frozen=True)
class Shift:
    """What a calendar does to the clock of a case."""

    outcome: str
    facts: dict[str, str]


def check_calendar(progress: Progress) -> None:
    """Dry run of a year's notice (input `notice`): a line for each case of which a date would move or be settled."""
    notice = CalendarYear.model_validate_json(str(progress.job.input["notice"]))
    calendar = load_calendar(progress.platform.table).with_year(notice)
    for number, case in running_cases(progress):
        shift = shift_of(case, calendar)
        if shift is not None and shift.outcome != REARMED:
            progress.line(number, case.number, shift.outcome, shift.facts)


def recompute_deadlines(progress: Progress) -> None:
    """Let every running clock follow the calendar as it is now, each case in its own transaction, with a line for each
    that changed. A case that fails is reported and does not keep the others from theirs.
    """
    calendar = load_calendar(progress.platform.table)
    for number, case in running_cases(progress):
        shift = shift_of(case, calendar)
        if shift is not None:
            _recompute(progress, number, case, shift, calendar)


def shift_of(case: Case, calendar: WorkCalendar) -> Shift | None:
    """What `calendar` would change; None when it changes nothing."""
    before, after = case.clock, case.clock_under(calendar)
    if before is None or after is None or after is before:
        return None
    facts = {
        "clock": before.kind,
        "promised_from": before.promised,
        "promised_to": after.promised,
        "statutory_from": before.statutory,
        "statutory_to": after.statutory,
    }
    if (before.promised, before.statutory) != (after.promised, after.statutory):
        return Shift(MOVED, facts)
    return Shift(SETTLED if before.provisional and not after.provisional else REARMED, facts)


def _recompute(progress: Progress, number: int, case: Case, shift: Shift, calendar: WorkCalendar) -> None:
    def follow(uow: UnitOfWork) -> str:
        service.recompute(uow, case.id, calendar)
        return shift.outcome

    try:
        progress.write(number, case.number, follow, shift.facts)
        if _is_anothers(progress, number, case):
            transact(progress.platform.table, progress.act, follow)
    except Paused:
        raise
    except Exception:  # the edge of one case: logged, reported, and the rest goes on
        logger.exception("a clock could not be computed again", extra={"case_id": case.id})
        progress.line(number, case.number, FAILED)


def _is_anothers(progress: Progress, number: int, case: Case) -> bool:
    """Whether a run beside this one has used the line for another case: then the case was not dealt with here."""
    line = progress.line_at(number)
    return line is None or line.label != case.number

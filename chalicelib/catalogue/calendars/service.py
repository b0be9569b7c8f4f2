"""Entering a year's notice, and letting the running clocks follow it."""

from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue import store as catalogue
from chalicelib.catalogue.calendars import errors, store
from chalicelib.catalogue.calendars.model import AnnouncedYear
from chalicelib.catalogue.calendars.notices import YearNotice, faults_of
from chalicelib.jobs.model import Job
from chalicelib.jobs.service import open_job
from chalicelib.kernel.calendar import CalendarYear, WorkCalendar

CHECK, RECOMPUTE = "CALENDAR_CHECK", "CALENDAR_RECOMPUTE"
"""Kinds of job: which dates would move, and moving them."""
PROVINCE_OFFICE = ""
"""Whose jobs these are: the calendar belongs to no department's line."""
FIRST_YEAR, LAST_YEAR = 2000, 2099


def year_of(text: str) -> int:
    """The year that a path names. Raises `YearOutOfRange`."""
    year = int(text) if text.isascii() and text.isdigit() else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise errors.YearOutOfRange
    return year


def load_year(table: Table, year: int) -> AnnouncedYear:
    """The year, announced or not (then in version 0). One round trip."""
    return store.load_year(table, year)


def load_calendar(table: Table) -> WorkCalendar:
    """All announced years as they are now, warm nowhere. One round trip."""
    return catalogue.load_calendar(table)


def announce_year(uow: UnitOfWork, year: CalendarYear, document_number: str = "") -> bool:
    """Enter a year as it was announced, or replace an earlier entry. False, and nothing is written, if it is known.

    Running clocks follow with their next tick; `announce` lets them follow at once.
    """
    entry = store.load_year(uow.table, year.year)
    changed = entry.announce(year, document_number, uow.act)
    store.save(uow, entry)
    return changed


def announce(uow: UnitOfWork, entry: AnnouncedYear, year: int, notice: YearNotice) -> Job | None:
    """Enter the notice of a year and start the job that computes every running clock again. None, and nothing is
    written, if it says nothing new. Raises `NoticeImplausible`.

    A clock that is started meanwhile by a process that has not read the new calendar yet follows with its next alarm.
    """
    announced = checked(year, notice)
    if not entry.announce(announced, notice.document_number, uow.act):
        return None
    store.save(uow, entry)
    title = f"{year} 年工作日历：重新计算在办件时限"
    return open_job(uow, kind=RECOMPUTE, department=PROVINCE_OFFICE, title=title, inputs={"year": year})


def try_out(uow: UnitOfWork, year: int, notice: YearNotice) -> Job:
    """Start the job that reports which dates would move. Raises `NoticeImplausible`."""
    announced = checked(year, notice)
    return open_job(
        uow,
        kind=CHECK,
        department=PROVINCE_OFFICE,
        title=f"{year} 年工作日历：时限变动预演",
        inputs={"year": year, "notice": announced.model_dump_json()},
        dry_run=True,
    )


def checked(year: int, notice: YearNotice) -> CalendarYear:
    """The notice as the calendar keeps it. Raises `NoticeImplausible` with every fault."""
    faults = faults_of(year, notice)
    if faults:
        raise errors.NoticeImplausible(pointers=faults)
    return notice.of_year(year)

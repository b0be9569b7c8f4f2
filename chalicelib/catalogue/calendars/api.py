"""The work calendar over HTTP: public to read; the province's catalogue office enters each year's notice."""

from dataclasses import dataclass

from pydantic import Field

from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.calendars import errors, service
from chalicelib.catalogue.calendars.model import AnnouncedYear
from chalicelib.catalogue.calendars.notices import NoticeDay, YearNotice
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, manager, public
from chalicelib.http.shapes import Shape
from chalicelib.jobs.api import JobView
from chalicelib.kernel.text import Text


class CalendarYearView(Shape):
    """A year of the work calendar."""

    year: int
    announced: bool = Field(description="False: only weekends are known, and dates that reach into it are provisional.")
    source: str
    document_number: str
    holidays: list[NoticeDay]
    make_up_workdays: list[NoticeDay]
    job_id: str | None = Field(None, description="The job that computes running clocks again, if one was started.")

    @classmethod
    def of(cls, year: int, entry: AnnouncedYear, job_id: str | None = None) -> "CalendarYearView":
        """The year as it stands."""
        announced = entry.announced
        return cls(
            year=year,
            announced=announced is not None,
            source=announced.source if announced else "",
            document_number=entry.document_number,
            holidays=[NoticeDay(**day.model_dump()) for day in announced.holidays] if announced else [],
            make_up_workdays=[NoticeDay(**day.model_dump()) for day in announced.make_up_workdays] if announced else [],
            job_id=job_id,
        )


@dataclass(frozen=True)
class _WholeProvince:
    """The calendar as access sees it: no department's line reaches it, the province's catalogue office does."""

    owner_id: str = ""
    department: str = service.PROVINCE_OFFICE
    region: str = ""


@catalogue_area.get(
    "/v1/calendar-years/{year}",
    access=public("on which days offices work is public, and anybody may check how a due date was computed"),
    summary=Text("查看年度工作日历", "Read a year of the work calendar"),
    refusals=(errors.YearOutOfRange,),
)
def read_calendar_year(call: Call, year: str) -> Reply[CalendarYearView]:
    """Its holidays and make-up workdays; a year that was not announced yet is in version 0."""
    number = service.year_of(year)
    entry = service.load_year(call.uow.table, number)
    return Reply(CalendarYearView.of(number, entry), version=entry.version)


@catalogue_area.put(
    "/v1/calendar-years/{year}",
    access=allow(manager()),
    summary=Text("录入节假日安排", "Enter a year's notice"),
    refusals=(errors.YearOutOfRange, errors.NoticeImplausible),
)
def announce_calendar_year(call: Call, year: str, body: YearNotice) -> Reply[CalendarYearView]:
    """Enter or correct the State Council's notice. A job then computes every running clock again, and tells each
    applicant whose date moves. The same notice again changes nothing. Try it out first: `POST …/checks`.
    """
    call.require_reach(_WholeProvince())
    number = service.year_of(year)
    entry = service.load_year(call.uow.table, number)
    call.require_version(entry.version)
    job = service.announce(call.uow, entry, number, body)
    return Reply(CalendarYearView.of(number, entry, job.id if job else None), version=entry.version)


@catalogue_area.post(
    "/v1/calendar-years/{year}/checks",
    access=allow(manager()),
    status=202,
    summary=Text("节假日安排预演", "Try a year's notice out"),
    refusals=(errors.YearOutOfRange, errors.NoticeImplausible),
)
def try_calendar_year(call: Call, year: str, body: YearNotice) -> Reply[JobView]:
    """Start a job that reports each running case whose date would move, from when to when. Changes nothing."""
    call.require_reach(_WholeProvince())
    job = service.try_out(call.uow, service.year_of(year), body)
    return Reply(JobView.of(job, call.language), version=job.version, location=f"/v1/jobs/{job.id}")

"""How the calendar is kept: `CALENDAR-YEAR#<year>` holds a year with its history, `CALENDAR` / `YEAR#<year>` what it
says, so that one query reads all years.
"""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.calendars.model import AnnouncedYear
from chalicelib.kernel.calendar import CalendarYear, WorkCalendar

CALENDAR = "CALENDAR"


def load_year(table: Table, year: int) -> AnnouncedYear:
    """The year, announced or not. One round trip."""
    row = table.row(Key(_year_pk(year), SNAPSHOT))
    return to_aggregate(AnnouncedYear, row) if row else AnnouncedYear.unknown(year)


def load_calendar(table: Table) -> WorkCalendar:
    """All announced years. One round trip."""
    rows = table.partition(CALENDAR)
    years = [CalendarYear.model_validate_json(str(row["body"])) for row in rows]
    return WorkCalendar(years, edition=sum(int(row.get("version", 1)) for row in rows))


def save(uow: UnitOfWork, entry: AnnouncedYear) -> None:
    """Put the year, its history, and what all readers read into the unit of work."""
    if entry.pending and entry.announced is not None:
        year = entry.announced
        uow.save(_year_pk(year.year), entry)
        uow.put({"pk": CALENDAR, "sk": f"YEAR#{year.year}", "version": entry.version, "body": year.model_dump_json()})


def _year_pk(year: int) -> str:
    return f"CALENDAR-YEAR#{year}"

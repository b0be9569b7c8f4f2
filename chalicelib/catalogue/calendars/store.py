"""How a year of the calendar is kept: `CALENDAR-YEAR#<year>` holds it with its history; beside it stands what all read
(`chalicelib.catalogue.store`).
"""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.calendars.model import AnnouncedYear
from chalicelib.catalogue.store import calendar_row


def load_year(table: Table, year: int) -> AnnouncedYear:
    """The year, announced or not. One round trip."""
    row = table.row(Key(_year_pk(year), SNAPSHOT))
    return to_aggregate(AnnouncedYear, row) if row else AnnouncedYear.unknown(year)


def save(uow: UnitOfWork, entry: AnnouncedYear) -> None:
    """Put the year, its history, and what all readers read into the unit of work."""
    if entry.pending and entry.announced is not None:
        year = entry.announced
        uow.save(_year_pk(year.year), entry)
        uow.put(calendar_row(year, entry.version))


def _year_pk(year: int) -> str:
    return f"CALENDAR-YEAR#{year}"

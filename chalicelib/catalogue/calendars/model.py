"""One year of the work calendar: what its notice says, who entered it, and what it replaced."""

from typing import Any, Self

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.calendar import CalendarYear
from chalicelib.kernel.events import Act, Event


class YearAnnounced(Event):
    """The year's notice (国务院办公厅关于节假日安排的通知) was entered."""

    type = "catalogue.YearAnnounced"
    year: int
    document_number: str
    after: dict[str, Any]


class YearAmended(Event):
    """The notice was corrected, or another one replaced it."""

    type = "catalogue.YearAmended"
    year: int
    document_number: str
    before: dict[str, Any]
    after: dict[str, Any]


class AnnouncedYear(Aggregate):
    """A year of the calendar; without `announced` nobody knows its holidays yet."""

    announced: CalendarYear | None = None
    document_number: str = ""

    @classmethod
    def unknown(cls, year: int) -> Self:
        """A year of which no notice was entered."""
        return cls(id=f"year-{year}")

    def announce(self, year: CalendarYear, document_number: str, act: Act) -> bool:
        """Enter the notice, or replace an earlier entry. False, and no event, if it says nothing new."""
        if (self.announced, self.document_number) == (year, document_number):
            return False
        before, self.announced, self.document_number = self.announced, year, document_number
        after = year.model_dump(mode="json")
        if before is None:
            self._record(YearAnnounced(year=year.year, document_number=document_number, after=after), act)
        else:
            entry = before.model_dump(mode="json")
            self._record(YearAmended(year=year.year, document_number=document_number, before=entry, after=after), act)
        return True

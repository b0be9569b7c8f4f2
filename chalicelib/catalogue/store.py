"""How the catalogue is kept: `ITEM#<code>` holds the published versions, `CALENDAR` the announced years."""

from chalicelib.aws.rows import Key, Row
from chalicelib.aws.table import Table
from chalicelib.catalogue.model import ItemVersion
from chalicelib.kernel.calendar import CalendarYear, WorkCalendar

CALENDAR = "CALENDAR"
CURRENT = "CURRENT"


def item_key(code: str, version: int | None = None) -> Key:
    """The row of one version, or of the one that new applications use."""
    return Key(f"ITEM#{code}", f"VERSION#{version:06d}" if version else CURRENT)


def load_item(table: Table, code: str, version: int | None = None) -> ItemVersion | None:
    """A published version; the current one without `version`. One round trip."""
    row = table.row(item_key(code, version))
    return ItemVersion.model_validate_json(str(row["body"])) if row else None


def version_row(item: ItemVersion) -> Row:
    """The row that keeps this version for ever."""
    return _item_row(item_key(item.code, item.version), item)


def current_row(item: ItemVersion) -> Row:
    """The row that new applications read."""
    return _item_row(item_key(item.code), item)


def load_calendar(table: Table) -> WorkCalendar:
    """All announced years. One round trip."""
    rows = table.partition(CALENDAR)
    return WorkCalendar(CalendarYear.model_validate_json(str(row["body"])) for row in rows)


def calendar_row(year: CalendarYear) -> Row:
    """The row of one announced year."""
    return {"pk": CALENDAR, "sk": f"YEAR#{year.year}", "body": year.model_dump_json()}


def _item_row(key: Key, item: ItemVersion) -> Row:
    return {"pk": key.pk, "sk": key.sk, "version": item.version, "body": item.model_dump_json()}

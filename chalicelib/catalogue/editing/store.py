"""How items in work are kept: `ITEM#<code>` holds `SNAPSHOT` and `EVENT#<seq>` beside what readers ask for;
`LISTED#<department>` holds a line for each item of the department, by code.
"""

from collections.abc import Iterable

from chalicelib.aws.history import events_among, to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.editing.listing import ListedItem, listed
from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.store import item_pk
from chalicelib.kernel.events import RecordedEvent

LAST = "\U0010ffff"


def listed_pk(department: str) -> str:
    """The list of a department."""
    return f"LISTED#{department}"


def load(table: Table, code: str) -> CatalogueItem | None:
    """The item, if anybody has described it. One round trip."""
    row = table.row(Key(item_pk(code), SNAPSHOT))
    return to_aggregate(CatalogueItem, row) if row else None


def load_many(table: Table, codes: Iterable[str]) -> dict[str, CatalogueItem]:
    """Those of at most 100 items that exist. One round trip."""
    rows = table.rows_at([Key(item_pk(code), SNAPSHOT) for code in codes])
    return {item.id: item for item in (to_aggregate(CatalogueItem, row) for row in rows)}


def save(uow: UnitOfWork, item: CatalogueItem, *, department_before: str) -> None:
    """Put the item, its events and its line into the unit of work."""
    if not item.pending:
        return
    uow.save(item_pk(item.id), item)
    line = listed(item)
    if line is not None:
        uow.put({"pk": listed_pk(item.department), "sk": item.id, "body": line.model_dump_json()})
    if line is None or department_before != item.department:
        uow.delete(Key(listed_pk(department_before), item.id))


def history_pk(code: str) -> str:
    """The partition that holds the history of an item."""
    return item_pk(code)


def page_of_list(table: Table, department: str, *, limit: int, after: Row | None) -> Page:
    """A department's items by code. One round trip."""
    return table.stretch(listed_pk(department), limit=limit, first=" ", last=LAST, after=after)


def whole_list(table: Table, department: str) -> list[ListedItem]:
    """All items of a department. One round trip a megabyte."""
    return [line_of(row) for row in table.partition(listed_pk(department))]


def line_of(row: Row) -> ListedItem:
    """The line that `row` holds."""
    return ListedItem.model_validate_json(str(row["body"]))


def history(table: Table, code: str, *, limit: int, after: Row | None) -> tuple[list[RecordedEvent], Row | None]:
    """What happened to an item, oldest first. One round trip."""
    page = table.stretch(item_pk(code), limit=limit, first="EVENT#", last=f"EVENT#{LAST}", after=after)
    return events_among(page.rows), page.next

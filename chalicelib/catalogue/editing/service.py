"""Who may start what on an item: describe, check, approve, send back. Publishing it is a batch's business."""

import datetime as dt
from collections.abc import Callable

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.checks import Violation, violations_of
from chalicelib.catalogue.editing import errors, store
from chalicelib.catalogue.editing.listing import ListedItem
from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.editing.parts import Action, Outcome
from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.registers.service import registers_of
from chalicelib.catalogue.service import catalogue_of
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text

DRAFT = "draft"
"""How the version in work is named where a version number could stand."""
FIRST_IMPOSSIBLE_VERSION = 10**6


def load_item(table: Table, code: str) -> CatalogueItem:
    """Raises `ItemNotCatalogued`. One round trip."""
    item = store.load(table, code)
    if item is None:
        raise errors.ItemNotCatalogued(item_code=code)
    return item


def load_or_new(table: Table, content: ItemContent) -> CatalogueItem:
    """The item that `content` describes, whether or not anybody has described it before. One round trip."""
    standing = store.load(table, content.code)
    return standing.claimed_for(content.department.code) if standing else CatalogueItem.new(content)


def put_draft(uow: UnitOfWork, platform: Platform, content: ItemContent) -> Outcome:
    """Describe an item, new or not, as the unit's actor; the same content again writes nothing. For imports, which
    bring items in whatever order and as often as they like. Raises `InBatch`, `ItemTooLarge`.
    """
    return write_draft(uow, platform, load_or_new(uow.table, content), content)


def write_draft(uow: UnitOfWork, platform: Platform, item: CatalogueItem, content: ItemContent) -> Outcome:
    """The same for a loaded item. Raises `InBatch`, `CodeDiffers`, `ItemTooLarge`."""
    if item.stands_as(content.sha256):
        return Outcome.UNCHANGED
    online = catalogue_of(platform).version(item.id, item.latest.number) if item.latest and not item.work else None
    before = item.department
    rules = tuple(sorted({violation.rule for violation in violations_now(platform, content, uow)}))
    outcome = item.write(content, rules, uow.act, online)
    store.save(uow, item, department_before=before)
    return outcome


def change(uow: UnitOfWork, item: CatalogueItem, how: Callable[[CatalogueItem], object]) -> CatalogueItem:
    """Let the item change by one of its methods, and put it into the unit of work."""
    before = item.department
    how(item)
    store.save(uow, item, department_before=before)
    return item


def save(uow: UnitOfWork, item: CatalogueItem) -> None:
    """Put an item whose department has not changed into the unit of work."""
    store.save(uow, item, department_before=item.department)


def check(uow: UnitOfWork, platform: Platform, item: CatalogueItem) -> CatalogueItem:
    """Check the version in work against every rule for publication. Raises `NotPublishable` with all violations."""
    if item.work is None:
        raise errors.NothingInWork
    refuse_unlawful(violations_now(platform, item.work.content, uow))
    return change(uow, item, lambda it: it.check((), uow.act))


def approve(uow: UnitOfWork, platform: Platform, item: CatalogueItem, sha256: str) -> CatalogueItem:
    """Approve what was checked, unless the registers moved on under it. Raises what `check` and `approve` raise."""
    if item.work is not None:
        refuse_unlawful(violations_now(platform, item.work.content, uow))
    return change(uow, item, lambda it: it.approve(sha256, uow.act))


def violations_now(platform: Platform, content: ItemContent, uow: UnitOfWork) -> tuple[Violation, ...]:
    """What keeps `content` from being published today."""
    return violations_of(content, registers_of(platform), shanghai_date(uow.act.at))


def refuse_unlawful(violations: tuple[Violation, ...]) -> None:
    """Raises `NotPublishable` with every violation, each at its field and with its basis."""
    if violations:
        raise errors.NotPublishable(pointers=[_pointer(violation) for violation in violations], count=len(violations))


def refuse_unlawful_on(platform: Platform, item: CatalogueItem, day: dt.date) -> None:
    """Raises `NotPublishable` unless the version in work keeps every rule on the day from which it is to be in force:
    a department or a certificate type may have ended by then, or since it was approved.
    """
    refuse_unlawful(violations_of(draft_of(item), registers_of(platform), day))


def enter_batch(uow: UnitOfWork, item: CatalogueItem, batch_id: str, action: Action) -> CatalogueItem:
    """Put the item into a batch, in the unit of work of the batch."""
    return change(uow, item, lambda it: it.enter_batch(batch_id, action, uow.act))


def content_of(platform: Platform, code: str, version: str) -> ItemContent:
    """A published version by its number, or the `draft`.

    Raises `VersionUnknown`, `ItemNotCatalogued`, `NothingInWork`.
    """
    return draft_of(load_item(platform.table, code)) if version == DRAFT else _published(platform, code, version)


def version_of(platform: Platform, item: CatalogueItem, version: str) -> ItemContent:
    """The same of a loaded item. Raises `VersionUnknown`, `NothingInWork`."""
    return draft_of(item) if version == DRAFT else _published(platform, item.id, version)


def draft_of(item: CatalogueItem) -> ItemContent:
    """The content in work. Raises `NothingInWork`."""
    if item.work is None:
        raise errors.NothingInWork
    return item.work.content


def list_of(table: Table, department: str) -> list[ListedItem]:
    """All items of a department line. One round trip a megabyte."""
    return store.whole_list(table, department)


def page_of_list(
    table: Table, department: str, *, limit: int, after: Row | None
) -> tuple[list[ListedItem], Row | None]:
    """A page of a department's items by code, and the position behind it. One round trip."""
    page = store.page_of_list(table, department, limit=limit, after=after)
    return [store.line_of(row) for row in page.rows], page.next


def list_partition(department: str) -> str:
    """Where the cursors of a department's list point into."""
    return store.listed_pk(department)


def line_of_department(department: str) -> CatalogueItem:
    """A department line as the subject of access: whoever reaches it reaches the items that belong to it."""
    return CatalogueItem(id="", department=department)


def load_items(table: Table, codes: list[str]) -> dict[str, CatalogueItem]:
    """Those of at most 100 items that exist. One round trip."""
    return store.load_many(table, codes)


def _published(platform: Platform, code: str, version: str) -> ItemContent:
    if not (version.isascii() and version.isdigit() and 0 < int(version) < FIRST_IMPOSSIBLE_VERSION):
        raise errors.VersionUnknown(version=version)
    try:
        return catalogue_of(platform).version(code, int(version))
    except ItemUnknown as error:
        raise errors.VersionUnknown(version=version) from error


def _pointer(violation: Violation) -> Pointer:
    said, basis = violation.detail, violation.basis
    return Pointer(
        violation.pointer,
        Text(f"{said.zh}（{violation.rule}；依据：{basis.zh}）", f"{said.en} ({violation.rule}; basis: {basis.en})"),
    )

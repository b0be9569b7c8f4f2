"""Gathering items in a batch, and ordering its publication. Carrying that out is a job (`releasing`)."""

import datetime as dt

from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.editing.errors import ItemNotCatalogued
from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.editing.parts import Action
from chalicelib.catalogue.editions import EditionState, read_state, write_state
from chalicelib.catalogue.publishing import errors, store
from chalicelib.catalogue.publishing.coverage import Cells, cells_of
from chalicelib.catalogue.publishing.model import Batch, Target
from chalicelib.jobs.service import open_job
from chalicelib.kernel.errors import DomainError, Pointer
from chalicelib.kernel.events import Act
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.text import Text

PUBLISH_BATCH = "PUBLISH_BATCH"
"""The job that puts the items of a batch online."""
ENTERED_AT_ONCE = 20
"""Items of one request: each is three to four rows of the transaction, which holds a hundred."""


def load_batch(table: Table, batch_id: str) -> Batch:
    """Raises `BatchUnknown`. One round trip."""
    return store.load_batch(table, batch_id)


def open_batch(uow: UnitOfWork, *, name: str, effective_from: dt.date) -> Batch:
    """Begin to gather items that are to be in force from that date. Raises `DateInThePast`, `DateTooFar`."""
    batch = Batch.open(batch_id=new_ulid(uow.act.at), name=name, effective_from=effective_from, act=uow.act)
    store.save_batch(uow, batch)
    return batch


def enter(uow: UnitOfWork, platform: Platform, batch: Batch, codes: list[str], action: Action) -> Batch:
    """Put items into the batch, all or none; what is to be published keeps every rule on the day from which it is to be
    in force. Raises `BatchClosed`, `BatchFull`, `EntriesRefused` with the reason for each item. One round trip.
    """
    items, refused = editing.load_items(uow.table, codes), list[Pointer]()
    for index, code in enumerate(codes):
        try:
            item = _enter_one(uow, batch, items.get(code), code, action)
            if action is Action.PUBLISH:
                editing.refuse_unlawful_on(platform, item, batch.effective_from)
        except DomainError as error:
            refused.append(_pointer(index, code, error))
    if refused:
        raise errors.EntriesRefused(pointers=refused)
    batch.enter(codes, action, uow.act)
    store.save_batch(uow, batch)
    return batch


def remove(uow: UnitOfWork, batch: Batch, code: str) -> Batch:
    """Take an item out; while the batch is being published, one that is not online yet. Raises `BatchClosed`,
    `NotInBatch`.
    """
    batch.remove(code, uow.act)
    item = editing.load_item(uow.table, code)
    if item.batch_id != batch.id:
        raise errors.NotInBatch
    editing.change(uow, item, lambda it: it.leave_batch(uow.act))
    store.save_batch(uow, batch)
    return batch


def order_publication(uow: UnitOfWork, batch: Batch) -> Batch:
    """Close the batch and let the job begin that puts it online as the next edition.

    Raises `BatchClosed`, `BatchEmpty`, `FourEyes`, `DateInThePast`, and `AnotherBatchRuns` at the commit.
    """
    state = read_state(uow.table)
    job = open_job(
        uow,
        kind=PUBLISH_BATCH,
        department="",
        title=batch.name,
        inputs={"batch_id": batch.id, "edition": state.number + 1},
    )
    batch.order_publication(state.number + 1, job.id, uow.act)
    if state.publishing:
        raise errors.AnotherBatchRuns(batch_id=state.publishing)
    running = EditionState(live=state.live, publishing=batch.id)
    write_state(uow, state, running, errors.AnotherBatchRuns())
    store.save_batch(uow, batch)
    return batch


def load_target(table: Table) -> Target:
    """What is to be reached. One round trip."""
    return store.load_target(table)


def set_target(uow: UnitOfWork, target: Target, *, share_percent: int, by: dt.date, basis: str) -> Target:
    """Say what share of the items is to need no visit, by when, and who decided so."""
    target.set(share_percent, by, basis, uow.act)
    store.save_target(uow, target)
    return target


def count_department(table: Table, act: Act, department: str) -> None:
    """Count the items of a department anew; twice is as good as once."""

    def count() -> Cells:
        return cells_of(editing.list_of(table, department))

    transact(table, act, lambda uow: store.recount(uow, department, count))


def _enter_one(uow: UnitOfWork, batch: Batch, item: CatalogueItem | None, code: str, action: Action) -> CatalogueItem:
    if item is None:
        raise ItemNotCatalogued(item_code=code)
    item.require_start(batch.effective_from)
    return editing.enter_batch(uow, item, batch.id, action)


def _pointer(index: int, code: str, error: DomainError) -> Pointer:
    said, facts = error.title, error.facts
    zh = [it.detail.zh for it in error.pointers] or [error.next_step.in_language("zh-CN", facts)]
    en = [it.detail.en for it in error.pointers] or [error.next_step.in_language("en", facts)]
    return Pointer(
        f"#/items/{index}",
        Text(
            f"{code}：{said.in_language('zh-CN', facts)}。{'；'.join(zh)}",
            f"{code}: {said.in_language('en', facts)}. {'; '.join(en)}",
        ),
    )

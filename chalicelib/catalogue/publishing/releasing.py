"""Putting a batch online: every item in a transaction of its own, unseen; then the edition goes live in one write.

Readers look at items through the live edition, so before that write they see nothing of the batch and after it all of
it. Whatever is cut off goes on at the next item; before the last write nothing has to be undone.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue import store as online
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.editing.parts import Action
from chalicelib.catalogue.editions import Edition, EditionState, read_state, write_state
from chalicelib.catalogue.finding.summary import Summary, summary_of
from chalicelib.catalogue.publishing import store
from chalicelib.catalogue.publishing.errors import AnotherBatchRuns, NotInBatch
from chalicelib.catalogue.publishing.model import Batch, BatchStatus
from chalicelib.catalogue.store import Offer
from chalicelib.catalogue.timeline import Entry, end_of
from chalicelib.kernel.instants import shanghai_date

ROWS_AT_ONCE = 50
"""Offers of one read; a hundred of the largest would not fit into one answer."""


def release(uow: UnitOfWork, batch: Batch, code: str, live: int) -> str:
    """Put one item of the batch online for the readers of its edition; says what was done, as a word. Raises
    `NotInBatch` for one that was set aside meanwhile, or is online already.
    """
    item = editing.load_item(uow.table, code)
    if item.batch_id != batch.id:
        raise NotInBatch
    offer = online.load_offer(uow.table, code) or Offer()
    put_online = _retire if batch.entries[code] is Action.RETIRE else _publish
    return put_online(uow, batch, item, offer, live)


def summaries_of(table: Table, codes: Iterable[str], edition: int) -> Iterator[Summary]:
    """What the search is to know of these items in that edition: every version that counts from now on."""
    remaining = iter(codes)
    while chunk := list(islice(remaining, ROWS_AT_ONCE)):
        for code, offer in online.load_offers(table, chunk):
            yield from _summaries(table, code, offer, edition)


def go_live(uow: UnitOfWork, batch_id: str, edition: Edition) -> None:
    """Make the edition live and the batch published, in one transaction; twice is as good as once."""
    batch = store.load_batch(uow.table, batch_id)
    if batch.status is BatchStatus.PUBLISHED:
        return
    batch.complete(uow.act)
    store.save_batch(uow, batch)
    state = read_state(uow.table)
    write_state(uow, state, EditionState(live=edition), AnotherBatchRuns())
    store.tell_live_edition(uow, edition.number)


def _publish(uow: UnitOfWork, batch: Batch, item: CatalogueItem, offer: Offer, live: int) -> str:
    version = item.publish(batch.effective_from, batch.edition, uow.act)
    entry = _entry(batch, version.version)
    editing.save(uow, item)
    uow.put(online.version_row(version, batch.edition), new=True)
    uow.put(online.offer_row(item.id, offer.with_version(version, entry, shanghai_date(uow.act.at), live)))
    return "PUBLISHED"


def _retire(uow: UnitOfWork, batch: Batch, item: CatalogueItem, offer: Offer, live: int) -> str:
    item.retire(batch.effective_from, batch.edition, uow.act)
    editing.save(uow, item)
    uow.put(online.offer_row(item.id, offer.retired(_entry(batch, None), shanghai_date(uow.act.at), live)))
    return "RETIRED"


def _entry(batch: Batch, version: int | None) -> Entry:
    return Entry(valid_from=batch.effective_from, version=version, edition=batch.edition, batch_id=batch.id)


def _summaries(table: Table, code: str, offer: Offer, edition: int) -> Iterator[Summary]:
    timeline = tuple(entry for entry in offer.timeline if entry.edition <= edition)
    for entry in timeline:
        last_day = end_of(timeline, entry)
        if entry.version is not None and (last_day is None or last_day >= entry.valid_from):
            item = offer.items.get(entry.version) or online.load_version(table, code, entry.version).item
            yield summary_of(item, valid_from=entry.valid_from, valid_to=last_day, batch=entry.batch_id)

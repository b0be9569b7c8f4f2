"""Items put online without the way through draft, check, approval and batch, for tests of what comes after."""

import datetime as dt

from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue import store
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.service import catalogue_of
from chalicelib.catalogue.store import Offer
from chalicelib.catalogue.timeline import Entry
from chalicelib.kernel.events import SYSTEM, Act

LONG_AGO = dt.date(2020, 1, 1)
TODAY = dt.date(2026, 3, 2)
"""The date in Hainan at `tests.support.platform.MONDAY_MORNING`."""


def put_online(table: Table, item: ItemVersion, *, valid_from: dt.date = LONG_AGO, edition: int = 0) -> None:
    """`item` as part of an edition; edition 0 is live before any other."""
    act = Act(actor=SYSTEM, at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), correlation_id="put-online")
    uow = UnitOfWork(table, act)
    entry = Entry(valid_from=valid_from, version=item.version, edition=edition)
    offer = (store.load_offer(table, item.code) or Offer()).with_version(item, entry, LONG_AGO, 0)
    uow.put(store.version_row(item, edition), new=True)
    uow.put(store.offer_row(item.code, offer))
    uow.commit()


def warm_up(cloud: Platform, item: ItemVersion) -> None:
    """Let the process have read what every request about `item` reads."""
    catalogue = catalogue_of(cloud)
    assert catalogue.calendar()
    assert catalogue.current(item.code, TODAY)
    assert catalogue.version(item.code, item.version)

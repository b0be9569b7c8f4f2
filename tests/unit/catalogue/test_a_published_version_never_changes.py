import datetime as dt

import pytest

from chalicelib.catalogue.editions import Edition, Editions, EditionState, read_state, write_state
from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.catalogue.service import Catalogue
from chalicelib.catalogue.store import offer_key
from tests.support.items import changed, seeded_item
from tests.support.platform import FakePlatform
from tests.support.publishing import TODAY, put_online

ITEM = seeded_item()
SECOND = changed(ITEM, version=2, name={"zh": "第二版"})
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def cloud() -> FakePlatform:
    return FakePlatform()


def published(cloud, *items) -> Catalogue:
    for item in items:
        put_online(cloud.table, item)
    return Catalogue(cloud.table, Editions(cloud.table, 60), 60)


def test_what_is_published_is_read_back(cloud):
    catalogue = published(cloud, ITEM)
    assert catalogue.current(ITEM.code, TODAY) == ITEM
    assert catalogue.version(ITEM.code, 1) == ITEM


def test_new_applications_use_the_latest_and_old_ones_their_own(cloud):
    catalogue = published(cloud, ITEM, SECOND)
    assert catalogue.current(ITEM.code, TODAY) == SECOND
    assert catalogue.version(ITEM.code, 1) == ITEM
    assert catalogue.version(ITEM.code, 2) == SECOND


def test_a_version_counts_from_its_date(cloud):
    put_online(cloud.table, SECOND, valid_from=TOMORROW)
    catalogue = Catalogue(cloud.table, Editions(cloud.table, 60), 60)
    with pytest.raises(ItemUnknown):
        catalogue.current(ITEM.code, TODAY)
    assert catalogue.current(ITEM.code, TOMORROW) == SECOND


def test_a_version_of_an_edition_that_is_not_live_is_not_seen(cloud):
    published(cloud, ITEM)
    put_online(cloud.table, SECOND, edition=1)
    assert Catalogue(cloud.table, Editions(cloud.table, 60), 60).current(ITEM.code, TODAY) == ITEM


def test_nor_is_it_told_by_its_number_before_it_is_announced(cloud):
    """A batch that is being published, or got stuck, is seen nowhere."""
    catalogue = published(cloud, ITEM)
    assert catalogue.current(ITEM.code, TODAY) == ITEM
    put_online(cloud.table, SECOND, edition=1)
    for reader in (catalogue, Catalogue(cloud.table, Editions(cloud.table, 60), 60)):
        with pytest.raises(ItemUnknown):
            reader.announced(ITEM.code, 2)
        assert reader.announced(ITEM.code, 1) == ITEM
    uow = cloud.unit_of_work()
    live = Edition(number=1, batch_id="b", published_at=uow.act.at, snapshot_key="s")
    write_state(uow, read_state(cloud.table), EditionState(live=live), AssertionError("overtaken"))
    uow.commit()
    assert Catalogue(cloud.table, Editions(cloud.table, 60), 60).announced(ITEM.code, 2) == SECOND


def test_what_nobody_published_is_unknown(cloud):
    catalogue = published(cloud, ITEM)
    for read in (lambda: catalogue.current("NO-SUCH-ITEM", TODAY), lambda: catalogue.version(ITEM.code, 7)):
        with pytest.raises(ItemUnknown):
            read()


def test_versions_that_do_not_fit_into_one_row_are_read_each_from_its_own(cloud):
    """A row holds 400 KB; what comes into force first is told at once, the rest is looked up."""
    long = {"zh": "长" * 4000}
    large = [changed(ITEM, version=number, questions=[{"question": long, "answer": long}] * 12) for number in (1, 2, 3)]
    days = [TODAY, TOMORROW, TOMORROW + dt.timedelta(days=1)]
    for item, day in zip(large, days, strict=True):
        put_online(cloud.table, item, valid_from=day)
    row = cloud.table.row(offer_key(ITEM.code))
    assert len(str(row["body"]).encode()) < 400_000
    catalogue = Catalogue(cloud.table, Editions(cloud.table, 60), 60)
    assert [catalogue.current(ITEM.code, day).version for day in days] == [1, 2, 3]
    assert [catalogue.current(ITEM.code, day) for day in days] == large

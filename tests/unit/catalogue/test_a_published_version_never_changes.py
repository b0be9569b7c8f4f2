import pytest

from chalicelib.catalogue.errors import ItemUnknown, VersionAlreadyPublished
from chalicelib.catalogue.service import Catalogue, publish
from tests.support.items import changed, seeded_item
from tests.support.platform import FakePlatform

ITEM = seeded_item()
SECOND = changed(ITEM, version=2, name={"zh": "第二版"})
OTHER = changed(ITEM, name={"zh": "另一内容"})


@pytest.fixture
def cloud() -> FakePlatform:
    return FakePlatform()


def published(cloud, *items) -> Catalogue:
    for item in items:
        uow = cloud.unit_of_work()
        publish(uow, item)
        uow.commit()
    return Catalogue(cloud.table)


def test_what_is_published_is_read_back(cloud):
    catalogue = published(cloud, ITEM)
    assert catalogue.current(ITEM.code) == ITEM
    assert catalogue.version(ITEM.code, 1) == ITEM


def test_new_applications_use_the_latest_and_old_ones_their_own(cloud):
    catalogue = published(cloud, ITEM, SECOND)
    assert catalogue.current(ITEM.code) == SECOND
    assert catalogue.version(ITEM.code, 1) == ITEM
    assert catalogue.version(ITEM.code, 2) == SECOND


def test_publishing_again_changes_nothing(cloud):
    published(cloud, ITEM)
    before = dict(cloud.table.rows)
    uow = cloud.unit_of_work()
    publish(uow, ITEM)
    assert uow.is_empty
    assert cloud.table.rows == before


def test_another_content_under_the_same_number_is_refused(cloud):
    published(cloud, ITEM)
    with pytest.raises(VersionAlreadyPublished) as refused:
        publish(cloud.unit_of_work(), OTHER)
    assert refused.value.facts == {"item_code": ITEM.code, "version": 1}


def test_two_who_publish_at_once_do_not_overwrite_each_other(cloud):
    units = [cloud.unit_of_work(), cloud.unit_of_work()]
    for uow, item in zip(units, (ITEM, OTHER), strict=True):
        publish(uow, item)
    units[0].commit()
    with pytest.raises(VersionAlreadyPublished):
        units[1].commit()
    assert Catalogue(cloud.table).version(ITEM.code, 1) == ITEM
    assert Catalogue(cloud.table).current(ITEM.code) == ITEM


def test_an_old_version_that_is_published_late_is_not_current(cloud):
    catalogue = published(cloud, SECOND, ITEM)
    assert catalogue.current(ITEM.code) == SECOND
    assert catalogue.version(ITEM.code, 1) == ITEM


def test_of_two_versions_published_at_once_the_pointer_loses_none(cloud):
    third = changed(ITEM, version=3)
    published(cloud, ITEM)
    units = [cloud.unit_of_work(), cloud.unit_of_work()]
    for uow, item in zip(units, (third, SECOND), strict=True):
        publish(uow, item)
    units[0].commit()
    with pytest.raises(Exception, match="overtaken"):
        units[1].commit()
    assert Catalogue(cloud.table).current(ITEM.code) == third


def test_what_nobody_published_is_unknown(cloud):
    catalogue = published(cloud, ITEM)
    for read in (lambda: catalogue.current("NO-SUCH-ITEM"), lambda: catalogue.version(ITEM.code, 7)):
        with pytest.raises(ItemUnknown):
            read()

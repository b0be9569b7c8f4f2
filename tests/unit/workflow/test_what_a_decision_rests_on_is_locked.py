"""The files of a decided case are locked, for as long as the case that needs them longest."""

from datetime import datetime, timedelta

import pytest

from chalicelib.aws.bus import cloud_event
from chalicelib.aws.object_versions import ObjectMissing
from chalicelib.cases.model import Case
from chalicelib.cases.store import load_history
from chalicelib.cases.vocabulary import Outcome
from chalicelib.catalogue.vocabulary import ArchivePeriod
from chalicelib.kernel.instants import SHANGHAI
from chalicelib.workflow import resolve_materials
from chalicelib.workflow.lock_files import lock_files
from tests.support.applications import accepted, decided, platform_with_catalogue
from tests.support.platform import MONDAY_MORNING, FakePlatform

PHOTO = "uploads/case/photo/upload-1"


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    cloud = platform_with_catalogue()
    monkeypatch.setattr(resolve_materials, "platform", lambda: cloud)
    cloud.materials.write(PHOTO, b"photo", media_type="image/jpeg")
    return cloud


def heard(cloud: FakePlatform, case: Case) -> None:
    """The consumer hears of the decision."""
    (event,) = [it for it in load_history(cloud.table, case.id)[1] if it.type == "case.Decided"]
    resolve_materials.resolve_materials({"detail": cloud_event(event)}, None)


def locked(cloud: FakePlatform) -> dict[str, datetime]:
    found: dict[str, datetime] = cloud.material_versions.locked
    return found


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.DENIED])
def test_its_files_are_locked_whichever_way_it_went_for_as_long_as_its_item_is_archived(
    cloud: FakePlatform, outcome: Outcome
) -> None:
    """Ten years, counted from the first day of the next year."""
    case = decided(cloud, outcome)
    assert locked(cloud) == {}
    cloud.clock.move(days=3)
    for _ in range(3):
        heard(cloud, case)
    assert locked(cloud) == {PHOTO: datetime(2037, 1, 1, tzinfo=SHANGHAI)}


@pytest.mark.parametrize(
    ("period", "at_least", "until"),
    [
        (None, 3650, MONDAY_MORNING + timedelta(days=3650)),
        (ArchivePeriod.YEARS_10, 3650, datetime(2037, 1, 1, tzinfo=SHANGHAI)),
        (ArchivePeriod.YEARS_10, 7300, MONDAY_MORNING + timedelta(days=7300)),
        (ArchivePeriod.YEARS_30, 3650, datetime(2057, 1, 1, tzinfo=SHANGHAI)),
        (ArchivePeriod.PERMANENT, 3650, datetime(2126, 2, 6, tzinfo=SHANGHAI)),
    ],
)
def test_what_the_item_does_not_say_the_deployment_does_and_the_longer_counts(
    cloud: FakePlatform, period: ArchivePeriod | None, at_least: int, until: datetime
) -> None:
    """Permanently is a hundred years: longer storage locks nothing."""
    lock_files(cloud.material_versions, decided(cloud), period, timedelta(days=at_least))
    assert locked(cloud) == {PHOTO: until}


def test_a_later_case_that_rests_on_the_same_file_extends_it_and_an_earlier_one_does_not(cloud: FakePlatform) -> None:
    first = decided(cloud)
    cloud.clock.move(days=400)
    second = decided(cloud, Outcome.DENIED)
    heard(cloud, second)
    heard(cloud, first)
    assert locked(cloud) == {PHOTO: datetime(2038, 1, 1, tzinfo=SHANGHAI)}


def test_a_file_that_is_missing_fails_the_consumer_so_that_it_is_repeated_and_heard_of(cloud: FakePlatform) -> None:
    case = decided(cloud)
    del cloud.materials.contents[PHOTO]
    with pytest.raises(ObjectMissing, match=PHOTO):
        heard(cloud, case)


def test_nothing_is_locked_before_the_decision(cloud: FakePlatform) -> None:
    lock_files(cloud.material_versions, accepted(cloud), ArchivePeriod.YEARS_10, timedelta(days=3650))
    assert locked(cloud) == {}

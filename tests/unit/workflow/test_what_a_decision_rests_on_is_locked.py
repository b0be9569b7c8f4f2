"""The files of a decided case are locked, for as long as the case that needs them longest."""

from datetime import datetime, timedelta

import pytest

from chalicelib.aws.bus import cloud_event
from chalicelib.aws.object_versions import ObjectMissing
from chalicelib.cases.model import Case
from chalicelib.cases.store import load_history
from chalicelib.cases.vocabulary import Outcome
from chalicelib.workflow import resolve_materials
from chalicelib.workflow.lock_files import lock_files
from tests.support.applications import accepted, decided, platform_with_catalogue
from tests.support.platform import FakePlatform

PHOTO = "uploads/case/photo/upload-1"
TEN_YEARS = timedelta(days=3650)


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
def test_its_files_are_locked_from_the_decision_on_whichever_way_it_went(cloud: FakePlatform, outcome: Outcome) -> None:
    case = decided(cloud, outcome)
    assert locked(cloud) == {}
    cloud.clock.move(days=3)
    for _ in range(3):
        heard(cloud, case)
    assert case.decision is not None
    assert locked(cloud) == {PHOTO: case.decision.at + TEN_YEARS}


def test_a_later_case_that_rests_on_the_same_file_extends_it_and_an_earlier_one_does_not(cloud: FakePlatform) -> None:
    first = decided(cloud)
    cloud.clock.move(days=400)
    second = decided(cloud, Outcome.DENIED)
    assert first.decision is not None and second.decision is not None
    heard(cloud, second)
    heard(cloud, first)
    assert locked(cloud) == {PHOTO: second.decision.at + TEN_YEARS}


def test_a_file_that_is_missing_fails_the_consumer_so_that_it_is_repeated_and_heard_of(cloud: FakePlatform) -> None:
    case = decided(cloud)
    del cloud.materials.contents[PHOTO]
    with pytest.raises(ObjectMissing, match=PHOTO):
        heard(cloud, case)


def test_nothing_is_locked_before_the_decision(cloud: FakePlatform) -> None:
    lock_files(cloud.material_versions, accepted(cloud), TEN_YEARS)
    assert locked(cloud) == {}

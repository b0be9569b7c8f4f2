"""The pictures in the documentation show what the definitions say, and nothing else."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from chalicelib.cases.vocabulary import ENDED, Status
from infra.tools import draw
from infra.tools.pictures import lifecycle
from infra.tools.pictures.life_of_a_case import Life, Step, explore


@pytest.fixture(scope="module")
def life() -> Life:
    return explore()


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return draw.pictures()


def test_the_committed_pictures_are_what_would_be_drawn_today(
    drawn: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draw, "pictures", lambda: drawn)
    assert draw.outdated() == [], "run python -m infra.tools.draw and look at what has changed"


def test_every_picture_is_well_formed_and_the_same_each_time(drawn: dict[str, str]) -> None:
    assert draw.pictures() == drawn
    for picture in drawn.values():
        ElementTree.fromstring(picture)


def test_every_status_can_be_reached_and_has_a_place(life: Life) -> None:
    assert set(life.clocks) == set(Status) == set(lifecycle.PLACES)


def test_nothing_leaves_an_ended_case(life: Life) -> None:
    assert not [step for step in life.steps if step.before in ENDED]


def test_a_correction_is_asked_for_once_and_silence_means_acceptance(life: Life) -> None:
    assert Step(Status.SUBMITTED, "correct", Status.CORRECTION_REQUESTED) in life.steps
    assert Step(Status.SUBMITTED, "time", Status.DEEMED_ACCEPTED) in life.steps


def test_a_case_is_decided_only_after_its_review(life: Life) -> None:
    assert {step.before for step in life.steps if step.after is Status.DECIDED} == {Status.IN_REVIEW}


def test_a_picture_that_shows_nothing_any_more_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw, "pictures", lambda: {"kept.svg": "<svg/>"})
    (tmp_path / "kept.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "left-over.svg").write_text("<svg/>", encoding="utf-8")

    assert draw.outdated(tmp_path) == ["left-over.svg"]

"""Published no-visit items ÷ all catalogued items, on any day, whole and in parts; why the others are missing."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.editing.listing import ListedItem, Standing
from chalicelib.catalogue.editing.model import Stage
from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.publishing.coverage import Share, cells_of, coverage
from chalicelib.catalogue.vocabulary import AdministrativeLevel

DAY, LATER = dt.date(2026, 3, 2), dt.date(2026, 6, 1)


def an_item(code: str = "A-1", **parts: object) -> ListedItem:
    """A no-visit item of Haikou and Sanya, online for long."""
    facts = {
        "code": code,
        "department": "GA",
        "name": Bilingual(zh="事项"),
        "level": AdministrativeLevel.CITY,
        "regions": ("460100", "460200"),
        "version_in_work": None,
        "stage": None,
        "violations": (),
        "sent_back": "",
        "in_batch": "",
        "published_version": 1,
        "published_batch": "batch-1",
        "valid_from": dt.date(2020, 1, 1),
        "retired_from": None,
        "no_visit": True,
        "visit_basis": "",
    }
    return ListedItem.model_validate({**facts, **parts})


def in_work(stage: Stage, **parts: object) -> ListedItem:
    online = {"published_version": None, "published_batch": "", "valid_from": None}
    return an_item(stage=stage, version_in_work=1, **{**online, **parts})


CASES = {
    Standing.NO_VISIT: an_item(),
    Standing.VISIT: an_item(no_visit=False, visit_basis="《居民身份证法》"),
    Standing.UNLAWFUL: in_work(Stage.DRAFT, violations=("visit-needs-law",)),
    Standing.DRAFT: in_work(Stage.DRAFT),
    Standing.SENT_BACK: in_work(Stage.DRAFT, sent_back="请补充依据"),
    Standing.CHECKED: in_work(Stage.CHECKED),
    Standing.APPROVED: in_work(Stage.APPROVED),
    Standing.IN_BATCH: in_work(Stage.APPROVED, in_batch="batch-2"),
    Standing.SCHEDULED: an_item(valid_from=LATER),
    Standing.RETIRED: an_item(retired_from=DAY),
}


@pytest.mark.parametrize(("standing", "item"), CASES.items(), ids=CASES)
def test_every_standing_has_its_reason_in_both_languages(standing, item):
    assert item.standing(DAY) is standing
    said = item.why(DAY)
    assert said.zh and said.en and "{" not in said.zh + said.en


@pytest.mark.parametrize(("standing", "item"), CASES.items(), ids=CASES)
def test_an_item_stands_in_the_figures_where_it_stands_in_the_list(standing, item):
    whole = coverage({"GA": cells_of([item])}, DAY).whole
    if standing is Standing.RETIRED:
        assert whole.items == 0
    else:
        assert whole.no_visit == (standing is Standing.NO_VISIT)
        assert whole.missing == ({} if standing is Standing.NO_VISIT else {standing: 1})


def test_all_standings_are_tried_here():
    assert set(CASES) == set(Standing)


def test_the_share_of_another_day_is_the_share_of_that_day():
    cells = {"GA": cells_of([an_item(), an_item("A-2", valid_from=LATER), an_item("A-3", retired_from=LATER)])}
    assert (coverage(cells, DAY).whole.no_visit, coverage(cells, DAY).whole.items) == (2, 3)
    assert (coverage(cells, LATER).whole.no_visit, coverage(cells, LATER).whole.items) == (2, 2)


def test_parts_are_counted_by_department_level_region_and_batch():
    told = coverage(
        {
            "GA": cells_of([an_item(), an_item("A-2", no_visit=False, regions=("460100",))]),
            "ZJ": cells_of([in_work(Stage.DRAFT, level=AdministrativeLevel.PROVINCE, regions=("460000",))]),
        },
        DAY,
    )
    assert {name: (share.no_visit, share.items) for name, share in told.by_department.items()} == {
        "GA": (1, 2),
        "ZJ": (0, 1),
    }
    assert {name: share.items for name, share in told.by_level.items()} == {"3": 2, "2": 1}
    assert {name: (share.no_visit, share.items) for name, share in told.by_region.items()} == {
        "460000": (0, 1),
        "460100": (1, 2),
        "460200": (1, 1),
    }
    assert {name: share.items for name, share in told.by_batch.items()} == {"batch-1": 2}


@pytest.mark.parametrize(
    ("no_visit", "items", "percent", "reaches"),
    [
        (0, 0, "0.0", False),
        (649, 812, "79.9", False),
        (650, 812, "80.0", True),
        (799, 1000, "79.9", False),
        (5, 5, "100.0", True),
    ],
)
def test_a_target_is_not_reached_by_rounding(no_visit, items, percent, reaches):
    share = Share(items=items, no_visit=no_visit)
    assert (share.percent, share.reaches(80)) == (percent, reaches)


@given(st.lists(st.sampled_from(sorted(CASES)), max_size=40))
def test_every_item_but_a_retired_one_counts_once(standings):
    items = [CASES[standing].model_copy(update={"code": str(n)}) for n, standing in enumerate(standings)]
    whole = coverage({"GA": cells_of(items)}, DAY).whole
    assert whole.items == len([it for it in standings if it is not Standing.RETIRED])
    assert whole.items == whole.no_visit + sum(whole.missing.values())

"""Published no-visit items ÷ all catalogued items, on any day, whole and in parts; why the others are missing."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.editing.listing import ListedItem, Span, Standing
from chalicelib.catalogue.editing.parts import Stage
from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.publishing.coverage import Cells, Share, cells_of, coverage
from chalicelib.catalogue.vocabulary import AdministrativeLevel

LONG_AGO, DAY, LATER = dt.date(2020, 1, 1), dt.date(2026, 3, 2), dt.date(2026, 6, 1)
LIVE = 4


def spans(*parts: tuple[dt.date, Standing], edition: int = 1) -> tuple[Span, ...]:
    """From that day on it stands so, each announced by an edition of its own."""
    return tuple(
        Span(valid_from=day, standing=standing, edition=edition + number)
        for number, (day, standing) in enumerate(parts)
    )


SINCE_LONG = spans((LONG_AGO, Standing.NO_VISIT))


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
        "valid_from": LONG_AGO,
        "spans": SINCE_LONG,
        "visit_basis": "",
    }
    return ListedItem.model_validate({**facts, **parts})


def counted(cells: Cells, day: dt.date, live: int = LIVE) -> tuple[int, int]:
    """No-visit and all items."""
    whole = coverage({"GA": cells}, day, live).whole
    return whole.no_visit, whole.items


def in_work(stage: Stage, **parts: object) -> ListedItem:
    online = {"published_version": None, "published_batch": "", "valid_from": None, "spans": ()}
    return an_item(stage=stage, version_in_work=1, **{**online, **parts})


CASES = {
    Standing.NO_VISIT: an_item(),
    Standing.VISIT: an_item(spans=spans((LONG_AGO, Standing.VISIT)), visit_basis="《居民身份证法》"),
    Standing.UNLAWFUL: in_work(Stage.DRAFT, violations=("visit-needs-law",)),
    Standing.DRAFT: in_work(Stage.DRAFT),
    Standing.SENT_BACK: in_work(Stage.DRAFT, sent_back="请补充依据"),
    Standing.CHECKED: in_work(Stage.CHECKED),
    Standing.APPROVED: in_work(Stage.APPROVED),
    Standing.IN_BATCH: in_work(Stage.APPROVED, in_batch="batch-2"),
    Standing.SCHEDULED: an_item(valid_from=LATER, spans=spans((LATER, Standing.NO_VISIT))),
    Standing.RETIRED: an_item(spans=(*SINCE_LONG, *spans((DAY, Standing.RETIRED), edition=2))),
}


@pytest.mark.parametrize(("standing", "item"), CASES.items(), ids=CASES)
def test_every_standing_has_its_reason_in_both_languages(standing, item):
    assert item.standing(DAY) is standing
    said = item.why(DAY)
    assert said.zh and said.en and "{" not in said.zh + said.en


@pytest.mark.parametrize(("standing", "item"), CASES.items(), ids=CASES)
def test_an_item_stands_in_the_figures_where_it_stands_in_the_list(standing, item):
    whole = coverage({"GA": cells_of([item])}, DAY, LIVE).whole
    if standing is Standing.RETIRED:
        assert whole.items == 0
    else:
        assert whole.no_visit == (standing is Standing.NO_VISIT)
        assert whole.missing == ({} if standing is Standing.NO_VISIT else {standing: 1})


def test_all_standings_are_tried_here():
    assert set(CASES) == set(Standing)


def test_the_share_of_another_day_is_the_share_of_that_day():
    scheduled = an_item("A-2", spans=spans((LATER, Standing.NO_VISIT)))
    retired = an_item("A-3", spans=spans((LONG_AGO, Standing.NO_VISIT), (LATER, Standing.RETIRED)))
    cells = cells_of([an_item(), scheduled, retired])
    assert counted(cells, DAY) == (2, 3)
    assert counted(cells, LATER) == (2, 2)


def test_a_version_that_is_announced_for_later_takes_nothing_away_until_then():
    visit_comes = an_item(spans=spans((LONG_AGO, Standing.NO_VISIT), (LATER, Standing.VISIT)))
    visit_goes = an_item("A-2", spans=spans((LONG_AGO, Standing.VISIT), (LATER, Standing.NO_VISIT)))
    assert visit_comes.standing(DAY) is Standing.NO_VISIT
    assert visit_goes.standing(DAY) is Standing.VISIT
    assert [counted(cells_of([visit_comes]), day) for day in (DAY, LATER)] == [(1, 1), (0, 1)]
    assert [counted(cells_of([visit_goes]), day) for day in (DAY, LATER)] == [(0, 1), (1, 1)]


def test_an_item_that_comes_back_counts_before_and_after_but_not_in_between():
    gone, back = LATER, LATER + dt.timedelta(days=30)
    item = an_item(spans=spans((LONG_AGO, Standing.NO_VISIT), (gone, Standing.RETIRED), (back, Standing.NO_VISIT)))
    assert [counted(cells_of([item]), day) for day in (DAY, gone, back)] == [(1, 1), (0, 0), (1, 1)]


def test_what_no_live_edition_has_announced_counts_as_it_did_before():
    new = cells_of([an_item(spans=spans((LONG_AGO, Standing.NO_VISIT), edition=LIVE + 1))])
    assert coverage({"GA": new}, DAY, LIVE).whole.missing == {Standing.IN_BATCH: 1}
    assert counted(new, DAY, LIVE + 1) == (1, 1)
    changed = an_item(spans=(*SINCE_LONG, *spans((DAY, Standing.VISIT), edition=LIVE + 1)))
    assert [counted(cells_of([changed]), DAY, live) for live in (LIVE, LIVE + 1)] == [(1, 1), (0, 1)]


def test_parts_are_counted_by_department_level_region_and_batch():
    told = coverage(
        {
            "GA": cells_of([an_item(), an_item("A-2", spans=spans((LONG_AGO, Standing.VISIT)), regions=("460100",))]),
            "ZJ": cells_of([in_work(Stage.DRAFT, level=AdministrativeLevel.PROVINCE, regions=("460000",))]),
        },
        DAY,
        LIVE,
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
    whole = coverage({"GA": cells_of(items)}, DAY, LIVE).whole
    assert whole.items == len([it for it in standings if it is not Standing.RETIRED])
    assert whole.items == whole.no_visit + sum(whole.missing.values())

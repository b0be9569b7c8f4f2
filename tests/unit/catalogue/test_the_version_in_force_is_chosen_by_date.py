"""Properties of the choice: one version a day, the last one announced of those that have begun."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.timeline import Entry, Timeline, end_of, in_force, still_needed, version_in_force

FIRST = dt.date(2026, 1, 1)
DAYS = st.integers(0, 400).map(lambda days: FIRST + dt.timedelta(days=days))


@st.composite
def timelines(draw) -> Timeline:
    """As batches make them: in the order of announcement, none beginning before the one announced earlier."""
    starts = sorted(draw(st.lists(DAYS, max_size=8)))
    editions = sorted(draw(st.lists(st.integers(1, 9), min_size=len(starts), max_size=len(starts), unique=True)))
    retired = draw(st.lists(st.booleans(), min_size=len(starts), max_size=len(starts)))
    return tuple(
        Entry(valid_from=start, version=None if gone and number else number + 1, edition=edition)
        for number, (start, edition, gone) in enumerate(zip(starts, editions, retired, strict=True))
    )


@given(timelines(), DAYS, st.integers(0, 10))
def test_it_has_begun_and_was_announced(timeline, on, edition):
    entry = in_force(timeline, on, edition)
    if entry is not None:
        assert entry.valid_from <= on
        assert entry.edition <= edition


@given(timelines(), DAYS, st.integers(0, 10))
def test_nothing_that_has_begun_comes_after_it(timeline, on, edition):
    entry = in_force(timeline, on, edition)
    seen = [one for one in timeline if one.edition <= edition and one.valid_from <= on]
    assert (entry is None) == (not seen)
    assert entry is None or all(timeline.index(one) <= timeline.index(entry) for one in seen)


@given(timelines(), DAYS, st.integers(0, 10))
def test_a_later_date_never_goes_back_to_an_earlier_announcement(timeline, on, edition):
    today, tomorrow = (in_force(timeline, day, edition) for day in (on, on + dt.timedelta(days=1)))
    assert today is None or (tomorrow is not None and timeline.index(tomorrow) >= timeline.index(today))


@given(timelines(), DAYS, st.integers(0, 9))
def test_what_is_not_live_changes_nothing(timeline, on, edition):
    live = tuple(entry for entry in timeline if entry.edition <= edition)
    assert in_force(timeline, on, edition) == in_force(live, on, 99)


@given(timelines(), DAYS, st.integers(0, 400), st.integers(0, 10))
def test_what_is_left_out_is_missed_by_nobody(timeline, on, later, edition):
    kept = still_needed(timeline, on, edition)
    day = on + dt.timedelta(days=later)
    for live in range(edition, 11):
        assert version_in_force(kept, day, live) == version_in_force(timeline, day, live)


@given(timelines())
def test_the_days_of_the_entries_do_not_overlap(timeline):
    for entry in timeline:
        last = end_of(timeline, entry)
        if last is not None and last >= entry.valid_from:
            assert in_force(timeline, last, 99) == entry
            assert in_force(timeline, last + dt.timedelta(days=1), 99) != entry

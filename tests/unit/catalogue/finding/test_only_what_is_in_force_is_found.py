"""An edition may hold several versions of an item; a search has a day and sees what is in force on it."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.finding.finder import Finder
from tests.support.summaries import TODAY, a_finder, a_summary, codes, search

MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)


def versions(found) -> list[tuple[str, int]]:
    return [(summary.code, summary.version) for summary in found.summaries]


def test_a_scheduled_version_replaces_the_present_one_on_its_day():
    present = a_summary("PERMIT", "居住证申领", version=1, valid_from=MARCH)
    scheduled = a_summary("PERMIT", "居住证签发", version=2, valid_from=APRIL)
    finder = a_finder(scheduled, present.until(APRIL - dt.timedelta(days=1)))
    assert versions(search("居住证", finder, dt.date(2026, 2, 28))) == []
    assert versions(search("居住证", finder, MARCH)) == [("PERMIT", 1)]
    assert versions(search("居住证", finder, dt.date(2026, 3, 31))) == [("PERMIT", 1)]
    assert versions(search("居住证", finder, APRIL)) == [("PERMIT", 2)]
    assert versions(search("居住证签发", finder, MARCH))[0] == ("PERMIT", 1), "the wish is met as well as it can be"


def test_the_last_day_counts():
    finder = a_finder(a_summary("RETIRED", valid_to=TODAY))
    assert codes(search("", finder, TODAY)) == ["RETIRED"]
    assert codes(search("", finder, TODAY + dt.timedelta(days=1))) == []
    assert search("", finder, TODAY + dt.timedelta(days=1)).facets.departments == ()


def test_before_the_first_edition_nothing_is_found():
    for words in ("", "护照", "jsz"):
        assert codes(Finder.empty().find(search_for(words), TODAY)) == []


def search_for(words: str):
    from chalicelib.catalogue.finding.finder import Wish  # noqa: PLC0415

    return Wish(words=words, region="460100")


DAYS = st.dates(dt.date(2025, 12, 1), dt.date(2026, 6, 30))


@settings(max_examples=50, deadline=None)
@given(spans=st.lists(st.tuples(DAYS, st.none() | DAYS), min_size=1, max_size=6), on=DAYS)
def test_exactly_what_counts_on_the_day_is_found(spans, on):
    items = [a_summary(f"ITEM-{at}", valid_from=first, valid_to=last) for at, (first, last) in enumerate(spans)]
    expected = {f"ITEM-{at}" for at, (first, last) in enumerate(spans) if first <= on <= (last or dt.date.max)}
    finder = a_finder(*items)
    assert set(codes(search("", finder, on))) == set(codes(search("居住证", finder, on))) == expected

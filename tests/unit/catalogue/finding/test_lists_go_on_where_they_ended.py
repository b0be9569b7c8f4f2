"""Pages by cursor: every item once, in order; a cursor means something on its own list only."""

import base64
import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.finding.cursor import cursor_of, list_of, place_of
from chalicelib.catalogue.finding.finder import Place, Wish
from chalicelib.http.paging import CursorRefused
from tests.support.summaries import TODAY, a_finder, a_summary, codes, search, the_finder

LIST = list_of("edition", Wish(words="护照"), TODAY)


def pages(finder, wish: Wish, limit: int) -> list[list[str]]:
    found = finder.find(wish, TODAY, limit=limit)
    seen = [codes(found)]
    while found.end:
        found = finder.find(wish, TODAY, limit=limit, after=found.end)
        seen.append(codes(found))
    return seen


@settings(max_examples=60, deadline=None)
@given(words=st.sampled_from(["", "企业", "许可", "登记证", "jsz", "证"]), limit=st.integers(1, 13))
def test_page_by_page_is_the_same_as_all_at_once(words, limit):
    seen = pages(the_finder(), Wish(words=words), limit)
    assert [code for page in seen for code in page] == codes(search(words))
    assert all(len(page) == limit for page in seen[:-1])
    assert len(seen) == 1 or seen[-1]


def test_a_page_ends_within_a_rank_and_goes_on_there():
    names = ["护照甲", "护照乙", "护照丙", "户照丁", "户照戊", "胡照己"]
    finder = a_finder(*(a_summary(f"ITEM-{number}", name) for number, name in enumerate(names)))
    assert sorted(code for page in pages(finder, Wish(words="护照"), 2) for code in page) == [
        f"ITEM-{n}" for n in range(6)
    ]


def test_the_last_page_has_no_end():
    assert search().end is None
    assert the_finder().find(Wish(), TODAY, limit=12).end is None
    assert the_finder().find(Wish(), TODAY, limit=11).end is not None


def test_a_cursor_comes_back_as_the_place_it_was_made_of():
    assert place_of(cursor_of(Place(3, 17), LIST), LIST) == Place(3, 17)
    assert (cursor_of(None, LIST), place_of(None, LIST)) == (None, None)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(list_of("another edition", Wish(words="护照"), TODAY), id="another edition"),
        pytest.param(list_of("edition", Wish(words="户口"), TODAY), id="other words"),
        pytest.param(list_of("edition", Wish(words="护照", no_visit=True), TODAY), id="another filter"),
        pytest.param(list_of("edition", Wish(words="护照"), TODAY + dt.timedelta(days=1)), id="another day"),
    ],
)
def test_a_cursor_of_another_list_is_refused(other):
    with pytest.raises(CursorRefused):
        place_of(cursor_of(Place(0, 1), other), LIST)


def made_up(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        *(
            "",
            "a",
            "%%%",
            "é",
            "\ud800",
            made_up([]),
            made_up({"list": LIST}),
            made_up({"list": LIST, "rank": 0, "row": "1"}),
        ),
        made_up({"list": LIST, "rank": 0, "row": 1, "more": 1}),
        made_up({"list": LIST, "rank": 0.5, "row": 1}),
        made_up({"list": LIST, "rank": -1, "row": 1}),
        made_up({"list": LIST, "rank": True, "row": 1}),
    ],
)
def test_a_cursor_that_no_page_gave_is_refused(cursor):
    with pytest.raises(CursorRefused):
        place_of(cursor, LIST)


def test_a_place_beyond_everything_ends_the_list():
    found = the_finder().find(Wish(), TODAY, after=Place(0, 10**300))
    assert (codes(found), found.end) == ([], None)
    assert codes(the_finder().find(Wish(), TODAY, after=Place(99, 0))) == []

"""The next edition is made from the snapshot of the last one: nothing of a summary may be lost."""

import datetime as dt
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.finding.finder import Finder
from chalicelib.catalogue.finding.sections import MARK, SnapshotUnreadable
from chalicelib.catalogue.finding.snapshot import build_snapshot, summaries_in
from chalicelib.catalogue.finding.summary import from_record, summary_of, to_record
from tests.support.items import changed, joint_item, seeded_item
from tests.support.summaries import a_small_catalogue, a_summary

DAY = dt.date(2026, 3, 2)


def by_code(summaries):
    return sorted(summaries, key=lambda it: it.code)


def test_all_of_it_comes_back():
    assert by_code(summaries_in(build_snapshot(a_small_catalogue()))) == by_code(a_small_catalogue())
    assert summaries_in(build_snapshot([])) == []


def test_the_same_summaries_make_the_same_bytes_in_whatever_order():
    mixed = random.Random(1).sample(a_small_catalogue(), len(a_small_catalogue()))
    assert build_snapshot(mixed) == build_snapshot(a_small_catalogue())
    assert Finder.load(build_snapshot(mixed)).identity != Finder.load(build_snapshot(mixed[1:])).identity


@pytest.mark.parametrize(
    "item", [seeded_item(), joint_item(), changed(seeded_item(), fee=None)], ids=lambda it: it.code
)
def test_a_summary_tells_what_the_item_says(item):
    summary = summary_of(item, valid_from=DAY, valid_to=None, batch="batch-7")
    assert (summary.code, summary.version, summary.name.zh) == (item.code, item.version, item.name.zh)
    assert (summary.department_code, summary.department.zh) == (item.department.code, item.department.name.zh)
    assert (summary.regions, summary.no_visit, summary.delivery) == (item.regions, item.is_no_visit, item.delivery)
    assert (summary.statutory, summary.promised) == (item.limits.statutory, item.limits.promised)
    assert summary.is_instant is (item.limits.promised.amount == 0)
    assert summary.fee_fen == (item.fee.amount_fen if item.fee else None)
    assert from_record(to_record(summary)) == summary


@settings(max_examples=100, deadline=None)
@given(zh=st.text(min_size=1), keywords=st.lists(st.text(), max_size=3), day=st.none() | st.dates())
def test_any_text_survives(zh, keywords, day):
    summary = a_summary("ANY", zh, keywords=tuple(keywords), valid_to=day)
    assert from_record(to_record(summary)) == summary
    assert b"\n" not in to_record(summary)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"BJM-ITEMS-0\n...", MARK, MARK + b"xx", MARK + zlib.compress(b"no")]
)
def test_what_is_no_snapshot_of_ours_is_refused(data):
    with pytest.raises(SnapshotUnreadable):
        Finder.load(data)
    with pytest.raises(SnapshotUnreadable):
        summaries_in(data)

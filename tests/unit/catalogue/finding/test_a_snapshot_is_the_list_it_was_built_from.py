"""The next edition is made from the snapshot of the last one: nothing of a summary may be lost."""

import datetime as dt
import json
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.finding.finder import Finder
from chalicelib.catalogue.finding.records import FIELDS, from_record, to_record
from chalicelib.catalogue.finding.sections import FORMAT, MARK, SnapshotUnreadable, pack, unpack
from chalicelib.catalogue.finding.snapshot import build_snapshot, summaries_in
from chalicelib.catalogue.finding.summary import summary_of
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
    "data",
    [
        b"",
        b"PK\x03\x04",
        MARK,
        MARK + FORMAT + b"\n",
        MARK + FORMAT + b"\nxx",
        MARK + FORMAT + b"\n" + zlib.compress(b"no"),
    ],
)
def test_what_is_no_snapshot_of_ours_is_refused(data):
    with pytest.raises(SnapshotUnreadable):
        Finder.load(data)
    with pytest.raises(SnapshotUnreadable):
        summaries_in(data)


def by_another_program(change) -> bytes:
    """A snapshot as one whose summaries have other fields would have written it."""
    sections = unpack(build_snapshot(a_small_catalogue()))
    records = [dict(zip(FIELDS, json.loads(record), strict=True)) for record in sections["records"].splitlines()]
    changed_records = [change(record) for record in records]
    sections["fields"] = json.dumps(list(changed_records[0])).encode()
    sections["records"] = b"".join(json.dumps(list(it.values())).encode() + b"\n" for it in changed_records)
    return pack(sections).replace(MARK + FORMAT, MARK + b"77", 1)


def test_an_edition_of_another_program_is_searched_when_it_was_built_again():
    old = by_another_program(lambda record: {"colour": "red", **record})
    with pytest.raises(SnapshotUnreadable):
        Finder.load(old)
    assert by_code(summaries_in(old)) == by_code(a_small_catalogue())
    assert build_snapshot(summaries_in(old)) == build_snapshot(a_small_catalogue())


def test_summaries_that_lack_something_are_not_made_up():
    with pytest.raises(SnapshotUnreadable):
        summaries_in(by_another_program(lambda record: {k: v for k, v in record.items() if k != "valid_from"}))

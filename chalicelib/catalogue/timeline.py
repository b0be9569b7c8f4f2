"""Which version of an item is in force on a date, for readers of the live edition of the catalogue."""

import datetime as dt
from collections.abc import Iterable

from chalicelib.catalogue.elements import Element


class Entry(Element):
    """From this date on (Asia/Shanghai) that version is in force, or, without a version, the item is retired.

    `edition` is the edition of the catalogue that announced it: nobody sees an entry of an edition that is not live,
    so a batch of many items appears at one moment or not at all.
    """

    valid_from: dt.date
    version: int | None
    edition: int
    batch_id: str = ""


Timeline = tuple[Entry, ...]
"""In the order of announcement; a later entry never begins before an earlier one."""


def in_force(timeline: Iterable[Entry], on: dt.date, edition: int) -> Entry | None:
    """The entry that counts on that date: the last one announced of those that have begun."""
    begun = [entry for entry in timeline if entry.valid_from <= on and entry.edition <= edition]
    return begun[-1] if begun else None


def version_in_force(timeline: Iterable[Entry], on: dt.date, edition: int) -> int | None:
    """The version that a new application gets on that date; None before the first and after the retirement."""
    entry = in_force(timeline, on, edition)
    return entry.version if entry else None


def still_needed(timeline: Timeline, on: dt.date, edition: int) -> Timeline:
    """Without the entries that nobody can be in any more on that date or later."""
    now = in_force(timeline, on, edition)
    return timeline[timeline.index(now) :] if now else timeline


def end_of(timeline: Timeline, entry: Entry) -> dt.date | None:
    """The last day on which `entry` counts; None while nothing follows it."""
    later = timeline[timeline.index(entry) + 1 :]
    return min(following.valid_from for following in later) - dt.timedelta(days=1) if later else None

"""The job that brings everything under the key in use: sealed rows, and the hashes by which people are found.

It walks the whole table, some hundred rows at a time with a pause between, and has a line for each stretch that says
where it ended: cut off, it goes on there. Whatever is changed meanwhile is left to whoever changed it. Sealing a row
twice does no harm, so a stretch that is walked again is only walked again.
"""

import json
from collections import Counter
from collections.abc import Callable

from chalicelib.aws.observability import logger
from chalicelib.aws.rows import Row
from chalicelib.aws.sealed_rows import key_of
from chalicelib.jobs.service import Progress
from chalicelib.licences import service as licences
from chalicelib.parties.resealing.lookups import OF, bring_up_to_date

LOOKED_AT = 500
"""Rows of the table in a stretch."""
PAUSE_SECONDS = 0.25
"""Two thousand rows a second at most: a few hundred read units."""
STRETCH = "STRETCH"
RESEALED, CHANGED, UNREADABLE, MOVED = "resealed", "changed_meanwhile", "unreadable", "look_ups_moved"


def reseal_rows(progress: Progress, pause: Callable[[float], None]) -> None:
    """Walk the table to its end; a dry run counts and writes nothing."""
    progress.platform.key_ring.read_again()
    number, after = _place(progress)
    while number == 0 or after is not None:
        progress.pause_if_late()
        page = progress.platform.sealed_rows.page(looked_at=LOOKED_AT, after=after, also=tuple(OF))
        counts = Counter(dict.fromkeys((RESEALED, CHANGED, UNREADABLE, MOVED), 0))
        for row in page.rows:
            counts.update(_brought_up_to_date(progress, row))
        number, after = number + 1, page.next
        facts = {**{name: str(count) for name, count in counts.items()}, "after": json.dumps(after)}
        progress.line(number, f"#{number}", STRETCH, facts)
        pause(PAUSE_SECONDS)
    progress.finish(_total(progress))


def _brought_up_to_date(progress: Progress, row: Row) -> list[str]:
    rows = progress.platform.sealed_rows
    opened = rows.opened(row)
    if opened is None:
        logger.error("a sealed row cannot be read", extra={"pk": key_of(row).pk, "sk": key_of(row).sk})
        return [UNREADABLE]
    done = []
    if rows.is_outdated(row):
        anew = licences.relisted(progress.platform, opened) if _is_a_licence(row) else opened
        done.append(RESEALED if progress.job.dry_run or rows.seal_anew(row, anew) else CHANGED)
    if _is_found_by_something(row) and not progress.job.dry_run:
        done += [MOVED] * bring_up_to_date(progress.platform, progress.act, opened)
    return done


def _is_a_licence(row: Row) -> bool:
    """It stands in its holder's list by a keyed hash of its own."""
    return row["sk"] == "SNAPSHOT" and str(row["pk"]).startswith("LICENCE#")


def _is_found_by_something(row: Row) -> bool:
    return row["sk"] == "SNAPSHOT" and str(row["pk"]).startswith(tuple(OF))


def _place(progress: Progress) -> tuple[int, Row | None]:
    """The last stretch that was walked and where it ended."""
    number = progress.last_number
    line = progress.line_at(number) if number else None
    return (number, json.loads(line.facts["after"])) if line else (0, None)


def _total(progress: Progress) -> dict[str, str]:
    names = (RESEALED, CHANGED, UNREADABLE, MOVED)
    lines = progress.all_lines()
    return {name: str(sum(int(line.facts[name]) for line in lines)) for name in names}

"""Walking all running clocks in a job that may be cut off anywhere: page by page, shard by shard.

A page of ids is written down as a line of the job before its cases are dealt with. A run that goes on finds its place
in the last such line; which number a case has in the report is settled there, however the index moves meanwhile.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.aws.rows import Row
from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.jobs.service import Progress

PAGE = 100
STRIDE = PAGE + 1
"""Numbers in the report that a page takes: its own, and one for each of its cases."""
LOOKED_AT = "LOOKED_AT"


@dataclass(frozen=True)
class Page:
    """A stretch of one shard: the cases in it, and where it ends (None at the shard's end)."""

    number: int
    shard: int
    case_ids: tuple[str, ...]
    after: Row | None


def running_cases(progress: Progress) -> Iterator[tuple[int, Case]]:
    """Every case whose clock runs or is paused, with its number in the report, from where the job stopped. Raises
    `Paused` between two pages when time is short. Two round trips and a line a page.
    """
    for page in _pages(progress):
        cases = {case.id: case for case in service.load_cases(progress.platform.table, list(page.case_ids))}
        for index, case_id in enumerate(page.case_ids, start=1):
            if case_id in cases:
                yield page.number * STRIDE + index, cases[case_id]


def _pages(progress: Progress) -> Iterator[Page]:
    page = _last_begun(progress)
    while True:
        if page.case_ids:
            yield page
            progress.pause_if_late()
        if page.after is None and page.shard + 1 not in service.CLOCK_SHARDS:
            return
        page = _begin(progress, page)


def _begin(progress: Progress, former: Page) -> Page:
    shard = former.shard if former.after else former.shard + 1
    ids, after = service.running_clocks(progress.platform.table, shard, limit=PAGE, after=former.after)
    if not ids:
        return Page(former.number, shard, (), after)
    page = Page(former.number + 1, shard, tuple(ids), after)
    facts = {"shard": str(shard), "cases": ",".join(ids), "after": json.dumps(after)}
    progress.line(page.number * STRIDE, f"#{page.number}", LOOKED_AT, facts)
    return page


def _last_begun(progress: Progress) -> Page:
    number = max((progress.job.done, *progress.new_lines)) // STRIDE
    line = progress.line_at(number * STRIDE) if number else None
    if line is None:
        return Page(0, -1, (), None)
    facts = line.facts
    return Page(number, int(facts["shard"]), tuple(facts["cases"].split(",")), json.loads(facts["after"]))

"""Holding a file, letting it go, and forgetting what nobody holds.

A reference is written in the transaction of what refers, so there is none without its row. What is forgotten are the
versions in storage that were written before the last holder let go: whoever brings the same bytes again brings a
version of their own, which stays, whatever happens at the same moment. And none refers to a file again without
bringing it, but by somebody who holds it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.object_versions import ObjectVersions
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.instants import from_text
from chalicelib.materials.holdings import store
from chalicelib.materials.model import kept_key, previews_of

GRACE = timedelta(days=30)
"""Longer than any news of a file is under way: a dead-letter queue keeps it for 14 days."""
AT_ONCE = 100


def hold(uow: UnitOfWork, sha256: str, holder: str) -> None:
    """`holder` refers to the kept file of that content from now on."""
    store.hold(uow, sha256, holder)


def let_go(uow: UnitOfWork, sha256: str, holder: str) -> None:
    """`holder` does not refer to it any more, or took no interest in it when it came."""
    store.let_go(uow, sha256, holder, at=machine_now(), due=uow.act.at + GRACE)


def loose_files(table: Table, now: datetime) -> Iterator[str]:
    """SHA-256 of files that somebody let go a month ago. One round trip for a hundred of a shard."""
    for shard in range(store.SHARDS):
        after: Row | None = None
        while True:
            found, after = store.loose(table, shard, now, limit=AT_ONCE, after=after)
            yield from found
            if after is None:
                break


def forget(uow: UnitOfWork, versions: ObjectVersions, sha256: str, *, dry_run: bool) -> bool:
    """Forget the file unless somebody holds it, or let it go less than a month ago; whether it was forgotten.

    It is removed before that is noted: cut off in between, the next run does it again. What was written later than the
    last one let go, though nobody refers to it, is looked at again in a month.
    """
    now, standing = machine_now(), store.holders(uow.table, sha256)
    over = [row for row in standing if store.is_due(row, uow.act.at)]
    is_loose = bool(over) and len(over) == len(standing)
    if dry_run:
        return is_loose
    whole = not is_loose or _removed(versions, sha256, max(_let_go_at(row) for row in over))
    for row in over[0 if whole else 1 :]:
        store.seen_to(uow, row, at=now)
    if not whole:
        store.put_off(uow, over[0], at=now, due=uow.act.at + GRACE)
    return is_loose and whole


def _removed(versions: ObjectVersions, sha256: str, written_before: datetime) -> bool:
    """Remove file and previews; whether nothing of it is left but what is locked."""
    shown = versions.forget(previews_of(sha256), written_before=written_before)
    return versions.forget(kept_key(sha256), written_before=written_before) and shown


def _let_go_at(row: Row) -> datetime:
    return from_text(str(row["let_go_at"]))

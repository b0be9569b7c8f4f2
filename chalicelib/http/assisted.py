"""What a helper did in somebody's affairs: each command that is carried out under an assistance leaves one row with it.

Noted at the edge, in the command's own transaction, so that no capability can forget it and nothing is told that did
not happen. A row names the route and the resource; nothing personal is in either.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.aws.rows import Row
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller
from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.instants import from_text, to_text
from chalicelib.kernel.text import Text

ACT = "ACT#"
KEPT_FOR = timedelta(days=3 * 366)
"""As long as looks: the three years in which whoever was harmed may claim damages (民法典, art. 188)."""


@dataclass(frozen=True)
class ActDone:
    """One command of a helper: what it is called, what it was about, and when (business time)."""

    what: Text
    path: str
    at: datetime


def partition_of(assistance_id: str) -> str:
    """Where an assistance is kept, with what was done under it."""
    return f"ASSISTANCE#{assistance_id}"


def note_act(uow: UnitOfWork, caller: Caller, what: Text, path: str, now: datetime) -> None:
    """Note what `caller` does, if it is done under an assistance (`now`: machine time)."""
    authority = caller.authority
    if authority is None or authority.kind is not AuthorityKind.ASSISTANCE:
        return
    row: Row = {
        "pk": partition_of(authority.id),
        "sk": f"{ACT}{new_ulid(now)}",
        "what_zh": what.zh,
        "what_en": what.en,
        "path": path,
        "at": to_text(uow.act.at),
        "expires_at": int((now + KEPT_FOR).timestamp()),
    }
    uow.put(row, new=True)


def is_act(row: Row) -> bool:
    """Whether a row of the partition is such a note."""
    return str(row["sk"]).startswith(ACT)


def act_in(row: Row) -> ActDone:
    """What a row notes."""
    return ActDone(Text(str(row["what_zh"]), str(row["what_en"])), str(row["path"]), from_text(str(row["at"])))

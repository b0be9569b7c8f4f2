"""Whether a session, and the authority somebody acts under, still stand; without a round trip of their own.

A session has the row `SESSIONS#<person>`/`<session>`, an authority the row `AUTHORITY#<id>`/`LIVE`; whoever ends one
deletes it. A command carries both as conditions of its own transaction, so nothing can be changed any more from that
very instant. What was ended is also listed in `REVOKED`, whose last quarter of an hour every process re-reads every few
seconds: reads end with it. Access tokens live for ten minutes, so nothing older has to be known.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller
from chalicelib.http.access_refusals import AuthorityOver, TokenRefused
from chalicelib.kernel.instants import shanghai_date, to_text

REVOKED, LIVE = "REVOKED", "LIVE"
REMEMBERED = timedelta(minutes=15)
REREAD_SECONDS = 5.0
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
OVERLAP = timedelta(seconds=15)
"""Instants are set by the clocks of many machines: that much is read again."""


def session_key(person_id: str, session_id: str) -> Key:
    """The row that exists while a session may be used."""
    return Key(f"SESSIONS#{person_id}", session_id)


def authority_key(authority_id: str) -> Key:
    """The row that exists while an authority stands."""
    return Key(f"AUTHORITY#{authority_id}", LIVE)


def require_live(uow: UnitOfWork, caller: Caller) -> None:
    """Let nothing be written unless the caller's session and authority stand at that moment."""
    uow.require(session_key(caller.person_id, caller.session_id), refusal=lambda _: TokenRefused())
    if caller.authority is not None:
        uow.require(authority_key(caller.authority.id), refusal=lambda _: AuthorityOver())


def refuse_ended(cloud: Platform, caller: Caller, now: datetime) -> None:
    """Raise `TokenRefused` or `AuthorityOver` where what the caller relies on is known to have ended; `now` is
    business time. Asks nobody, but for the list of what was revoked, every few seconds.
    """
    if caller.authority and caller.authority.until and shanghai_date(now).isoformat() > caller.authority.until:
        raise AuthorityOver
    revoked = revocations_of(cloud).known(cloud.table)
    if caller.session_id in revoked:
        raise TokenRefused
    if caller.authority and caller.authority.id in revoked:
        raise AuthorityOver


def note_revocation(uow: UnitOfWork, ended_id: str, now: datetime) -> None:
    """List a session or an authority as ended at `now` (machine time), for those who only read."""
    row: Row = {
        "pk": REVOKED,
        "sk": f"{to_text(now)}#{ended_id}",
        "expires_at": int((now + REMEMBERED).timestamp()),
    }
    uow.put(row)


@dataclass
class Revocations:
    """What this process knows to have ended."""

    ids: dict[str, datetime] = field(default_factory=dict)
    read_at: float = float("-inf")
    read_until: datetime = LONG_AGO

    def known(self, table: Table) -> dict[str, datetime]:
        """Ids that ended, at most five seconds old. At most one round trip."""
        if time.monotonic() - self.read_at > REREAD_SECONDS:
            self._read(table, machine_now())
        return self.ids

    def _read(self, table: Table, now: datetime) -> None:
        since = max(self.read_until - OVERLAP, now - REMEMBERED)
        for row in table.partition(REVOKED, first=to_text(since)):
            self.ids[str(row["sk"]).partition("#")[2]] = now
        self.ids = {name: seen for name, seen in self.ids.items() if now - seen < REMEMBERED}
        self.read_at, self.read_until = time.monotonic(), now


def revocations_of(cloud: Platform) -> Revocations:
    """The list of this process."""
    found: Revocations = cloud.warm.setdefault("revocations", Revocations())
    return found

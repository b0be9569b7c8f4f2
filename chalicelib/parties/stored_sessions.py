"""How sign-ins are kept: `CHALLENGE#<id>` and `SESSION#<id>` hold one aggregate each, `SESSIONS#<person>` which devices
somebody is signed in with.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.liveness import note_revocation, session_key
from chalicelib.parties.challenges import Challenge
from chalicelib.parties.errors import RefreshRefused
from chalicelib.parties.sessions import Device, Session

KEPT_AFTERWARDS = timedelta(days=1)
"""Challenges and sessions are removed this long after they ended; their events stay."""


def load_challenge(table: Table, challenge_id: str) -> Challenge | None:
    """One round trip."""
    row = table.row(Key(f"CHALLENGE#{challenge_id}", SNAPSHOT))
    return to_aggregate(Challenge, row) if row else None


def save_challenge(uow: UnitOfWork, challenge: Challenge) -> None:
    """Removed a day after it ran out: until then notifications may still look at it."""
    uow.save(f"CHALLENGE#{challenge.id}", challenge, indexes=_removed_after(challenge.valid_until))


def load_session(table: Table, session_id: str) -> Session | None:
    """One round trip."""
    row = table.row(Key(f"SESSION#{session_id}", SNAPSHOT))
    return to_aggregate(Session, row) if row else None


def load_sessions(table: Table, session_ids: Sequence[str]) -> list[Session]:
    """Those of at most 100 sessions that there are. One round trip."""
    rows = table.rows_at([Key(f"SESSION#{session_id}", SNAPSHOT) for session_id in session_ids]) if session_ids else []
    return [to_aggregate(Session, row) for row in rows]


def save_session(uow: UnitOfWork, session: Session, now: datetime) -> None:
    """The session, and the row by which its tokens live; ended, that row goes. Removed a day after it ran out.

    A session that somebody ended meanwhile is not brought back: `RefreshRefused` on commit.
    """
    key, is_new = session_key(session.person_id, session.id), session.loaded_version == 0
    if session.revoked:
        uow.delete(key)
        note_revocation(uow, session.id, now)
    else:
        row: Row = {
            "pk": key.pk,
            "sk": key.sk,
            "person": session.person_id,
            "body": session.device.model_dump_json(),
            "expires_at": int(session.valid_until.timestamp()),
        }
        standing: dict[str, Value] | None = None if is_new else {"person": session.person_id}
        uow.put(row, equals=standing, refusal=lambda _: RefreshRefused(), personal=True)
    uow.save(f"SESSION#{session.id}", session, indexes=_removed_after(session.valid_until))


def devices_of(table: Table, person_id: str) -> list[tuple[str, Device]]:
    """Ids of the sessions in which somebody is signed in, and with what, the oldest first. One round trip."""
    rows = table.partition(session_key(person_id, "").pk)
    return [(str(row["sk"]), Device.model_validate_json(str(row["body"]))) for row in rows]


def _removed_after(instant: datetime) -> dict[str, Value]:
    return {"expires_at": int((instant + KEPT_AFTERWARDS).timestamp())}

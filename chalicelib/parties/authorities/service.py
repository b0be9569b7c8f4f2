"""Use cases of acting for somebody else: which capacities somebody has, and a token for one of them."""

from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller
from chalicelib.http.liveness import LIVE, authority_key
from chalicelib.http.tokens import Tokens
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import shanghai_date
from chalicelib.parties import ways_in
from chalicelib.parties.authorities import store
from chalicelib.parties.authorities.errors import CapacityUnknown
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.errors import RefreshRefused


def grant(uow: UnitOfWork, record: AuthorityRecord) -> None:
    """Let `record` stand, together with whatever gave it."""
    store.put(uow, record)


def end(uow: UnitOfWork, authority_id: str, now: datetime) -> None:
    """End an authority together with whatever gave it: from that moment nothing is changed under it (`now`: machine
    time). Ended again, nothing happens.
    """
    store.remove(uow, authority_id, now)


def held_by(
    table: Table, person_id: str, *, limit: int, after: Row | None = None
) -> tuple[list[AuthorityRecord], Row | None]:
    """A page of what somebody may act as. One round trip; eventually consistent."""
    page = store.held_by(table, person_id, limit=limit, after=after)
    return [store.record_in(row) for row in page.rows], page.next


def chosen(
    cloud: Platform, act: Act, caller: Caller, capacity_id: str | None, now: datetime
) -> tuple[Caller, datetime | None]:
    """The caller in that capacity, or for themselves again, through the program that they came by; and when it is over,
    if it has an end of its own (`now` and that: machine time). One round trip.

    Raises `RefreshRefused` for somebody who may not sign in any more, `CapacityUnknown` or `NotYetInForce`.
    """
    person, today = caller.person_id, shanghai_date(act.at)
    wanted = [ways_in.principal_key(person), *([authority_key(capacity_id)] if capacity_id else [])]
    rows = {str(row["sk"]): row for row in cloud.table.rows_at(wanted)}
    if ways_in.PRINCIPAL not in rows:
        raise RefreshRefused
    holder, expires_at = ways_in.principal_in(rows[ways_in.PRINCIPAL]), None
    acting = holder.as_caller(caller.session_id)
    if capacity_id:
        record = store.record_in(rows[LIVE]) if LIVE in rows else None
        if record is None or record.holder_id != holder.id or record.is_over(today) or record.has_expired(now):
            raise CapacityUnknown
        acting, expires_at = record.caller(holder, caller.session_id, today), record.expires_at
    return acting.through(caller.client_id, caller.channel), expires_at


def token_for(cloud: Platform, caller: Caller, now: datetime, *, expires_at: datetime | None = None) -> str:
    """An access token for `caller` from `now` on, never beyond `expires_at` (machine time). One call of the key
    service.
    """
    return Tokens(cloud.token_key, cloud.settings.public_base_url).issue(caller, now, not_after=expires_at)

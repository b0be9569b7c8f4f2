"""Use cases of acting for somebody else: which capacities somebody has, and a token for one of them."""

from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller
from chalicelib.http.tokens import Tokens
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import shanghai_date
from chalicelib.parties.authorities import store
from chalicelib.parties.authorities.errors import CapacityUnknown
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.principals import Principal


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


def record_of(cloud: Platform, act: Act, holder: Principal, capacity_id: str, now: datetime) -> AuthorityRecord:
    """The capacity that `holder` may act in at `now` (machine time). Raises `CapacityUnknown`. One round trip."""
    record = store.load(cloud.table, capacity_id)
    if record is None or record.holder_id != holder.id or record.is_over(shanghai_date(act.at)):
        raise CapacityUnknown
    if record.has_expired(now):
        raise CapacityUnknown
    return record


def token_for(cloud: Platform, caller: Caller, now: datetime, *, expires_at: datetime | None = None) -> str:
    """An access token for `caller` from `now` on, never beyond `expires_at` (machine time). One call of the key
    service.
    """
    return Tokens(cloud.token_key, cloud.settings.public_base_url).issue(caller, now, not_after=expires_at)

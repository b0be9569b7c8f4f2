"""Acting for somebody else over HTTP: choose a capacity, get a token for it."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import Field

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.access import Role
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, everybody
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.shapes import Request, Shape
from chalicelib.http.tokens import LIFETIME
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.masking import MaskedName, Public
from chalicelib.kernel.text import Text
from chalicelib.parties.api import TOKENS_ARE_NOT_KEPT, parties_area
from chalicelib.parties.authorities import errors, service, store
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.errors import RefreshRefused


class CapacityView(Shape):
    """One capacity in which the caller may act."""

    capacity_id: str
    kind: str
    principal_id: str = Field(description="Whose affairs these are.")
    principal_name: MaskedName = Field(description="An organisation's name; a person's is masked.")
    items: tuple[str, ...] = Field(description="Codes of the items it is for; empty: all.")
    powers: tuple[str, ...] = Field(description="What it allows; empty: everything.")
    valid_from: date
    valid_to: date | None = None
    expires_at: datetime | None = Field(None, description="The moment it is over, where that is before the day is.")
    in_force: bool
    role: Role | None = Field(None, description="Of another post of one's own, or of an absent colleague's.")
    department: str | None = None
    region: str | None = None

    @classmethod
    def of(cls, record: AuthorityRecord, today: date) -> Self:
        return cls(
            capacity_id=record.id,
            kind=record.kind,
            principal_id=record.principal_id,
            principal_name=Public(record.principal_name) if record.is_of_an_organisation else record.principal_name,
            items=record.items,
            powers=tuple(record.powers),
            valid_from=record.valid_from,
            valid_to=record.valid_to,
            expires_at=record.expires_at,
            in_force=record.stands_on(today),
            **record.desk,
        )


class ChooseCapacity(Request):
    """In which capacity to go on."""

    capacity_id: str | None = Field(None, max_length=64, description="Left out: for oneself again.")


class CapacityToken(Shape):
    """An access token in the chosen capacity; refreshing the session leads back to acting for oneself."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: int = int(LIFETIME.total_seconds())


@parties_area.get(
    "/v1/me/capacities",
    access=allow(*everybody()),
    summary=Text("我的办事身份", "In which capacities one may act"),
    consistency="eventual",
)
def list_capacities(call: Call, query: PageQuery) -> Reply[ListOf[CapacityView]]:
    """For whom the caller may act, and in which other posts; what has ended is not listed."""
    call.own()
    person, today, now = call.caller.person_id, shanghai_date(call.act.at), machine_now()
    after = query.after(BY_APPLICANT, store.holder_pk(person))
    records, behind = service.held_by(call.platform.table, person, limit=query.limit, after=after)
    entries = [
        CapacityView.of(record, today)
        for record in records
        if not record.is_over(today) and not record.has_expired(now)
    ]
    return one_page(entries, behind)


@parties_area.post(
    "/v1/sessions/current/capacity",
    access=allow(*everybody()),
    summary=Text("切换办事身份", "Act in another capacity"),
    not_repeatable=TOKENS_ARE_NOT_KEPT,
    refusals=(errors.CapacityUnknown, errors.NotYetInForce, RefreshRefused),
)
def choose_capacity(call: Call, body: ChooseCapacity) -> Reply[CapacityToken]:
    """An access token of the same session for somebody else's affairs or another post (the actor stays named in it)."""
    call.own()
    now = machine_now()
    caller, expires_at = service.chosen(call.platform, call.act, call.caller, body.capacity_id, now)
    token = service.token_for(call.platform, caller, now, expires_at=expires_at)
    lasts = min(LIFETIME, expires_at - now) if expires_at else LIFETIME
    return Reply(CapacityToken(access_token=token, expires_in=int(lasts.total_seconds())))

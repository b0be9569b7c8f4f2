"""Authority (代理权): by what somebody acts for somebody else, or in another post than their own.

A record stands as long as its row does. What gave it (a mandate, a base's answer, a declared absence) keeps its own
history; this is only what a token needs to know.
"""

from datetime import date, datetime

from pydantic import AwareDatetime

from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import OWN_CAPACITIES, Authority, AuthorityKind, Power
from chalicelib.kernel.value import Value
from chalicelib.parties.authorities.errors import NotYetInForce
from chalicelib.parties.principals import Principal


class AuthorityRecord(Value):
    """`holder_id` may act for `principal_id`; no items means all items, no powers all powers.

    `valid_from` and `valid_to` are days in Hainan, both included; no `valid_to` means until it is ended. For a post or
    a substitution `role`, `department` and `region` say which desk it is. `level` is what the authority itself is worth
    where that is not the holder's identity, and `expires_at` (machine time) the moment it is over before the day is.
    """

    id: str
    kind: AuthorityKind
    holder_id: str
    principal_id: str
    principal_name: str = ""
    role: Role = Role.APPLICANT
    department: str = ""
    region: str = ""
    items: tuple[str, ...] = ()
    powers: tuple[Power, ...] = ()
    valid_from: date
    valid_to: date | None = None
    level: int | None = None
    expires_at: AwareDatetime | None = None

    @property
    def is_of_an_organisation(self) -> bool:
        """Whether the principal is an organisation, whose name is public."""
        return self.kind in {AuthorityKind.REPRESENTATIVE, AuthorityKind.AGENT}

    def stands_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.valid_from <= day and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.valid_to is not None and day > self.valid_to

    @property
    def desk(self) -> dict[str, str]:
        """Role, department and region of a post; empty for what represents somebody."""
        names = ("role", "department", "region") if self.kind in OWN_CAPACITIES else ()
        return {name: getattr(self, name) for name in names}

    def has_expired(self, now: datetime) -> bool:
        """Whether its moment has come (`now`: machine time)."""
        return self.expires_at is not None and now >= self.expires_at

    def caller(self, holder: Principal, session_id: str, today: date) -> Caller:
        """Its holder, acting under it. Raises `NotYetInForce`; one that is over is unknown to its store."""
        if not self.stands_on(today):
            raise NotYetInForce(valid_from=self.valid_from.isoformat())
        authority = Authority(
            kind=self.kind,
            id=self.id,
            items=self.items,
            powers=tuple(self.powers),
            until=self.valid_to.isoformat() if self.valid_to else "",
        )
        return Caller(
            id=self.principal_id if authority.represents else holder.id,
            role=self.role,
            level=holder.level if self.level is None else self.level,
            session_id=session_id,
            department=self.department,
            region=self.region,
            actor_id=holder.id if authority.represents else "",
            authority=authority,
        )

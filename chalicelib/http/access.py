"""Who may do what: a rule is role + scope, declared beside the route. What no rule allows is refused."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, runtime_checkable

from chalicelib.http.access_refusals import (
    LevelTooLow,
    OnlyInPerson,
    OutOfReach,
    PowerMissing,
    RoleRefused,
    TokenMissing,
)
from chalicelib.http.authority import Authority, AuthorityKind, Power
from chalicelib.kernel.events import Actor, Party

STEPS_UP = (
    "POST /v1/registrations",
    "POST /v1/me/identity-checks",
    "POST /v1/me/face-checks",
    "POST /v1/me/certificate-checks",
)
"""What gives levels 1 to 4 (实名等级提升), in order; L4 is also given at a window."""
CERTIFICATE = 4


def steps_up(present: int, required: int) -> list[str]:
    """What somebody at level `present` has to do for `required`, in order. A certificate needs no face before it."""
    steps = [(level, step) for level, step in enumerate(STEPS_UP, 1) if present < level <= required]
    return [step for level, step in steps if required < CERTIFICATE or level != CERTIFICATE - 1]


class Role(StrEnum):
    """What somebody is to the service."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    HEAD = "head"
    OPERATOR = "operator"
    WINDOW_CLERK = "window-clerk"
    """Serves people at a window (综合窗口)."""
    HOTLINE_AGENT = "hotline-agent"
    """Serves people on the phone (12345)."""
    CATALOGUE_MANAGER = "catalogue-manager"
    """Describes items and has them checked (目录管理员)."""
    CATALOGUE_APPROVER = "catalogue-approver"
    """Approves what somebody else described, and publishes batches (目录审核员)."""


class Scope(StrEnum):
    """How far a role reaches."""

    OWN = "own"
    """Only what belongs to the caller's own account."""
    DEPARTMENT = "department"
    """Only what the caller's department handles in the caller's region."""
    DESK = "desk"
    """That, and what the caller's desk is asked about by another department, level or region (异地、联动、协同)."""
    DEPARTMENT_LINE = "department-line"
    """What the caller's department is responsible for anywhere in the province; everything for the province's
    catalogue office, which belongs to no department line.
    """
    PROVINCE = "province"
    """Everything of this kind in the province."""


@dataclass(frozen=True)
class Caller:
    """The person behind a verified access token.

    `id` says whose affairs these are: an account, an organisation, a member of staff. Under an `authority`
    somebody else may act for them: `actor_id`. `person_id` is the one who acts, in either case. `client_id` is the
    program they came through, `channel` which way that is.
    """

    id: str
    role: Role
    level: int
    session_id: str
    department: str = ""
    region: str = ""
    actor_id: str = ""
    authority: Authority | None = None
    client_id: str = ""
    channel: str = ""

    def through(self, client_id: str, channel: str) -> "Caller":
        """The same caller, who came through that program."""
        return replace(self, client_id=client_id, channel=channel)

    @property
    def person_id(self) -> str:
        """Who acts."""
        return self.actor_id or self.id

    @property
    def in_person(self) -> bool:
        """Whether the caller's own affairs are at hand."""
        return self.authority is None or not self.authority.represents

    @property
    def actor(self) -> Actor:
        """The caller as an event names them: who acts, and for whom by what right."""
        party = Party.APPLICANT if self.role is Role.APPLICANT else Party.OFFICIAL
        return Actor(
            id=self.person_id,
            party=party,
            role=self.role,
            on_behalf_of="" if self.in_person else self.id,
            authority=self.authority.id if self.authority else "",
            channel=self.channel,
        )


class Subject(Protocol):
    """Anything that access can be decided on."""

    @property
    def owner_id(self) -> str: ...
    @property
    def department(self) -> str: ...
    @property
    def region(self) -> str: ...


@runtime_checkable
class Asking(Protocol):
    """A subject about which desks of other departments, levels and regions are asked too."""

    def asks(self, role: str, department: str, region: str) -> bool:
        """Whether it has come to that desk."""


@dataclass(frozen=True)
class Grant:
    """`role` may, within `scope`, when identified at least at `level` (L1 mobile … L4 CA or window)."""

    role: Role
    scope: Scope
    level: int = 0
    power: Power | None = None
    """What somebody who acts for the applicant has to be allowed."""
    only_in_person: bool = False
    """Nobody can do it for somebody else."""
    also_as: AuthorityKind | None = None
    """But for whoever has this authority: an organisation does nothing in person, and some people need a clerk."""

    def admit(self, caller: Caller) -> None:
        """Raise `OnlyInPerson`, `PowerMissing` or `LevelTooLow` where somebody of the right role may not do this."""
        if self.only_in_person and not caller.in_person and not self._is_by_its_organ(caller):
            raise OnlyInPerson
        if self.power and caller.authority and not caller.authority.allows(self.power):
            raise PowerMissing(power=self.power)
        if caller.level < self.level:
            raise LevelTooLow(
                required_level=self.level, present_level=caller.level, step_up=steps_up(caller.level, self.level)
            )

    def _is_by_its_organ(self, caller: Caller) -> bool:
        return caller.authority is not None and caller.authority.kind is self.also_as

    def reaches(self, caller: Caller, subject: Subject) -> bool:
        """Whether `subject` lies within the scope for `caller`."""
        if self.scope is Scope.OWN:
            return subject.owner_id == caller.id and _is_covered(caller, subject)
        if self.scope in {Scope.DEPARTMENT, Scope.DESK}:
            return _is_handled_by(caller, subject) or (self.scope is Scope.DESK and _is_asked_of(caller, subject))
        if self.scope is Scope.DEPARTMENT_LINE:
            return caller.department in {"", subject.department}
        return True


@dataclass(frozen=True)
class Rule:
    """The grants of one route; empty means that anybody may, and then `why_public` says why."""

    grants: tuple[Grant, ...]
    why_public: str = ""

    def grant_for(self, caller: Caller | None) -> Grant | None:
        """The grant under which `caller` acts; None on a public route. Raises when there is none."""
        if self.why_public:
            return None
        if caller is None:
            raise TokenMissing
        for grant in self.grants:
            if grant.role is caller.role:
                grant.admit(caller)
                return grant
        raise RoleRefused(roles=sorted({grant.role for grant in self.grants}))


def require_reach(grant: Grant, caller: Caller, subject: Subject) -> None:
    """Raise `OutOfReach` when `subject` is not the caller's business: its very existence is not told."""
    if not grant.reaches(caller, subject):
        raise OutOfReach


def _is_covered(caller: Caller, subject: Subject) -> bool:
    return caller.authority is None or caller.authority.covers(str(getattr(subject, "item_code", "")))


def _is_handled_by(caller: Caller, subject: Subject) -> bool:
    return (subject.department, subject.region) == (caller.department, caller.region)


def _is_asked_of(caller: Caller, subject: Subject) -> bool:
    return isinstance(subject, Asking) and subject.asks(caller.role, caller.department, caller.region)


def roles_of(rules: Iterable[Rule]) -> set[Role]:
    """All roles that any of the rules names."""
    return {grant.role for rule in rules for grant in rule.grants}

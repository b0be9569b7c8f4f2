"""Who may do what: a rule is role + scope, declared beside the route. What no rule allows is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from chalicelib.kernel.errors import NotAllowed, NotFound, Unauthenticated
from chalicelib.kernel.events import Actor, Party
from chalicelib.kernel.text import Text


class Role(StrEnum):
    """What somebody is to the service."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    HEAD = "head"
    OPERATOR = "operator"
    CATALOGUE_MANAGER = "catalogue-manager"
    """Describes items and has them checked (目录管理员)."""
    CATALOGUE_APPROVER = "catalogue-approver"
    """Approves what somebody else described, and publishes batches (目录审核员)."""


class Power(StrEnum):
    """What somebody may do for somebody else."""

    SUBMIT = "SUBMIT"
    """Everything about the application itself."""
    PAY = "PAY"
    RECEIVE = "RECEIVE"
    """The documents, and what is delivered."""


class AuthorityKind(StrEnum):
    """By what somebody acts for somebody else, or in another capacity than their usual one."""

    REPRESENTATIVE = "REPRESENTATIVE"
    """The legal representative (法定代表人) of an organisation."""
    AGENT = "AGENT"
    """Somebody whom an organisation authorised (经办人)."""
    ATTORNEY = "ATTORNEY"
    """Somebody whom a natural person authorised (受托人)."""
    GUARDIAN = "GUARDIAN"
    """The guardian (监护人) of a minor."""
    COMMUNITY = "COMMUNITY"
    """A village's or community's agent, for people who agreed (村居代办员)."""
    POST = "POST"
    """Another post of the same member of staff."""
    SUBSTITUTION = "SUBSTITUTION"
    """The post of a colleague who is absent (代班)."""


OWN_CAPACITIES = frozenset({AuthorityKind.POST, AuthorityKind.SUBSTITUTION})
"""In these somebody still acts in their own name."""


@dataclass(frozen=True)
class Authority:
    """By what the caller acts for `Caller.id`. No items means all items, no powers all powers; `until` is the last day
    (ISO date in Hainan), empty when it has no end.
    """

    kind: AuthorityKind
    id: str
    items: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()
    until: str = ""

    @property
    def represents(self) -> bool:
        """Whether the affairs are somebody else's."""
        return self.kind not in OWN_CAPACITIES

    def covers(self, item_code: str) -> bool:
        """Whether it reaches to that item."""
        return not self.items or item_code in self.items

    def allows(self, power: Power) -> bool:
        """Whether it holds that power."""
        return not self.powers or power in self.powers


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
    somebody else may act for them: `actor_id`. `person_id` is the one who acts, in either case.
    """

    id: str
    role: Role
    level: int
    session_id: str
    department: str = ""
    region: str = ""
    actor_id: str = ""
    authority: Authority | None = None

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

    def admit(self, caller: Caller) -> None:
        """Raise `OnlyInPerson`, `PowerMissing` or `LevelTooLow` where somebody of the right role may not do this."""
        if self.only_in_person and not caller.in_person:
            raise OnlyInPerson
        if self.power and caller.authority and not caller.authority.allows(self.power):
            raise PowerMissing(power=self.power)
        if caller.level < self.level:
            raise LevelTooLow(
                required_level=self.level, present_level=caller.level, step_up=list(STEPS_UP[caller.level : self.level])
            )

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


def public(why: str) -> Rule:
    """Anybody may, because `why`."""
    if not why:
        raise ValueError("a public route says why it is public")
    return Rule((), why)


def allow(*grants: Grant) -> Rule:
    """Only these grants."""
    if not grants:
        raise ValueError("a rule without grants allows nobody")
    return Rule(grants)


def applicant(level: int = 1, power: Power | None = None) -> Grant:
    """Applicants, for what is their own, from identity `level` up; also whoever may act for them with `power`."""
    return Grant(Role.APPLICANT, Scope.OWN, level, power)


def in_person(level: int = 1) -> Grant:
    """Applicants for themselves, from identity `level` up; nobody can do it for them."""
    return Grant(Role.APPLICANT, Scope.OWN, level, only_in_person=True)


def everybody() -> tuple[Grant, ...]:
    """Whoever is signed in, in whatever role, for what is their own."""
    return tuple(Grant(role, Scope.OWN) for role in Role)


def officials_own() -> tuple[Grant, ...]:
    """Members of staff in whatever role, for what is their own."""
    return tuple(Grant(role, Scope.OWN) for role in Role if role is not Role.APPLICANT)


def reviewer() -> Grant:
    """Reviewers, for their department in their region."""
    return Grant(Role.REVIEWER, Scope.DEPARTMENT)


def desk() -> Grant:
    """Reviewers, for their department in their region, and for what others ask their desk about."""
    return Grant(Role.REVIEWER, Scope.DESK)


def head() -> Grant:
    """Department heads, for their department in their region."""
    return Grant(Role.HEAD, Scope.DEPARTMENT)


def operator() -> Grant:
    """Operators of the platform, for the whole province."""
    return Grant(Role.OPERATOR, Scope.PROVINCE)


def manager() -> Grant:
    """Catalogue managers, for the items of their department's line."""
    return Grant(Role.CATALOGUE_MANAGER, Scope.DEPARTMENT_LINE)


def approver() -> Grant:
    """Catalogue approvers, for the items of their department's line."""
    return Grant(Role.CATALOGUE_APPROVER, Scope.DEPARTMENT_LINE)


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


STEPS_UP = (
    "POST /v1/registrations",
    "POST /v1/me/identity-checks",
    "POST /v1/me/face-checks",
    "POST /v1/me/certificate-checks",
)
"""What gives levels 1 to 4 (实名等级提升); the window gives the last one too."""


class TokenMissing(Unauthenticated):
    """No access token, or none that is valid."""

    code = "access.token-missing"
    title = Text("请先登录", "Please sign in first")
    next_step = Text(
        "请登录后在 Authorization 头中携带 Bearer 令牌。",
        "Sign in and send the access token as a Bearer token in the Authorization header.",
    )


class TokenRefused(Unauthenticated):
    """The token is expired, altered, or meant for somebody else."""

    code = "access.token-refused"
    title = Text("登录已失效", "The access token is not valid any more")
    next_step = Text("请刷新令牌或重新登录。", "Refresh the token or sign in again.")


class RoleRefused(NotAllowed):
    """The caller's role may not do this."""

    code = "access.role-refused"
    title = Text("您的身份无权进行此操作", "Your role may not do this")
    next_step = Text("请由有权限的人员办理。", "Ask somebody with one of the roles listed to do it.")


class OnlyInPerson(NotAllowed):
    """Nobody can do this for somebody else."""

    code = "access.only-in-person"
    title = Text("此项须由本人办理", "Only the person concerned may do this")
    next_step = Text(
        "请切换回本人身份后再操作。",
        "Go back to acting for yourself (POST /v1/sessions/current/capacity), or let them do it.",
    )


class PowerMissing(NotAllowed):
    """The authorisation does not go that far."""

    code = "access.power-missing"
    title = Text("授权范围不包含此项操作", "The authorisation does not cover this")
    next_step = Text(
        "请由授权人扩大授权，或由其本人办理。", "Ask for a wider authorisation, or let the principal do it."
    )


class ItemNotCovered(NotAllowed):
    """The authorisation names other items."""

    code = "access.item-not-covered"
    title = Text("授权范围不包含该事项", "The authorisation does not cover this item")
    next_step = PowerMissing.next_step


class AuthorityOver(Unauthenticated):
    """The authorisation has ended or was revoked."""

    code = "access.authority-over"
    title = Text("授权已到期或已撤销", "The authorisation has ended or was revoked")
    next_step = Text(
        "请切换回本人身份，或请授权人重新授权。",
        "Act for yourself again, or ask the principal for a new authorisation.",
    )


class LevelTooLow(NotAllowed):
    """The caller's identity has to be verified more strongly first."""

    code = "access.level-too-low"
    title = Text("需要更高的实名等级：L{required_level}", "Identity level L{required_level} is needed")
    next_step = Text(
        "请先完成实名核验（L2）或人脸核验（L3）,再继续办理。",
        "Complete the identity check (L2) or the face check (L3), then continue.",
    )


class OutOfReach(NotFound):
    """There is nothing here that the caller may see."""

    code = "access.not-found"
    title = Text("未找到", "Not found")
    next_step = Text(
        "请核对编号，或登录有权查看的账号。", "Check the identifier, or sign in with the account it belongs to."
    )

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
    """The person behind a verified access token."""

    id: str
    role: Role
    level: int
    session_id: str
    department: str = ""
    region: str = ""

    @property
    def actor(self) -> Actor:
        """The caller as an event names them."""
        party = Party.APPLICANT if self.role is Role.APPLICANT else Party.OFFICIAL
        return Actor(id=self.id, party=party, role=self.role)


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

    def reaches(self, caller: Caller, subject: Subject) -> bool:
        """Whether `subject` lies within the scope for `caller`."""
        if self.scope is Scope.OWN:
            return subject.owner_id == caller.id
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
                if caller.level < grant.level:
                    raise LevelTooLow(required_level=grant.level, present_level=caller.level)
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


def applicant(level: int = 1) -> Grant:
    """Applicants, for what is their own, from identity `level` up."""
    return Grant(Role.APPLICANT, Scope.OWN, level)


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


def _is_handled_by(caller: Caller, subject: Subject) -> bool:
    return (subject.department, subject.region) == (caller.department, caller.region)


def _is_asked_of(caller: Caller, subject: Subject) -> bool:
    return isinstance(subject, Asking) and subject.asks(caller.role, caller.department, caller.region)


def roles_of(rules: Iterable[Rule]) -> set[Role]:
    """All roles that any of the rules names."""
    return {grant.role for rule in rules for grant in rule.grants}


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

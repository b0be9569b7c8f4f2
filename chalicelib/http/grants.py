"""How access is declared beside a route: `access=allow(reviewer(), head())`, or `public(why)`."""

from chalicelib.http.access import Grant, Role, Rule, Scope
from chalicelib.http.authority import AuthorityKind, Power


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


def signatory(level: int = 1) -> Grant:
    """Applicants for themselves and legal representatives for their organisation, from identity `level` up; nobody
    whom either has authorised.
    """
    return Grant(Role.APPLICANT, Scope.OWN, level, only_in_person=True, also_as=AuthorityKind.REPRESENTATIVE)


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


def window_clerk() -> Grant:
    """Clerks at windows, for those whom they serve themselves."""
    return Grant(Role.WINDOW_CLERK, Scope.OWN)


def hotline_agent() -> Grant:
    """Agents of the hotline, for those whom they serve themselves."""
    return Grant(Role.HOTLINE_AGENT, Scope.OWN)


def manager() -> Grant:
    """Catalogue managers, for the items of their department's line."""
    return Grant(Role.CATALOGUE_MANAGER, Scope.DEPARTMENT_LINE)


def approver() -> Grant:
    """Catalogue approvers, for the items of their department's line."""
    return Grant(Role.CATALOGUE_APPROVER, Scope.DEPARTMENT_LINE)

"""One call of the API, as the use cases see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller, Grant, Subject, require_reach
from chalicelib.http.access_refusals import ItemNotCovered
from chalicelib.http.preconditions import StaleVersion, expected_version
from chalicelib.kernel.events import Act
from chalicelib.kernel.text import Language

Body = TypeVar("Body")


class UncheckedRoute(AssertionError):
    """A route answered without checking what it declared to check; nothing was written."""


@dataclass
class Call:
    """Who calls, in which language, under which grant, and the unit of work that their change goes into."""

    platform: Platform
    uow: UnitOfWork
    language: Language
    headers: Mapping[str, str]
    raw_body: bytes
    source_address: str
    caller_or_none: Caller | None
    grant: Grant | None
    reach_checked: bool = False
    version_checked: bool = False

    @property
    def caller(self) -> Caller:
        """The verified caller; only routes that are not public have one."""
        if self.caller_or_none is None:
            raise UncheckedRoute("a public route has no caller")
        return self.caller_or_none

    @property
    def act(self) -> Act:
        """Who acts, when (business time), within which request."""
        return self.uow.act

    def require_reach(self, subject: Subject) -> None:
        """Raise `OutOfReach` unless `subject` lies within the scope under which the caller acts."""
        if self.grant is not None:
            require_reach(self.grant, self.caller, subject)
        self.reach_checked = True

    def require_item(self, item_code: str) -> None:
        """Raise `ItemNotCovered` unless the caller acts for themselves, or for somebody about that item too."""
        if not self.covers(item_code):
            raise ItemNotCovered(item_code=item_code)

    def covers(self, item_code: str) -> bool:
        """Whether the caller may touch what concerns that item: all of their own, or what they have authority for."""
        authority = self.caller.authority
        return authority is None or authority.covers(item_code)

    def own(self) -> str:
        """Whose affairs these are, by its id, for what can only ever be the caller's own."""
        self.reach_checked = True
        return self.caller.id

    def require_version(self, present: int) -> None:
        """Raise unless If-Match names the `present` version."""
        expected = expected_version(self.headers.get("if-match"))
        if expected != present:
            raise StaleVersion(present_version=present)
        self.version_checked = True


@dataclass(frozen=True)
class Reply(Generic[Body]):
    """What a route answers: a body, the version of the aggregate behind it, where a new thing is found."""

    body: Body
    version: int | None = None
    location: str | None = None
    next_cursor: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """What else this one answer has to say."""

"""The one small hierarchy of refusals.

A capability declares its refusals as subclasses of the kinds below, beside the rule that raises them. Each
class has a stable `code`, says what is wrong (`title`) and what to do next (`next_step`) in both languages.
The kinds are mapped to HTTP statuses in one table, `chalicelib.http.problems`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from chalicelib.kernel.text import Text


@dataclass(frozen=True)
class Pointer:
    """Where in the request something is wrong: an RFC 6901 pointer, and what is wrong there, in plain words."""

    pointer: str
    detail: Text


class DomainError(Exception):
    """A refusal that its receiver can understand and act upon.

    `facts` are told to the caller as members of the problem document, so they never hold another person's data.
    """

    code: ClassVar[str]
    title: ClassVar[Text]
    next_step: ClassVar[Text]

    def __init__(self, *, pointers: Iterable[Pointer] = (), **facts: str | int | list[str] | None) -> None:
        super().__init__(self.code)
        self.pointers = tuple(pointers)
        self.facts = facts


class Invalid(DomainError):
    """The request is understood, and what it asks for breaks a rule."""


class Malformed(DomainError):
    """The request cannot be understood."""


class Unauthenticated(DomainError):
    """Nobody, or nobody any more, is behind this request."""

    scheme: ClassVar[str] = "Bearer"
    """By what the caller would have to prove who they are (RFC 9110 §11.1)."""


class NotAllowed(DomainError):
    """The caller is known and may not do this."""


class NotFound(DomainError):
    """There is no such thing, or the caller may not know of it."""


class Conflict(DomainError):
    """What is asked for collides with the present state; nothing was changed."""


class Stale(DomainError):
    """The caller acted on an older version than the present one; nothing was changed."""


class VersionRequired(DomainError):
    """A change has to name the version that it changes."""


class TooMany(DomainError):
    """A limit on attempts has been reached. `facts['retry_after']` holds seconds."""


class Unavailable(DomainError):
    """A source that is needed does not answer now; nothing was changed."""


class Failure(DomainError):
    """Our own mistake; the caller did nothing wrong."""

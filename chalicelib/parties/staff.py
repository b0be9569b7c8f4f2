"""Members of staff: who they are, in which department (a code such as `GA`) and region (GB/T 2260)."""

from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.http.access import Role
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.value import Value
from chalicelib.parties.model import Level
from chalicelib.parties.officials.errors import InterestUnknown, TooManyInterests
from chalicelib.parties.officials.interests import AT_MOST, Interest, InterestKind
from chalicelib.parties.officials.posts import HeldPost, Post, PostGiven, PostTaken
from chalicelib.parties.principals import Principal


class StaffEntry(Value):
    """A line of the staff list that the operator maintains; `posts` are those beside their own."""

    id: str
    name: str
    mobile: str
    role: Role
    department: str = ""
    region: str
    posts: tuple[Post, ...] = ()


class StaffProvisioned(Event):
    """Somebody joined the service."""

    type = "party.StaffProvisioned"
    role: Role
    department: str
    region: str


class StaffAmended(Event):
    """The staff list says something else about somebody; in force with their next refresh."""

    type = "party.StaffAmended"
    role: Role
    department: str
    region: str


class StaffLeft(Event):
    """Somebody left the service: they can sign in no more."""

    type = "party.StaffLeft"


class StaffReturned(Event):
    """Somebody who had left is on the staff list again."""

    type = "party.StaffReturned"
    role: Role
    department: str
    region: str


class InterestDeclared(Event):
    """Somebody named a person or company whose cases they keep away from; who that is stays out of the history."""

    type = "party.InterestDeclared"
    interest: str
    kind: InterestKind


class InterestRemoved(Event):
    """The operator removed a declaration."""

    type = "party.InterestRemoved"
    interest: str


class StaffMember(Aggregate):
    """One member of staff, identified at a window (L4) when they joined."""

    personal: ClassVar[bool] = True

    entry: StaffEntry
    posts: tuple[HeldPost, ...] = ()
    interests: tuple[Interest, ...] = ()
    left_at: AwareDatetime | None = None

    @classmethod
    def provision(cls, entry: StaffEntry, act: Act) -> Self:
        """Somebody new on the list."""
        member = cls(id=entry.id, entry=entry)
        member._record(StaffProvisioned(role=entry.role, department=entry.department, region=entry.region), act)
        member._hold(entry.posts, act)
        return member

    def amend(self, entry: StaffEntry, act: Act) -> None:
        """Bring the member in line with the list, back from where they went if need be; nothing happens when they
        already are.
        """
        if entry == self.entry and self.left_at is None:
            return
        event = StaffAmended if self.left_at is None else StaffReturned
        self.entry, self.left_at = entry, None
        self._record(event(role=entry.role, department=entry.department, region=entry.region), act)
        self._hold(entry.posts, act)

    def _hold(self, wanted: tuple[Post, ...], act: Act) -> None:
        """Exactly these posts beside their own. One that is given again later is another one, with another id."""
        for held in self.posts:
            if held.post not in wanted:
                self._record(PostTaken(post=held.id), act)
        kept = tuple(held for held in self.posts if held.post in wanted)
        given = tuple(
            HeldPost(id=new_ulid(act.at), post=post) for post in wanted if post not in {held.post for held in kept}
        )
        for held in given:
            self._record(PostGiven(post=held.id, **dict(held.post)), act)
        self.posts = (*kept, *given)

    def leave(self, act: Act) -> bool:
        """The member leaves the service; True if they have not left before."""
        if self.left_at is not None:
            return False
        self._hold((), act)
        self.left_at = act.at
        self._record(StaffLeft(), act)
        return True

    def declare_interest(self, interest: Interest, act: Act) -> None:
        """Keep away from somebody's cases; declared again, nothing happens. Raises `TooManyInterests`."""
        if any(known.number == interest.number for known in self.interests):
            return
        if len(self.interests) >= AT_MOST:
            raise TooManyInterests
        self.interests = (*self.interests, interest)
        self._record(InterestDeclared(interest=interest.id, kind=interest.kind), act)

    def remove_interest(self, interest_id: str, act: Act) -> Interest:
        """What was declared, and counts no more. Raises `InterestUnknown`."""
        removed = next((known for known in self.interests if known.id == interest_id), None)
        if removed is None:
            raise InterestUnknown
        self.interests = tuple(known for known in self.interests if known is not removed)
        self._record(InterestRemoved(interest=interest_id), act)
        return removed

    @property
    def owner_id(self) -> str:
        """The member's own id, for access."""
        return self.id

    @property
    def department(self) -> str:
        """Their department, for access."""
        return self.entry.department

    @property
    def region(self) -> str:
        """Their region, for access."""
        return self.entry.region

    @property
    def principal(self) -> Principal:
        """Whom their tokens stand for."""
        return Principal(
            id=self.id,
            role=self.entry.role,
            level=Level.WINDOW,
            department=self.entry.department,
            region=self.entry.region,
        )

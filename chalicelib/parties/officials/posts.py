"""Posts (岗位): a member of staff has one of their own, and may hold others beside it (兼任)."""

from datetime import date

from chalicelib.http.access import Role
from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.events import Event
from chalicelib.kernel.masking import mask_name
from chalicelib.kernel.value import Value
from chalicelib.parties.authorities.model import AuthorityRecord

POSTS_AT_MOST = 10
"""Beside their own."""


class Post(Value):
    """What somebody is, in which department (a code such as `GA`; empty for none) and region (GB/T 2260)."""

    role: Role
    department: str = ""
    region: str


class HeldPost(Value):
    """A post that somebody holds beside their own; its id is that of the authority by which they work in it."""

    id: str
    post: Post

    def authority(self, holder_id: str, name: str, since: date) -> AuthorityRecord:
        """What its holder may act as, in their own name, until it is taken from them."""
        return AuthorityRecord(
            id=self.id,
            kind=AuthorityKind.POST,
            holder_id=holder_id,
            principal_id=holder_id,
            principal_name=mask_name(name),
            role=self.post.role,
            department=self.post.department,
            region=self.post.region,
            valid_from=since,
        )


class PostGiven(Event):
    """Somebody holds a post beside their own."""

    type = "party.PostGiven"
    post: str
    role: Role
    department: str
    region: str


class PostTaken(Event):
    """They hold it no more: from that moment nothing is done in it."""

    type = "party.PostTaken"
    post: str

"""Leaving the service (离职): from that moment nothing can be done with what the member had."""

from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.authority import AuthorityKind
from chalicelib.parties import sign_in
from chalicelib.parties import store as people
from chalicelib.parties.authorities import service as authorities
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.lookup import lookup_keys
from chalicelib.parties.officials import store, substitution
from chalicelib.parties.sessions import Ending
from chalicelib.parties.staff import StaffMember

STOOD_IN_AT_ONCE = 15
"""As many as one transaction takes beside the member's own posts; nobody stands in for as many at once."""


def leave(cloud: Platform, uow: UnitOfWork, member: StaffMember, now: datetime) -> int:
    """Take away the way in and every other post, then end all sessions; how many those were. `now` is machine time.

    Commits `uow` by itself: a session that is opened while this goes on is refused (the way in is a condition of it),
    so that none is left behind. Repeated, only what is still open is ended: a mobile that somebody else has by now
    stays theirs.
    """
    take_away(cloud, uow, member, now)
    uow.commit()
    return sign_in.end_all_sessions(cloud, uow.act, member.id, Ending.LEFT, now)


def take_away(cloud: Platform, uow: UnitOfWork, member: StaffMember, now: datetime) -> bool:
    """Take away, within `uow`, the way in and every other post; True if they have not left before. Whoever commits it
    ends their sessions then.
    """
    posts = {held.id for held in member.posts}
    leaves = member.leave(uow.act)
    if leaves:
        people.remove_way_in(uow, member, lookup_keys(cloud, "mobile", member.entry.mobile))
    for post_id in sorted(posts):
        authorities.end(uow, post_id, now)
    records, _ = authorities.held_by(uow.table, member.id, limit=STOOD_IN_AT_ONCE)
    for record in records:
        if record.id not in posts:
            _end(uow, record, now)
    return leaves


def _end(uow: UnitOfWork, record: AuthorityRecord, now: datetime) -> None:
    absence = store.load_absence(uow.table, record.id) if record.kind is AuthorityKind.SUBSTITUTION else None
    if absence is not None:
        substitution.end(uow, absence, now)
    else:
        authorities.end(uow, record.id, now)

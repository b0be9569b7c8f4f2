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

POSTS_AT_ONCE = 40
"""As many as one transaction takes; nobody has as many other posts."""


def leave(cloud: Platform, uow: UnitOfWork, member: StaffMember, now: datetime) -> int:
    """Take away the way in and every other post, then end all sessions; how many those were. `now` is machine time.

    Commits `uow` by itself: a session that is opened while this goes on is refused (the way in is a condition of it),
    so that none is left behind. Repeated, only what is still open is ended: a mobile that somebody else has by now
    stays theirs.
    """
    if member.leave(uow.act):
        people.remove_way_in(uow, member, lookup_keys(cloud, "mobile", member.entry.mobile))
    records, _ = authorities.held_by(uow.table, member.id, limit=POSTS_AT_ONCE)
    for record in records:
        _end(uow, record, now)
    uow.commit()
    return sign_in.end_all_sessions(cloud, uow.act, member.id, Ending.LEFT, now)


def _end(uow: UnitOfWork, record: AuthorityRecord, now: datetime) -> None:
    absence = store.load_absence(uow.table, record.id) if record.kind is AuthorityKind.SUBSTITUTION else None
    if absence is not None:
        substitution.end(uow, absence, now)
    else:
        authorities.end(uow, record.id, now)

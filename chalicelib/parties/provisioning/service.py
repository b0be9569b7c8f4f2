"""Use cases of the staff list: bring a member in line with it, and ask for the import of a whole list."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import PurePath

from chalicelib.aws.objects import Materials, UploadPermission
from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Role
from chalicelib.jobs.errors import FileEmpty
from chalicelib.jobs.model import Job
from chalicelib.jobs.uploads import await_file, load_awaiting
from chalicelib.kernel.instants import shanghai_date
from chalicelib.parties import store, ways_in
from chalicelib.parties.authorities import service as authorities
from chalicelib.parties.errors import MobileHeld
from chalicelib.parties.lookup import lookup_keys
from chalicelib.parties.provisioning.errors import StaffListOfAnotherKind, StaffListTooLarge
from chalicelib.parties.provisioning.reading import LARGEST_MIB, MIB, MOST_ROWS
from chalicelib.parties.staff import StaffEntry, StaffMember

IMPORT_STAFF = "IMPORT_STAFF"
MEDIA_TYPE = "text/csv"


def provision_staff(cloud: Platform, uow: UnitOfWork, entry: StaffEntry, now: datetime) -> StaffMember:
    """Bring one member in line with the staff list, also one who had left; repeated, nothing happens. Posts that they
    hold no more end with the moment of writing (`now`: machine time).

    `MobileHeld` on commit.
    """
    member = store.load_staff(uow.table, entry.id)
    held = {post.id for post in member.posts} if member else set()
    former = lookup_keys(cloud, "mobile", member.entry.mobile) if member and member.left_at is None else ()
    if member is None:
        member = StaffMember.provision(entry, uow.act)
    else:
        member.amend(entry, uow.act)
    if member.pending:
        _follow_posts(uow, member, held, now)
        store.save_staff(uow, member, lookup_keys(cloud, "mobile", entry.mobile), former)
    return member


def refuse_mobile_of_another(cloud: Platform, entry: StaffEntry, passed: AbstractSet[str]) -> None:
    """What only a commit would tell: raises `MobileHeld` if somebody else signs in with that mobile, who is not among
    those `passed` already. One round trip.
    """
    holder = ways_in.load_principal_of_mobile(cloud.table, lookup_keys(cloud, "mobile", entry.mobile))
    if holder is not None and holder.id != entry.id and holder.id not in passed:
        raise MobileHeld


def serving(table: Table) -> list[str]:
    """Ids of all members who have not left, in order. One round trip a megabyte: for jobs only."""
    return store.serving_staff(table)


def begin_import(
    uow: UnitOfWork,
    objects: Materials,
    *,
    filename: str,
    size: int,
    sha256: str,
    dry_run: bool,
    complete: bool,
    confirm_departures: bool,
) -> tuple[Job, UploadPermission]:
    """A job that waits for the list, and the permission to upload exactly that file.

    Raises `StaffListOfAnotherKind`, `StaffListTooLarge` or `FileEmpty`: told by name and size, before any upload.
    """
    if PurePath(filename).suffix.lower() != ".csv":
        raise StaffListOfAnotherKind
    if size > LARGEST_MIB * MIB:
        raise StaffListTooLarge(mib=LARGEST_MIB, rows=MOST_ROWS)
    if size == 0:
        raise FileEmpty
    return await_file(
        uow,
        objects,
        kind=IMPORT_STAFF,
        media_type=MEDIA_TYPE,
        filename=filename,
        size=size,
        sha256=sha256,
        dry_run=dry_run,
        only_for=Role.OPERATOR,
        options={"complete": complete, "confirm_departures": confirm_departures},
    )


def load_import(table: Table, job_id: str) -> Job:
    """The job of an import. Raises `JobUnknown`, `NotAnImport`."""
    return load_awaiting(table, job_id, IMPORT_STAFF)


def _follow_posts(uow: UnitOfWork, member: StaffMember, held: set[str], now: datetime) -> None:
    """Let authority follow the posts: those that the member had (`held`), and those that they have."""
    for post_id in sorted(held - {post.id for post in member.posts}):
        authorities.end(uow, post_id, now)
    for post in member.posts:
        if post.id not in held:
            authorities.grant(uow, post.authority(member.id, member.entry.name, shanghai_date(uow.act.at)))

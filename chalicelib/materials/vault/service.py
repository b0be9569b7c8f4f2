"""Keeping, finding, using and withdrawing what somebody brought once."""

from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.kernel.working_time import Limit
from chalicelib.materials.vault import store
from chalicelib.materials.vault.errors import KeptUnknown
from chalicelib.materials.vault.model import KeptFile, KeptMaterial, Origin, kept_id

AT_ONCE = 100


def kept_or_new(
    uow: UnitOfWork,
    *,
    owner_id: str,
    material: MaterialRequirement,
    file: KeptFile,
    origin: Origin,
    default: Limit,
) -> KeptMaterial:
    """What is kept of it, as it stands, also if it was withdrawn; or what would be, to be `put`. One round trip; a
    second one where the same bytes were kept before and have been forgotten since.
    """
    name = kept_id(owner_id, material, file.sha256)
    standing, was_kept = store.load_or_trace(uow.table, name)
    if was_kept and standing is None:
        name = kept_id(owner_id, material, file.sha256, origin.case_id)
        standing = store.load(uow.table, name)
    return standing or KeptMaterial.keep(
        kept_id=name, owner_id=owner_id, material=material, file=file, origin=origin, default=default, act=uow.act
    )


def read(table: Table, kept_id: str) -> KeptMaterial:
    """Raises `KeptUnknown`. One round trip."""
    kept = store.load(table, kept_id)
    if kept is None:
        raise KeptUnknown
    return kept


def put(uow: UnitOfWork, kept: KeptMaterial) -> None:
    """Put what is new or has changed into the unit of work; two who change it at once do not both."""
    store.save(uow, kept)


def kept_for(table: Table, owner_id: str) -> list[KeptMaterial]:
    """The latest hundred of what is kept for somebody. One round trip; eventually consistent."""
    return listed(table, owner_id, limit=AT_ONCE, after=None)[0]


def listed(table: Table, owner_id: str, *, limit: int, after: Row | None) -> tuple[list[KeptMaterial], Row | None]:
    """A page of what is kept for somebody, the latest first, and the position behind it. One round trip."""
    page = store.kept_for(table, owner_id, limit=limit, after=after)
    return [store.kept_in(row) for row in page.rows], page.next


def listed_in(owner_id: str) -> str:
    """The list, as its cursors name it."""
    return store.vault_pk(owner_id)

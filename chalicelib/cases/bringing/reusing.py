"""What is kept stands for a material again; what stands in a case is kept, or compared with its original."""

from collections.abc import Iterator

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases import errors, service
from chalicelib.cases.model import Case
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.vocabulary import SlotState
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.working_time import Limit, Unit
from chalicelib.materials.vault import service as vault
from chalicelib.materials.vault.errors import KeptDoesNotFit, KeptOver, KeptUnknown, NothingToCompare
from chalicelib.materials.vault.model import KeptFile, KeptMaterial, Origin


def reuse(uow: UnitOfWork, case: Case, item: ItemVersion, code: str, kept_id: str) -> None:
    """Let what is kept for the applicant stand for a material; it is noted on both, or on neither. One round trip.

    Raises `KeptUnknown`, `KeptOver`, `KeptDoesNotFit`, `MaterialUnknown`, `MaterialNotOpen`, `NotNow`.
    """
    case.open_slot(code, uow.act.at)
    kept, material = vault.read(uow.table, kept_id), item.material(code)
    if kept.owner_id != case.owner_id:
        raise KeptUnknown
    if material is None or not kept.fits(material):
        raise KeptDoesNotFit
    if not kept.is_good_for(material, shanghai_date(uow.act.at)):
        raise KeptOver
    kept.use(case.id, case.item_code, uow.act)
    case.reuse_material(code, kept, kept.validity_for(material), uow.act)
    vault.put(uow, kept)
    service.put(uow, case)


def uploaded_in(case: Case, item: ItemVersion) -> Iterator[tuple[MaterialRequirement, MaterialSlot]]:
    """The materials of a case of which the applicant brought a file."""
    for material in item.materials:
        slot = case.materials.get(material.code)
        if slot is not None and slot.state is SlotState.UPLOADED and slot.object_key:
            yield material, slot


def usually_valid(platform: Platform) -> Limit:
    """How long what was brought is good for where its item says nothing, as this deployment has it."""
    return Limit(amount=platform.settings.vault_valid_months, unit=Unit.MONTH)


def keep(uow: UnitOfWork, case: Case, material: MaterialRequirement, slot: MaterialSlot, usually: Limit) -> None:
    """Keep what was brought for `material` for the applicant; kept already, nothing happens. One round trip."""
    vault.put(uow, _kept_of(uow, case, material, slot, usually))


def counter_check(
    uow: UnitOfWork, case: Case, item: ItemVersion, code: str, *, official: str, agrees: bool, note: str, usually: Limit
) -> KeptMaterial:
    """An official compared what was brought with the original; it is kept with what they found. One round trip. What
    was used again, and is not kept any more, is not kept anew: it must not get younger.

    Raises `MaterialUnknown`, `NothingToCompare`, `OwnCase`.
    """
    case.require_not_own(uow.act)
    if code not in case.materials:
        raise errors.MaterialUnknown
    brought = next((pair for pair in uploaded_in(case, item) if pair[0].code == code), None)
    if brought is None:
        raise NothingToCompare
    kept = _kept_of(uow, case, *brought, usually)
    if kept.loaded_version == 0 and brought[1].is_reused:
        raise NothingToCompare
    kept.counter_check(official, agrees=agrees, note=note, act=uow.act)
    vault.put(uow, kept)
    return kept


def _kept_of(
    uow: UnitOfWork, case: Case, material: MaterialRequirement, slot: MaterialSlot, usually: Limit
) -> KeptMaterial:
    return vault.kept_or_new(
        uow,
        owner_id=case.owner_id,
        material=material,
        file=KeptFile(**slot.model_dump(include=set(KeptFile.model_fields))),
        origin=Origin(case_id=case.id, item_code=case.item_code, department=case.department, region=case.region),
        default=usually,
    )

"""Use case: an official reads what the applicant of a case holds of a type that the case's item asks for."""

from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases import errors
from chalicelib.cases.licence_readings.errors import NotRequiredHere
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Status
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.catalogue.registers.service import registers_of
from chalicelib.http.access import Caller
from chalicelib.kernel.instants import shanghai_date
from chalicelib.licences.model import Licence
from chalicelib.licences.sharing import service as sharing
from chalicelib.licences.sharing.model import AtADesk, Reading, Wanted

FIELDS = ("number", "issued_on", "valid_to")
"""Who the holder is the case says already, masked; whoever has to see that whole gives a reason for it."""


def read(
    cloud: Platform, uow: UnitOfWork, case: Case, item: ItemVersion, *, certificate_type: str, reason: str,
    by: Caller, now: datetime,
) -> tuple[Reading, list[Licence]]:  # fmt: skip
    """The certificates of that type that count now in the applicant's name, and the reading as the applicant sees it
    (`now`: machine time). The duty is that of the item: it has to name a material of the type.

    Raises `NotNow` before the case is submitted and once it is decided, `NotRequiredHere`, and what
    `sharing.read_at_a_desk` raises.
    """
    if case.status is Status.DRAFT or case.decision is not None or not case.is_open:
        raise errors.NotNow(case_status=case.status)
    material = _needing(item, certificate_type)
    registers, today = registers_of(cloud), shanghai_date(uow.act.at)
    body = registers.body_name((by.department, by.region), today)
    kind = registers.certificate_type(certificate_type)
    at_a_desk = AtADesk(
        official=by.person_id,
        reader=body.zh if body else by.department,
        case_id=case.id,
        certificate=kind.name.zh if kind else certificate_type,
        basis=material.legal_basis or "；".join(case.terms.legal_basis),
    )
    wanted = Wanted(
        number=case.applicant.id_number,
        number_type=case.applicant.number_type,
        certificate_type=certificate_type,
        fields=FIELDS,
        reason=reason,
    )
    return sharing.read_at_a_desk(cloud, uow, at_a_desk, wanted, now)


def _needing(item: ItemVersion, certificate_type: str) -> MaterialRequirement:
    for material in item.materials:
        if material.certificate == certificate_type:
            return material
    raise NotRequiredHere(item_code=item.code)

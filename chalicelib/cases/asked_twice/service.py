"""Nobody is asked twice: what is asked for is looked for first, an attempt is noted, and all of it is counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases import store as cases
from chalicelib.cases.asked_twice import store
from chalicelib.cases.asked_twice.model import Count
from chalicelib.cases.bringing.model import Holder
from chalicelib.cases.bringing.service import brought
from chalicelib.cases.bringing.sources import Sources
from chalicelib.cases.model import Case
from chalicelib.cases.parts import CorrectionPoint
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.vocabulary import SlotState, Target
from chalicelib.catalogue.model import ItemVersion
from chalicelib.http.access import Caller
from chalicelib.http.liveness import require_live
from chalicelib.kernel.instants import shanghai_date

ANSWER_WITHIN_SECONDS = 4.0
Slots = Mapping[str, MaterialSlot]


def obtainable(
    cloud: Platform, case: Case, item: ItemVersion, points: Sequence[CorrectionPoint], sources: Sources
) -> Slots:
    """What of the materials that an official is about to ask for the system can have from elsewhere now, as their slots
    would stand. Nobody is asked about what it has already, or what only the applicant makes.
    """
    named = {point.at for point in points if point.target is Target.MATERIAL}
    wanted = [
        material
        for material in item.materials
        if material.code in named and material.certificate and not _is_held(case.materials.get(material.code))
    ]
    if not wanted:
        return {}
    found = brought(cloud, item, wanted, Holder.of(case.applicant), sources, within=ANSWER_WITHIN_SECONDS)
    return {
        material.code: answer.fills(case.materials[material.code])
        for material, answer in found
        if answer.way.spares_the_applicant
    }


def note_attempt(
    asked: UnitOfWork, caller: Caller, case: Case, desk: str, *, materials: Sequence[str], found: Slots
) -> None:
    """Keep in the case's history that somebody tried to ask for `materials` that the system holds, and what was found
    on that occasion: in a transaction of its own, since nothing else comes of what was `asked`.
    """
    noting = UnitOfWork(asked.table, asked.act)
    case.note_refused_request(desk, materials, found, asked.act)
    cases.save(noting, case)
    require_live(noting, caller)
    noting.commit()


def count(uow: UnitOfWork, at: datetime, department: str, event_id: str, counted: Count) -> None:
    """Count for a department in the month of `at` in Hainan."""
    store.add(uow, month_of(at), department, event_id, counted)


def month_of(at: datetime) -> str:
    """The month in Hainan, `2026-03`."""
    return f"{shanghai_date(at):%Y-%m}"


def counts_of(table: Table, month: str) -> dict[str, Count]:
    """By department. One round trip."""
    return store.counts_of(table, month)


def _is_held(slot: MaterialSlot | None) -> bool:
    return slot is None or slot.state in {SlotState.OBTAINED, SlotState.PLEDGED}

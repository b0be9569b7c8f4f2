"""Consumer of `case.DraftOpened`: what the state already holds is fetched from its source, not from the applicant, and
what they brought once is offered to them; of `case.Decided`: the files that the decision rests on are locked, and what
was brought for a case that is granted is kept.

State Council orders 716 (2019) and 809 (2025). A source that does not answer is never a silent pass: the applicant is
asked for an upload then. Only what is still being asked for is asked, so a repeated event asks nothing twice.
"""

from functools import partial
from typing import Any

from chalice import Blueprint

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.aws.unit_of_work import transact
from chalicelib.cases import service
from chalicelib.cases.bringing.model import Bringing, Holder, obtained_by
from chalicelib.cases.bringing.reusing import keep, uploaded_in, usually_valid
from chalicelib.cases.bringing.service import Brought, brought
from chalicelib.cases.bringing.sources import Sources, sources_of
from chalicelib.cases.events import Decided
from chalicelib.cases.filing import UNSETTLED
from chalicelib.cases.model import Case
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.vocabulary import SlotState, Stage
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.kernel.events import Act
from chalicelib.workflow.acts import counterparty_act, system_act
from chalicelib.workflow.consuming import CloudEvent, received
from chalicelib.workflow.lock_files import lock_what_it_rests_on

ANSWER_WITHIN_SECONDS = 8.0

functions = Blueprint(__name__)


@functions.lambda_function(name="resolve_materials")
def resolve_materials(event: dict[str, Any], context: Any) -> None:
    """Invoked by the bus with `case.DraftOpened`, `case.MovedToVersion`, which may require other materials, and
    `case.Decided`.
    """
    cloud, told = platform(), received(event)
    if told.type == Decided.type:
        see_to_files(cloud, told)
    else:
        resolve(cloud, sources_of(cloud), told)


def see_to_files(cloud: Platform, event: CloudEvent) -> None:
    """Lock what the decision rests on, and keep what was brought for it."""
    logger.append_keys(correlation_id=event.correlationid)
    case = service.load_case(cloud.table, event.subject)
    item = service.item_of(cloud, case)
    lock_what_it_rests_on(cloud, case, item)
    keep_for_next_time(cloud, case, item, event.correlationid)


def keep_for_next_time(cloud: Platform, case: Case, item: ItemVersion, correlation_id: str) -> None:
    """Keep each file that was brought for a case that an official granted; kept already, nothing happens. What came out
    of the vault is not brought: it gets no younger by being used.
    """
    if not case.is_granted or case.decision is None or case.decision.is_tacit:
        return
    usually = usually_valid(cloud)
    for material, slot in uploaded_in(case, item):
        if slot.is_reused:
            continue
        keeping = partial(keep, case=case, material=material, slot=slot, usually=usually)
        transact(cloud.table, system_act(cloud, correlation_id), keeping)


def resolve(cloud: Platform, sources: Sources, event: CloudEvent, *, within: float = ANSWER_WITHIN_SECONDS) -> None:
    """Look for every material of the case that is still being asked for; note each answer as it comes."""
    logger.append_keys(correlation_id=event.correlationid)
    case = service.load_case(cloud.table, event.subject)
    item = service.item_of(cloud, case)
    wanted = _asked_for(case, item)
    if not wanted:
        return
    for found in brought(cloud, item, wanted, Holder.of(case.applicant), sources, within=within):
        _note(cloud, case, item, found, event.correlationid)


def _asked_for(case: Case, item: ItemVersion) -> list[MaterialRequirement]:
    if case.stage is not Stage.FILING:
        return []
    return [material for material in item.materials if _is_open(case.materials[material.code])]


def _is_open(slot: MaterialSlot) -> bool:
    """Whether somebody may still have it: it is being asked for, or nobody has looked whether it was brought before."""
    return slot.state is SlotState.ASKING or (slot.state is SlotState.TO_UPLOAD and slot.why in UNSETTLED)


def _note(cloud: Platform, case: Case, item: ItemVersion, found: Brought, correlation_id: str) -> None:
    material, answer = found
    slot, act = answer.fills(case.materials[material.code]), _act(cloud, answer, correlation_id)
    said = obtained_by(answer, material)

    def noted(it: Case) -> None:
        it.resolve_material(slot, act)
        if it.rests_on(slot):
            it.take_obtained(said, item, act)

    service.apply(cloud, case.id, act, noted)


def _act(cloud: Platform, answer: Bringing, correlation_id: str) -> Act:
    if answer.told_by:
        return counterparty_act(cloud, answer.told_by, correlation_id)
    return system_act(cloud, correlation_id)

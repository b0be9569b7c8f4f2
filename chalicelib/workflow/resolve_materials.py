"""Consumer of `case.DraftOpened`: what the state already holds is fetched from its source, not from the applicant.

State Council orders 716 (2019) and 809 (2025). A source that does not answer is never a silent pass: the applicant is
asked for an upload then. Only what is still being asked for is asked, so a repeated event asks nothing twice.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import date
from typing import Any, Protocol

from chalice import Blueprint

from chalicelib.aws.counterparty_http import ClientCredentials, Refused, Unavailable
from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.cases import service
from chalicelib.cases.applicant import Applicant
from chalicelib.cases.model import Case
from chalicelib.cases.parts import MaterialSlot
from chalicelib.cases.vocabulary import SlotState, Stage
from chalicelib.catalogue.parts import SharedSource
from chalicelib.kernel.events import Act
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.kernel.ids import new_secret
from chalicelib.kernel.instants import shanghai_date
from chalicelib.materials.licence_base import Certificate, LicenceBase, TrustGrade
from chalicelib.workflow.acts import counterparty_act
from chalicelib.workflow.consuming import CloudEvent, received

LICENCE_BASE = "licence-base"
ANSWER_WITHIN_SECONDS = 8.0
RELIABLE = frozenset({TrustGrade.A, TrustGrade.B})
"""Made or verified by an issuer; a copy that its holder uploaded or declared proves nothing."""

functions = Blueprint(__name__)


class Source(Protocol):
    """A licence base; raises `Unavailable` or `Refused`."""

    def query(
        self, holder_code: str, holder_type: HolderType, certificate_type: str, use_reason: str
    ) -> list[Certificate]: ...


@functions.lambda_function(name="resolve_materials")
def resolve_materials(event: dict[str, Any], context: Any) -> None:
    """Invoked by the bus with `case.DraftOpened`, and `case.MovedToVersion`, which may require other materials."""
    cloud = platform()
    resolve(cloud, source_of(cloud), received(event))


def source_of(cloud: Platform) -> Source:
    """The licence base of a deployment."""
    credentials = ClientCredentials(**cloud.secrets.counterparty("licence_base"))
    return LicenceBase(credentials, cloud.settings.licence_base_url, now=machine_now, nonce=new_secret)


def resolve(cloud: Platform, source: Source, event: CloudEvent, *, within: float = ANSWER_WITHIN_SECONDS) -> None:
    """Ask for every material of the case that is still being asked for, all at once; note each answer as it comes."""
    logger.append_keys(correlation_id=event.correlationid)
    case = service.load_case(cloud.table, event.subject)
    for slot in _answered(cloud, source, case, within):
        _note(cloud, case.id, slot, counterparty_act(cloud, LICENCE_BASE, event.correlationid))


def _note(cloud: Platform, case_id: str, slot: MaterialSlot, act: Act) -> None:
    service.apply(cloud, case_id, act, lambda case: case.resolve_material(slot, act))


def _answered(cloud: Platform, source: Source, case: Case, within: float) -> Iterator[MaterialSlot]:
    """The slots that were being asked for, as their source answers, or does not `within` seconds."""
    asked = _asked(cloud, case)
    if not asked:
        return
    today = shanghai_date(cloud.clock.now())
    threads = ThreadPoolExecutor(max_workers=len(asked))
    waiting = {
        threads.submit(_ask, source, case.applicant, shared, today): (case.materials[code], shared)
        for code, shared in asked.items()
    }
    try:
        yield from _as_they_come(waiting, within)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _asked(cloud: Platform, case: Case) -> Mapping[str, SharedSource]:
    if case.stage is not Stage.FILING:
        return {}
    item = service.item_of(cloud, case)
    return {
        material.code: material.shared_source
        for material in item.materials
        if material.shared_source is not None and case.materials[material.code].state is SlotState.ASKING
    }


def _as_they_come(
    waiting: dict["Future[Certificate | None]", tuple[MaterialSlot, SharedSource]], within: float
) -> Iterator[MaterialSlot]:
    try:
        for done in as_completed(list(waiting), timeout=within):
            slot, shared = waiting.pop(done)
            yield _outcome(slot, shared, done)
    except TimeoutError:
        logger.warning("sources did not answer in time", extra={"count": len(waiting)})
        yield from (_to_upload(slot, "source-unavailable") for slot, _ in waiting.values())


def _ask(source: Source, holder: Applicant, shared: SharedSource, today: date) -> Certificate | None:
    """The applicant's certificate that is valid longest of those that count today, if there is one. An organisation's
    are asked for by its social credit code.
    """
    found = source.query(holder.id_number, holder.number_type, shared.certificate_type, shared.use_reason)
    valid = [
        one
        for one in found
        if one.type == shared.certificate_type
        and one.valid_from <= today <= one.valid_to
        and one.trust_grade in RELIABLE
    ]
    return max(valid, key=lambda one: one.valid_to, default=None)


def _outcome(slot: MaterialSlot, shared: SharedSource, answer: "Future[Certificate | None]") -> MaterialSlot:
    try:
        certificate = answer.result()
    except (Unavailable, Refused) as failure:
        logger.warning("a source gave no answer", extra={"material": slot.code, "failure": type(failure).__name__})
        return _to_upload(slot, "source-unavailable")
    if certificate is None:
        return _to_upload(slot, "not-held")
    return slot.model_copy(
        update={
            "state": SlotState.OBTAINED,
            "why": "held-by-source",
            "source": shared.holder.zh,
            "certificate_id": certificate.id,
            "valid_to": certificate.valid_to.isoformat(),
        }
    )


def _to_upload(slot: MaterialSlot, why: str) -> MaterialSlot:
    return slot.model_copy(update={"state": SlotState.TO_UPLOAD, "why": why})

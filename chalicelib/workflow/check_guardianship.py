"""What `check_identity` does about guardians: the population base is asked whether somebody is a minor's guardian.

No outcome is never a pass: a base that does not answer is asked again.
"""

from typing import Protocol

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.checks import CheckStatus, awaits
from chalicelib.parties.guardians import service
from chalicelib.parties.guardians.events import GuardianshipQuestioned, WardClaimed
from chalicelib.parties.service import find_account
from chalicelib.parties.sources.answer import Answer
from chalicelib.workflow.consuming import CloudEvent, consume_once

CONSUMER = "check_guardianship"
HEARD = frozenset({WardClaimed.type, GuardianshipQuestioned.type})
STATUS_OF = {
    Answer.MATCH: CheckStatus.MATCHED,
    Answer.MISMATCH: CheckStatus.MISMATCHED,
    Answer.UNAVAILABLE: CheckStatus.UNAVAILABLE,
}


class Population(Protocol):
    """The population base; never raises."""

    def check(self, name: str, id_number: str) -> Answer: ...
    def guardianship(self, guardian_id_number: str, ward_id_number: str) -> Answer: ...


def conclude(cloud: Platform, population: Population, event: CloudEvent) -> None:
    """Ask the base what `event` wants to know, and let its answer have its effect, once."""
    effect = _claim if event.type == WardClaimed.type else _question
    consume_once(cloud, event, CONSUMER, lambda uow: effect(cloud, uow, population, event))


def _claim(cloud: Platform, uow: UnitOfWork, population: Population, event: CloudEvent) -> None:
    claim, number = service.read_claim(uow.table, event.subject), event.data["check"]
    if not awaits(claim.check, number):
        return
    guardian = find_account(uow.table, claim.guardian_id)
    named = population.check(claim.name, claim.id_number)
    if named is Answer.MATCH:
        named = population.guardianship(guardian.id_number, claim.id_number)
    service.conclude(cloud, uow, claim, guardian, check=number, status=STATUS_OF[named], now=machine_now())


def _question(cloud: Platform, uow: UnitOfWork, population: Population, event: CloudEvent) -> None:
    guardianship, question = service.read_guardianship(uow.table, event.subject), event.data["question"]
    if guardianship is None or not guardianship.stands or guardianship.question != question:
        return
    guardian, ward = (find_account(uow.table, one) for one in (guardianship.guardian_id, guardianship.ward_id))
    answered = population.guardianship(guardian.id_number, ward.id_number)
    service.answer(uow, guardianship, question=question, status=STATUS_OF[answered], now=machine_now())

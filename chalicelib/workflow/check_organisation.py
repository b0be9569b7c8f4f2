"""What `check_identity` does about representatives of organisations: the legal-person base is asked, when one claims
to be it, and every day anew.

No outcome is never a pass, nor an end: a base that does not answer is asked again, about a claim and about a
representative.
"""

from functools import lru_cache
from typing import Protocol

from chalicelib.aws.counterparty_http import ClientCredentials
from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.ids import new_secret
from chalicelib.parties.checks import CheckStatus, awaits
from chalicelib.parties.organisations import service, standing
from chalicelib.parties.organisations.events import OrganisationClaimed, RepresentativeQuestioned
from chalicelib.parties.service import find_account, read_account
from chalicelib.parties.sources.legal_persons import LegalPersonAnswer, LegalPersonBase, LegalPersonMatch
from chalicelib.workflow.consuming import CloudEvent, consume_once

CONSUMER = "check_organisation"
HEARD = frozenset({OrganisationClaimed.type, RepresentativeQuestioned.type})
STATUS_OF = {
    LegalPersonMatch.MATCH: CheckStatus.MATCHED,
    LegalPersonMatch.MISMATCH: CheckStatus.MISMATCHED,
    LegalPersonMatch.UNAVAILABLE: CheckStatus.UNAVAILABLE,
    LegalPersonMatch.DISSOLVED: CheckStatus.DISSOLVED,
}


class LegalPersons(Protocol):
    """The legal-person base; never raises."""

    def check(
        self, uscc: str, name: str, representative_name: str, representative_id_number: str
    ) -> LegalPersonAnswer: ...
    def representative_of(self, uscc: str, representative_id_number: str) -> LegalPersonMatch: ...


def conclude(cloud: Platform, base: LegalPersons, event: CloudEvent) -> None:
    """Ask the base about a claim, or anew about a representative, and let its answer have its effect, once."""
    effect = _claim if event.type == OrganisationClaimed.type else _question
    consume_once(cloud, event, CONSUMER, lambda uow: effect(cloud, uow, base, event))


@lru_cache(maxsize=1)
def base_of(cloud: Platform) -> LegalPersonBase:
    """The adapter of a deployment, kept with its connections for the life of the process."""
    credentials = ClientCredentials(**cloud.secrets.counterparty("legal_persons"))
    return LegalPersonBase(credentials, cloud.settings.legal_persons_url, now=machine_now, nonce=new_secret)


def _claim(cloud: Platform, uow: UnitOfWork, base: LegalPersons, event: CloudEvent) -> None:
    claim, number = service.read_claim(uow.table, event.subject), event.data["check"]
    if not awaits(claim.check, number):
        return
    person = read_account(uow.table, claim.claimant_id)
    answer = base.check(claim.uscc, claim.name, person.name, person.id_number)
    kind, status = str(answer.kind or ""), STATUS_OF[answer.result]
    service.conclude(cloud, uow, claim, check=number, status=status, kind=kind, now=machine_now())


def _question(cloud: Platform, uow: UnitOfWork, base: LegalPersons, event: CloudEvent) -> None:
    organisation, question = standing.read(uow.table, event.subject), event.data["question"]
    if organisation is None or organisation.question != question:
        return
    person = find_account(uow.table, organisation.representative_id)
    status = STATUS_OF[base.representative_of(organisation.uscc, person.id_number)]
    standing.answer(uow, organisation, question=question, status=status, now=machine_now())

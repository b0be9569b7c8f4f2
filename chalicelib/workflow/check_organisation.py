"""What `check_identity` does about a claim to represent an organisation: the legal-person base is asked.

No outcome is never a pass: what does not answer is UNAVAILABLE, and the claim may be made again.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol

from chalicelib.aws.counterparty_http import ClientCredentials
from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.ids import new_secret
from chalicelib.parties.checks import CheckStatus, awaits
from chalicelib.parties.organisations import service
from chalicelib.parties.service import read_account
from chalicelib.parties.sources.legal_persons import LegalPersonAnswer, LegalPersonBase, LegalPersonMatch
from chalicelib.workflow.consuming import CloudEvent, consume_once

CONSUMER = "check_organisation"
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


def conclude(cloud: Platform, base: LegalPersons, event: CloudEvent) -> None:
    """Ask the base about the claim of an `OrganisationClaimed`, and let its answer have its effect, once."""
    consume_once(cloud, event, CONSUMER, lambda uow: _conclude(cloud, uow, base, event))


@lru_cache(maxsize=1)
def base_of(cloud: Platform) -> LegalPersonBase:
    """The adapter of a deployment, kept with its connections for the life of the process."""
    credentials = ClientCredentials(**cloud.secrets.counterparty("legal_persons"))
    return LegalPersonBase(credentials, cloud.settings.legal_persons_url, now=_machine_now, nonce=new_secret)


def _conclude(cloud: Platform, uow: UnitOfWork, base: LegalPersons, event: CloudEvent) -> None:
    claim, number = service.read_claim(uow.table, event.subject), event.data["check"]
    if not awaits(claim.check, number):
        return
    person = read_account(uow.table, claim.claimant_id)
    answer = base.check(claim.uscc, claim.name, person.name, person.id_number)
    kind, status = str(answer.kind or ""), STATUS_OF[answer.result]
    service.conclude(cloud, uow, claim, check=number, status=status, kind=kind, now=_machine_now())


def _machine_now() -> datetime:
    return datetime.now(UTC)

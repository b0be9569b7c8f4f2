"""Consumer: asks the population base, the face provider and the certificate authority about a person who wants a
higher level.

No outcome is never a pass: a base that does not answer is asked again, a provider of the device by the person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from chalice import Blueprint

from chalicelib.aws.counterparty_http import ClientCredentials, Refused, Unavailable
from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.platform import Platform, platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.ids import new_secret
from chalicelib.parties import service
from chalicelib.parties.account_events import CertificateCheckRequested, FaceCheckRequested, IdentityCheckRequested
from chalicelib.parties.checks import CheckStatus, awaits
from chalicelib.parties.errors import IdNumberHeld
from chalicelib.parties.mergers import service as mergers
from chalicelib.parties.mergers.events import AccountMerged, MobileReplaced
from chalicelib.parties.sources.ca import CertificateAuthority
from chalicelib.parties.sources.device_checks import DeviceCheckResult, DeviceTokenUnknown
from chalicelib.parties.sources.face import FaceProvider
from chalicelib.parties.sources.population import IdentityMatch, PopulationBase
from chalicelib.workflow import check_guardianship, check_organisation
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.check_guardianship import Population
from chalicelib.workflow.consuming import CloudEvent, consume_once, received

CONSUMER = "check_identity"
MERGED = frozenset({AccountMerged.type, MobileReplaced.type})
STATUS_OF_MATCH = {
    IdentityMatch.MATCH: CheckStatus.MATCHED,
    IdentityMatch.MISMATCH: CheckStatus.MISMATCHED,
    IdentityMatch.UNAVAILABLE: CheckStatus.UNAVAILABLE,
}

functions = Blueprint(__name__)


class DeviceChecks(Protocol):
    """The face provider or the certificate authority; raises `DeviceTokenUnknown`, `Unavailable` or `Refused`."""

    def result(self, token: str, id_number: str) -> DeviceCheckResult: ...


@dataclass(frozen=True)
class Sources:
    """Who is asked."""

    population: Population
    faces: DeviceChecks
    certificates: DeviceChecks


@functions.lambda_function(name="check_identity")
def check_identity(event: dict[str, Any], context: Any) -> None:
    """Invoked by the bus with the requests for a check (of an identity, a face, a certificate, an organisation, a
    guardian), and when two accounts were found to be one person's.
    """
    cloud, told = platform(), received(event)
    if told.type in check_organisation.HEARD:
        check_organisation.conclude(cloud, check_organisation.base_of(cloud), told)
    else:
        conclude(cloud, sources_of(cloud), told)


def conclude(cloud: Platform, sources: Sources, event: CloudEvent) -> None:
    """Ask the source that `event` calls for; any other event is not for us."""
    if event.type == IdentityCheckRequested.type:
        _conclude_identity(cloud, sources.population, event)
    elif event.type == FaceCheckRequested.type:
        consume_once(cloud, event, CONSUMER, lambda uow: _compare_face(cloud, uow, sources.faces, event))
    elif event.type == CertificateCheckRequested.type:
        consume_once(cloud, event, CONSUMER, lambda uow: _read_certificate(cloud, uow, sources.certificates, event))
    elif event.type in check_guardianship.HEARD:
        check_guardianship.conclude(cloud, sources.population, event)
    elif event.type in MERGED:
        before = event.data["sessions_before"]
        mergers.end_sessions(cloud, system_act(cloud, event.correlationid), event.subject, before, machine_now())


@lru_cache(maxsize=1)
def sources_of(cloud: Platform) -> Sources:
    """The adapters of a deployment, kept with their connections for the life of the process."""

    def client(name: str) -> ClientCredentials:
        return ClientCredentials(**cloud.secrets.counterparty(name))

    settings = cloud.settings
    return Sources(
        PopulationBase(client("population"), settings.population_url, now=machine_now, nonce=new_secret),
        FaceProvider(client("face"), settings.face_url, now=machine_now, nonce=new_secret),
        CertificateAuthority(client("ca"), settings.ca_url, now=machine_now, nonce=new_secret),
    )


def _conclude_identity(cloud: Platform, population: Population, event: CloudEvent) -> None:
    def ask(uow: UnitOfWork) -> None:
        _conclude_with(cloud, uow, event, lambda name, number: STATUS_OF_MATCH[population.check(name, number)])

    def refuse(uow: UnitOfWork) -> None:
        _conclude_with(cloud, uow, event, lambda name, number: CheckStatus.ALREADY_REGISTERED)

    try:
        consume_once(cloud, event, CONSUMER, ask)
    except IdNumberHeld:
        consume_once(cloud, event, CONSUMER, refuse)


def _conclude_with(cloud: Platform, uow: UnitOfWork, event: CloudEvent, ask: Callable[[str, str], CheckStatus]) -> None:
    account, number = service.find_account(uow.table, event.subject), event.data["check"]
    if awaits(account.identity_check, number):
        status = ask(account.name, account.id_number)
        service.conclude_identity_check(cloud, uow, account, check=number, status=status)


def _compare_face(cloud: Platform, uow: UnitOfWork, faces: DeviceChecks, event: CloudEvent) -> None:
    account, number = service.find_account(uow.table, event.subject), event.data["check"]
    if awaits(account.face_check, number):
        status = _outcome(faces, account.face_token, account.id_number)
        service.conclude_face_check(cloud, uow, account, check=number, status=status, now=machine_now())


def _read_certificate(cloud: Platform, uow: UnitOfWork, authority: DeviceChecks, event: CloudEvent) -> None:
    account, number = service.find_account(uow.table, event.subject), event.data["check"]
    if awaits(account.certificate_check, number):
        status = _outcome(authority, account.certificate_token, account.id_number)
        service.conclude_certificate_check(cloud, uow, account, check=number, status=status)


def _outcome(provider: DeviceChecks, token: str, id_number: str) -> CheckStatus:
    """What the provider says once: a token is answered a single time, so an outcome that was lost is asked for anew."""
    try:
        proven = provider.result(token, id_number).proves_identity
    except DeviceTokenUnknown:
        return CheckStatus.TOKEN_UNKNOWN
    except (Unavailable, Refused):
        return CheckStatus.UNAVAILABLE
    return CheckStatus.MATCHED if proven else CheckStatus.MISMATCHED

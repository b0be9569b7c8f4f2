"""Use cases of sharing: register a partner's duties, let it read, and show the holder who did."""

from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.events import Actor, Party
from chalicelib.kernel.ids import new_ulid
from chalicelib.licences import service as licences
from chalicelib.licences.identifier import type_in_identifier
from chalicelib.licences.model import Licence
from chalicelib.licences.sharing import store
from chalicelib.licences.sharing.errors import LicenceChanged, NotAPartner, TooManyLicences
from chalicelib.licences.sharing.model import (
    MOST_AT_ONCE,
    OFFICIALS_READINGS_PER_HOUR,
    AtADesk,
    Duties,
    Duty,
    Ground,
    Reading,
    TypeReader,
    Wanted,
)
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.errors import ClientRefused, ClientUnknown
from chalicelib.parties.clients.model import Channel, Client
from chalicelib.parties.consents import service as consents
from chalicelib.parties.consents.errors import ConsentUnknown
from chalicelib.parties.consents.terms import Recipient, RecipientKind
from chalicelib.parties.service import person_with

PARTNER_ROLE = "partner"


def duties_of(cloud: Platform, client_id: str) -> Duties:
    """What that partner may read by duty. Raises `ClientUnknown` or `NotAPartner`. One round trip, two where this
    process does not know the client.
    """
    require_partner(cloud, client_id)
    return store.duties_of(cloud.table, client_id)


def require_partner(cloud: Platform, client_id: str) -> Client:
    """The partner. Raises `ClientUnknown` or `NotAPartner`. One round trip where this process does not know it."""
    client = clients.client_of(cloud, client_id)
    if client is None:
        raise ClientUnknown
    if client.channel is not Channel.PARTNER:
        raise NotAPartner
    return client


def register(
    cloud: Platform, uow: UnitOfWork, duties: Duties, changed: tuple[Duty, ...], readings_per_hour: int
) -> None:
    """Let the partner read this from now on, and nothing else; the directory of types says so."""
    former = duties.duties
    duties.register(changed, readings_per_hour, uow.act)
    store.save_duties(uow, duties, require_partner(cloud, duties.id).name, former)


def type_readers(
    table: Table, certificate_type: str, *, limit: int, after: Row | None
) -> tuple[list[TypeReader], Row | None]:
    """Who may read certificates of that type by duty, and the position behind them. One round trip."""
    page = store.type_readers(table, certificate_type, limit=limit, after=after)
    return [store.type_reader_in(row) for row in page.rows], page.next


def listed_under(certificate_type: str) -> str:
    """The list of who may read that type, as its cursors name it."""
    return store.directory_pk(certificate_type)


def read(
    cloud: Platform, uow: UnitOfWork, partner: Client, wanted: Wanted, now: datetime
) -> tuple[Reading, list[Licence]]:
    """The holder's certificates that count now, and the reading as the holder will see it, also where there are none
    (`now`: machine time). Count, record and consent are written together or not at all.

    Raises `ClientRefused` for a client that is no partner, `TooManyReadings` (on commit too), `NoDuty`,
    `TooManyLicences`, on commit `LicenceChanged`, and what `consents.use` raises. Three round trips by duty,
    five by consent.
    """
    if partner.channel is not Channel.PARTNER or not partner.is_confidential:
        raise ClientRefused
    uow.act = uow.act.model_copy(update={"actor": Actor(id=partner.id, party=Party.COUNTERPARTY, role=PARTNER_ROLE)})
    duties, readings = store.standing_of(uow.table, partner.id)
    store.count(uow, partner.id, readings.take(duties.readings_per_hour, now))
    reading_id = new_ulid(uow.act.at)
    if wanted.consent_id:
        ground, name, basis = Ground.CONSENT, _consented(cloud, uow, partner, wanted, reading_id), wanted.consent_id
    else:
        duty = duties.require(wanted.certificate_type, wanted.fields)
        ground, name, basis = Ground.DUTY, duty.certificate.name, duty.basis
    found = _found(cloud, uow, wanted)
    reading = Reading(
        id=reading_id,
        at=uow.act.at,
        client_id=partner.id,
        reader=partner.name,
        certificate_type=wanted.certificate_type,
        certificate=name,
        fields=wanted.fields,
        reason=wanted.reason,
        ground=ground,
        basis=basis,
        licences=tuple(licence.id for licence in found),
    )
    store.note(cloud, uow, wanted.number, reading)
    for licence in found:
        store.note_reader(uow, licence, partner.id)
    return reading, found


def read_at_a_desk(
    cloud: Platform, uow: UnitOfWork, desk: AtADesk, wanted: Wanted, now: datetime
) -> tuple[Reading, list[Licence]]:
    """The same for an official in the course of a case, whose duty the caller has established. Raises `TooManyReadings`
    (on commit too), `TooManyLicences`, on commit `LicenceChanged`. Three round trips.
    """
    _, readings = store.standing_of(uow.table, counted_as := f"STAFF#{desk.official}")
    store.count(uow, counted_as, readings.take(OFFICIALS_READINGS_PER_HOUR, now))
    found = _found(cloud, uow, wanted)
    reading = Reading(
        id=new_ulid(uow.act.at),
        at=uow.act.at,
        ground=Ground.DUTY,
        certificate_type=wanted.certificate_type,
        fields=wanted.fields,
        reason=wanted.reason,
        licences=tuple(licence.id for licence in found),
        **desk.model_dump(),
    )
    store.note(cloud, uow, wanted.number, reading)
    return reading, found


def readers_of(table: Table, licence_id: str, *, limit: int, after: Row | None = None) -> tuple[list[str], Row | None]:
    """Clients that read that licence, and the position behind them. One round trip; strongly consistent."""
    page = store.readers_of(table, licence_id, limit=limit, after=after)
    return [str(row["sk"]) for row in page.rows], page.next


def listed_in(cloud: Platform, number: str) -> str:
    """The list of who read the licences of whoever has that number, as its cursors name it."""
    return store.readings_pk(cloud, number)


def listed(table: Table, pk: str, *, limit: int, after: Row | None = None) -> tuple[list[Reading], Row | None]:
    """A page of that list, the latest first, and the position behind it. One round trip."""
    page = store.read_from(table, pk, limit=limit, after=after)
    return [store.reading_in(row) for row in page.rows], page.next


def _found(cloud: Platform, uow: UnitOfWork, wanted: Wanted) -> list[Licence]:
    """What is wanted of what the holder has; nothing is told unless all of it still counts when that is written."""
    kind = type_in_identifier(wanted.certificate_type)
    found = [
        licence
        for licence in licences.held_by(cloud, wanted.number, now=uow.act.at, certificate_type=kind)
        if licence.request.holder.number_type is wanted.number_type and wanted.identifier in {"", licence.identifier}
    ]
    if len(found) > MOST_AT_ONCE:
        raise TooManyLicences
    for licence in found:
        licences.require_valid(uow, licence, lambda _: LicenceChanged())
    return found


def _consented(cloud: Platform, uow: UnitOfWork, partner: Client, wanted: Wanted, reading_id: str) -> str:
    """Consume the consent; what the certificate is called in it."""
    subject_id = person_with(cloud, wanted.number)
    if not subject_id:
        raise ConsentUnknown
    consent = consents.use(
        uow,
        wanted.consent_id,
        recipient=Recipient(kind=RecipientKind.PARTNER, code=partner.id),
        subject_id=subject_id,
        purpose=wanted.reason,
        extent={wanted.certificate_type: wanted.fields},
        reference=reading_id,
        item_code=wanted.item_code,
    )
    return next(it.name for it in consent.terms.certificates if it.code == wanted.certificate_type)

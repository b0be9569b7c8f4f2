"""Sharing over HTTP: partners read, the operator registers their duties, holders see who read."""

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.catalogue.registers.errors import EntryUnknown
from chalicelib.catalogue.registers.service import registers_of
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, operator, public, signatory
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.routes import Area
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.licences.sharing import errors, service
from chalicelib.licences.sharing.duties import as_registered
from chalicelib.licences.sharing.views import (
    DutiesView,
    LicencesRead,
    ReadingView,
    ReadLicences,
    RegisterDuties,
    TypeReaderView,
)
from chalicelib.parties.applicants.errors import OrganisationUnknown
from chalicelib.parties.applicants.service import applicant_details
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.errors import ClientRefused, ClientUnknown
from chalicelib.parties.consents import errors as consents
from chalicelib.parties.errors import AccountUnknown

sharing_area = Area(Text("证照共享", "Sharing of licences"))

BY_CONSENT = (consents.ConsentUnknown, consents.ConsentElsewhere)
SPENT = (consents.ConsentSpent, consents.ConsentWithdrawn, consents.ConsentOver)
NOT_NOW = (errors.TooManyReadings, errors.TooManyLicences, errors.LicenceChanged)
OF_A_PARTNER = (ClientUnknown, errors.NotAPartner)


@sharing_area.post(
    "/v1/licence-readings",
    access=public("the partner's own credentials prove who calls"),
    summary=Text("合作系统读取证照", "A partner reads licences"),
    not_repeatable="every reading is recorded for the holder, and its answer is not kept",
    refusals=(ClientRefused, errors.HolderCodeInvalid, errors.NoDuty, *NOT_NOW, *BY_CONSENT, *SPENT),
)
def read_licences(call: Call, body: ReadLicences) -> Reply[LicencesRead]:
    """For registered partners, by HTTP Basic: what counts today of one type in the name of one holder, under a duty
    registered for the caller or a consent of the holder, which is used up. The holder sees each reading.
    """
    now = machine_now()
    partner = clients.authenticate(call.platform, call.headers, now)
    wanted = body.wanted(shanghai_date(call.act.at))
    reading, licences = service.read(call.platform, call.uow, partner, wanted, now)
    return Reply(LicencesRead.of(reading, licences))


@sharing_area.get(
    "/v1/me/licence-readings",
    access=allow(signatory(level=2)),
    summary=Text("谁读取过我的证照", "Who read my licences"),
    consistency="eventual",
    refusals=(AccountUnknown, OrganisationUnknown),
)
def list_readings(call: Call, query: PageQuery) -> Reply[ListOf[ReadingView]]:
    """Every reading by another system, the latest first, for three years: who, what, why, and by what right."""
    call.own()
    pk = service.listed_in(call.platform, applicant_details(call.uow.table, call.caller).id_number)
    readings, behind = service.listed(call.uow.table, pk, limit=query.limit, after=query.after(BY_APPLICANT, pk))
    return one_page([ReadingView.of(reading) for reading in readings], behind)


@sharing_area.get(
    "/v1/clients/{client_id}/duties",
    access=allow(operator()),
    summary=Text("合作系统可依职责读取的证照", "What a partner may read by duty"),
    refusals=OF_A_PARTNER,
)
def read_duties(call: Call, client_id: str) -> Reply[DutiesView]:
    """Empty, in version 0, while nothing was ever registered."""
    duties = service.duties_of(call.platform, client_id)
    return Reply(DutiesView.of(duties), version=duties.version)


@sharing_area.put(
    "/v1/clients/{client_id}/duties",
    access=allow(operator()),
    summary=Text("登记合作系统的法定职责", "Register a partner's statutory duties"),
    refusals=(*OF_A_PARTNER, errors.DutiesInvalid),
)
def register_duties(call: Call, client_id: str, body: RegisterDuties) -> Reply[DutiesView]:
    """All of them; in force at once. What is left out may be read by consent only."""
    duties = service.duties_of(call.platform, client_id)
    call.require_version(duties.version)
    changed = as_registered(registers_of(call.platform), body.duties, shanghai_date(call.act.at))
    service.register(call.platform, call.uow, duties, changed, body.readings_per_hour)
    return Reply(DutiesView.of(duties), version=duties.version)


@sharing_area.get(
    "/v1/certificate-types/{code}/readers",
    access=public("who shares what with whom, by which law, is public information"),
    summary=Text("哪些系统可依职责读取该类证照", "Who may read certificates of a type"),
    refusals=(EntryUnknown,),
    consistency="eventual",
)
def list_type_readers(call: Call, code: str, query: PageQuery) -> Reply[ListOf[TypeReaderView]]:
    """Systems that read it by a registered duty: which fields, by which law. By consent of the holder any partner may.
    Who issues it and what it says is told by the type itself.
    """
    if registers_of(call.platform).certificate_type(code) is None:
        raise EntryUnknown(entry=code)
    after = query.after(BY_APPLICANT, service.listed_under(code))
    readers, behind = service.type_readers(call.platform.table, code, limit=query.limit, after=after)
    return one_page([TypeReaderView.of_reader(entry) for entry in readers], behind)

"""A consent's receiver and certificates as the registers call them: what is signed names them, not only their codes."""

from collections.abc import Iterator, Sequence
from datetime import date

from chalicelib.aws.platform import Platform
from chalicelib.catalogue.registers.model import Registers
from chalicelib.catalogue.registers.service import registers_of
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text
from chalicelib.parties.clients.model import Channel, Client
from chalicelib.parties.clients.service import client_of
from chalicelib.parties.consents.errors import ConsentTermsInvalid
from chalicelib.parties.consents.terms import ConsentTerms, Recipient, RecipientKind, SharedCertificate, SharedField
from chalicelib.parties.consents.views import WantedCertificate, WantedConsent, WantedRecipient

NO_SUCH_PARTNER = Text("没有登记该合作系统", "No such partner is registered")
NO_SUCH_BODY = Text("名录中没有该部门或地区", "The registers know no such department or region")
NO_SUCH_TYPE = Text("证照目录中没有该类型", "There is no such certificate type")
NO_SUCH_FIELD = Text("该证照没有此项照面信息", "The certificate has no such field")


def terms_of(cloud: Platform, wanted: WantedConsent, today: date) -> ConsentTerms:
    """The terms with the names of today. Raises `ConsentTermsInvalid`. A round trip only for a partner whom this
    process does not know.
    """
    is_partner = wanted.recipient.kind is RecipientKind.PARTNER
    partner = client_of(cloud, wanted.recipient.code) if is_partner else None
    return as_registered(registers_of(cloud), wanted, today, partner)


def as_registered(
    registers: Registers, wanted: WantedConsent, today: date, partner: Client | None = None
) -> ConsentTerms:
    """The terms with the names of today. Raises `ConsentTermsInvalid` with all that the registers do not know."""
    is_partner = wanted.recipient.kind is RecipientKind.PARTNER
    recipient = _partner(partner) if is_partner else _body(registers, wanted.recipient, today)
    faults = [] if recipient else [Pointer("#/recipient", NO_SUCH_PARTNER if is_partner else NO_SUCH_BODY)]
    for number, certificate in enumerate(wanted.certificates):
        found = faults_of(registers, certificate, today)
        faults += [Pointer(f"#/certificates/{number}/{place}", why) for place, why in found]
    if recipient is None or faults:
        raise ConsentTermsInvalid(pointers=faults)
    return ConsentTerms(
        recipient=recipient,
        purpose=wanted.purpose,
        certificates=tuple(certificates_of(registers, wanted.certificates, today)),
        item_code=wanted.item_code,
        valid_to=wanted.valid_to,
    )


def _partner(client: Client | None) -> Recipient | None:
    if client is None or client.channel is not Channel.PARTNER or client.is_suspended:
        return None
    return Recipient(kind=RecipientKind.PARTNER, code=client.id, name=client.name)


def _body(registers: Registers, wanted: WantedRecipient, today: date) -> Recipient | None:
    department = registers.department(wanted.code, today)
    name = registers.body_name((wanted.code, wanted.region), today)
    if department is None or name is None:
        return None
    return Recipient(
        kind=wanted.kind,
        code=department.code,
        region=wanted.region,
        name=name.zh,
        contact=department.enquiry_phone,
    )


def faults_of(registers: Registers, wanted: WantedCertificate, today: date) -> Iterator[tuple[str, Text]]:
    """What the register does not know of it: where in it, and why."""
    kind = registers.certificate_type(wanted.code, today)
    if kind is None:
        yield "code", NO_SUCH_TYPE
        return
    known = {field.name for field in kind.fields}
    yield from ((f"fields/{place}", NO_SUCH_FIELD) for place, name in enumerate(wanted.fields) if name not in known)


def certificates_of(
    registers: Registers, wanted: Sequence[WantedCertificate], today: date
) -> Iterator[SharedCertificate]:
    """Those that the register knows, with the names of today."""
    for certificate in wanted:
        kind = registers.certificate_type(certificate.code, today)
        if kind is not None:
            fields = [
                SharedField(name=it.name, label=it.label.zh) for it in kind.fields if it.name in certificate.fields
            ]
            yield SharedCertificate(code=kind.code, name=kind.name.zh, fields=tuple(fields))

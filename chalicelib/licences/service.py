"""Issuing, finding, verifying and revoking certificates."""

from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork
from chalicelib.kernel.events import Act
from chalicelib.licences import store
from chalicelib.licences.errors import LicenceUnknown, VerificationUnknown
from chalicelib.licences.model import Kind, Licence, LicenceRequest
from chalicelib.licences.verification_code import code_from, licence_id_of


def verification_code_of(platform: Platform, reference: str, kind: Kind) -> str:
    """The code of the document of that kind: derived, the same whenever it is asked for, and unguessable."""
    return code_from(platform.secrets.keyed_hash("verification-code", f"{kind}#{reference}"))


def issued(platform: Platform, reference: str, kind: Kind) -> Licence | None:
    """The licence of that document, if there is one. One round trip."""
    return store.load(platform.table, licence_id_of(verification_code_of(platform, reference, kind)))


def issue(platform: Platform, act: Act, request: LicenceRequest) -> Licence:
    """Certify the document, and commit. A document that is certified already keeps its first certificate."""
    standing = store.load(platform.table, licence_id_of(request.verification_code))
    if standing is not None:
        return standing
    licence = Licence.issue(request, act)
    uow = UnitOfWork(platform.table, act)
    store.save(uow, licence)
    try:
        uow.commit()
    except Overtaken:
        return read(platform.table, licence.id)
    return licence


def read(table: Table, licence_id: str) -> Licence:
    """The licence. Raises `LicenceUnknown`. One round trip."""
    licence = store.load(table, licence_id)
    if licence is None:
        raise LicenceUnknown
    return licence


def verify(table: Table, code: str) -> Licence:
    """The licence whose document carries `code`. Raises `VerificationUnknown`. One round trip."""
    licence = store.load(table, licence_id_of(code))
    if licence is None:
        raise VerificationUnknown
    return licence


def revoke(uow: UnitOfWork, licence_id: str, reason: str) -> Licence:
    """Take a certificate back. Raises `LicenceUnknown`, `AlreadyRevoked`."""
    licence = read(uow.table, licence_id)
    licence.revoke(reason, uow.act)
    store.save(uow, licence)
    return licence

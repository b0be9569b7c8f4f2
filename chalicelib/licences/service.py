"""Issuing, finding, verifying and revoking certificates."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import Overtaken, Refusal, UnitOfWork, transact
from chalicelib.kernel.events import Act, RecordedEvent
from chalicelib.licences import store
from chalicelib.licences.errors import DocumentUnknown, LicenceUnknown, VerificationUnknown
from chalicelib.licences.model import Licence, Standing
from chalicelib.licences.request import Kind, LicenceRequest
from chalicelib.licences.status import store as status
from chalicelib.licences.verification_code import code_from, licence_id_of
from chalicelib.parties.lookup import lookup_keys

PAGE = 100


def verification_code_of(platform: Platform, reference: str, kind: Kind, edition: int = 1) -> str:
    """The code of the document of that kind: derived, the same whenever it is asked for, and unguessable."""
    name = f"{kind}#{reference}" if edition == 1 else f"{kind}#{reference}#{edition}"
    return code_from(platform.secrets.keyed_hash("verification-code", name))


def issued(platform: Platform, reference: str, kind: Kind) -> Licence | None:
    """The licence of that document, if there is one. One round trip."""
    return store.load(platform.table, licence_id_of(verification_code_of(platform, reference, kind)))


def issue(platform: Platform, act: Act, request: LicenceRequest, *, is_withheld: bool = False) -> Licence:
    """Certify the document, and commit. A document that is certified already keeps its first certificate; one whose fee
    is owed is withheld until `release`.
    """
    standing = store.load(platform.table, licence_id_of(request.verification_code))
    if standing is not None:
        return standing
    licence = Licence.issue(request, act, is_withheld=is_withheld)
    uow = UnitOfWork(platform.table, act)
    store.save(platform, uow, licence)
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


def read_history(table: Table, licence_id: str) -> tuple[Licence, list[RecordedEvent]]:
    """The licence and all that happened to it. Raises `LicenceUnknown`. One round trip."""
    found = store.load_history(table, licence_id)
    if found is None:
        raise LicenceUnknown
    return found


def find(table: Table, code: str) -> Licence | None:
    """The licence whose document carries `code`, if there is one. One round trip."""
    return store.load(table, licence_id_of(code))


def with_file(table: Table, sha256: str) -> Licence:
    """The licence whose document is the file with that hash. Raises `DocumentUnknown`. Two round trips."""
    licence_id = store.licence_with_file(table, sha256)
    if licence_id is None:
        raise DocumentUnknown
    return read(table, licence_id)


def verify(table: Table, code: str) -> Licence:
    """The licence whose document carries `code`. Raises `VerificationUnknown`. One round trip."""
    licence = find(table, code)
    if licence is None:
        raise VerificationUnknown
    return licence


def change(platform: Platform, uow: UnitOfWork, licence: Licence, act_on: Callable[[Licence], None]) -> Licence:
    """Do something to a licence that was read, and save it."""
    act_on(licence)
    store.save(platform, uow, licence)
    return licence


def release(platform: Platform, uow: UnitOfWork, licence_id: str) -> None:
    """Nothing is owed for it any more; repeated, nothing happens. Raises `LicenceUnknown`."""
    change(platform, uow, read(uow.table, licence_id), lambda it: it.release(uow.act))


def revoke(platform: Platform, uow: UnitOfWork, licence_id: str, reason: str) -> Licence:
    """Take a certificate back. Raises `LicenceUnknown`, `AlreadyRevoked` or `AlreadyReplaced`."""
    return change(platform, uow, read(uow.table, licence_id), lambda it: it.revoke(reason, uow.act))


def replace(platform: Platform, act: Act, licence_id: str, request: LicenceRequest) -> Licence:
    """Certify the next version of a licence, which from that moment on counts instead, and commit; what was replaced
    already keeps its first successor. Raises `AlreadyRevoked` where it was revoked meanwhile.
    """

    def use_case(uow: UnitOfWork) -> Licence:
        former = read(uow.table, licence_id)
        if former.replaced_by:
            return read(uow.table, former.replaced_by)
        successor = Licence.issue(request, act)
        former.replace_by(successor, act)
        store.save(platform, uow, successor)
        store.save(platform, uow, former)
        return successor

    return transact(platform.table, act, use_case)


def number_hashes(platform: Platform, number: str) -> tuple[str, ...]:
    """Under what somebody's licences are listed, by their identity number or social credit code; more than one while
    the key for that is being replaced.
    """
    return lookup_keys(platform, store.NUMBER, number)


def listed_in(number_hash: str) -> str:
    """The list of somebody's licences, as its cursors name it."""
    return store.holder_pk(number_hash)


def held_by(platform: Platform, number: str, *, now: dt.datetime, certificate_type: str = "") -> list[Licence]:
    """The licences that whoever has `number` (identity number or social credit code) may show at `now`, those of one
    certificate type if it is named (as identifiers write it). One round trip for a hundred; eventually consistent.
    """
    held = [
        licence
        for number_hash in number_hashes(platform, number)
        for licence in _all(platform.table, number_hash, certificate_type)
    ]
    return [licence for licence in held if licence.standing(now) is Standing.GENUINE]


def require_valid(uow: UnitOfWork, licence: Licence, refusal: Refusal) -> None:
    """Write nothing unless the licence, found in a list that may be moments old, counts at the moment of writing."""
    if licence.request.status is not None:
        status.require_valid(uow, licence.request.status, refusal)


def listed(table: Table, number_hash: str, *, limit: int, after: Row | None) -> tuple[list[Licence], Row | None]:
    """A page of what somebody holds, in whatever standing, and the position behind it. One round trip."""
    page = store.held_by(table, number_hash, limit=limit, after=after)
    return [store.licence_in(row) for row in page.rows], page.next


def all_listed(table: Table, number_hashes: Sequence[str]) -> list[Licence]:
    """All that is listed under any of these, in whatever standing; asks nothing where there is none."""
    return [licence for number_hash in number_hashes for licence in _all(table, number_hash, "")]


def relisted(platform: Platform, row: Row) -> Row:
    """The row of a licence as its holder's list has it under the present key of the ring."""
    return store.relisted(platform, row)


def _all(table: Table, number_hash: str, certificate_type: str) -> Iterator[Licence]:
    after: Row | None = None
    while True:
        page = store.held_by(table, number_hash, certificate_type=certificate_type, limit=PAGE, after=after)
        yield from map(store.licence_in, page.rows)
        after = page.next
        if after is None:
            return

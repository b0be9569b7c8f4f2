"""How licences are kept: one partition a licence, `LICENCE#<id>`, found by its id or by its verification code.

Those that grant something also stand in the list of their holder, `HOLDER#<keyed hash of the holder's number>`, by
certificate type and then by the moment of issue. `DOCUMENT#<hash>` leads from a file to its licence.
"""

from chalicelib.aws.history import events_among, to_aggregate
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.instants import to_text
from chalicelib.licences.model import Licence
from chalicelib.licences.status.store import mark
from chalicelib.parties.lookup import lookup_key

NUMBER = "licence-holder"
OF_LICENCE = "LICENCE"
LAST = "\U0010ffff"


def licence_pk(licence_id: str) -> str:
    """The partition of a licence."""
    return f"LICENCE#{licence_id}"


def holder_pk(number_hash: str) -> str:
    """The index partition of what somebody holds."""
    return f"HOLDER#{number_hash}"


def file_pk(sha256: str) -> str:
    """The partition of what is known of a file by its hash."""
    return f"DOCUMENT#{sha256}"


def licence_with_file(table: Table, sha256: str) -> str | None:
    """Whose document the file with that hash is. One round trip."""
    row = table.row(Key(file_pk(sha256), OF_LICENCE))
    return str(row["licence_id"]) if row else None


def load(table: Table, licence_id: str) -> Licence | None:
    """The licence. One round trip."""
    row = table.row(Key(licence_pk(licence_id), SNAPSHOT))
    return licence_in(row) if row else None


def load_history(table: Table, licence_id: str) -> tuple[Licence, list[RecordedEvent]] | None:
    """The licence and its events. One round trip."""
    rows = table.partition(licence_pk(licence_id), first="EVENT#", last=SNAPSHOT)
    return (licence_in(rows[-1]), events_among(rows)) if rows else None


def save(cloud: Platform, uow: UnitOfWork, licence: Licence) -> None:
    """Put the licence's snapshot and events into the unit of work."""
    place = licence.request.status
    if place is not None and licence.loaded_version:
        mark(uow, place, licence.list_status)
    if licence.loaded_version == 0:
        uow.put({"pk": file_pk(licence.request.sha256), "sk": OF_LICENCE, "licence_id": licence.id})
    uow.save(licence_pk(licence.id), licence, indexes={**_index(cloud, licence)})


def held_by(
    table: Table, number_hash: str, *, certificate_type: str = "", limit: int, after: Row | None = None
) -> Page:
    """What is in the name of whoever has that number, by type; of one type only if it is named. One round trip;
    eventually consistent.
    """
    first, last = (f"{certificate_type}#", f"{certificate_type}#{LAST}") if certificate_type else ("", None)
    return table.page(BY_APPLICANT, holder_pk(number_hash), limit=limit, after=after, first=first, last=last)


def licence_in(row: Row) -> Licence:
    """The licence that a row holds."""
    return to_aggregate(Licence, row)


def relisted(cloud: Platform, row: Row) -> Row:
    """A licence's row (readable) with its place in the holder's list under the present key of the ring."""
    return {**row, **_index(cloud, licence_in(row))}


def _index(cloud: Platform, licence: Licence) -> dict[str, str]:
    if not licence.request.grants:
        return {}
    number_hash = lookup_key(cloud, NUMBER, licence.request.holder.id_number)
    place = f"{licence.request.certificate_type}#{to_text(licence.issued_at)}#{licence.id}"
    return {"applicant_pk": holder_pk(number_hash), "applicant_sk": place}

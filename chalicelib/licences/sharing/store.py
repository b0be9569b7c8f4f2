"""How sharing is kept: `SHARING#<client>` holds its duties, how often it read, and a row for each duty
by which the directory of types finds it (`DUTY#<type>`); `READING#<id>` one reading, listed by
the keyed hash of the holder's number, whether or not the holder has an account. That key is never replaced.
`READERS#<licence>` has a row for each client that read it, by the client's id: nothing in it tells whose it is.
"""

from collections.abc import Sequence
from datetime import timedelta

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.instants import midnight
from chalicelib.licences.model import Licence
from chalicelib.licences.sharing.allowance import Readings
from chalicelib.licences.sharing.errors import TooManyReadings
from chalicelib.licences.sharing.model import Duties, Duty, Reading, TypeReader

KEPT_FOR = timedelta(days=3 * 366)
"""Longer than the three years in which whoever was harmed may claim damages (民法典, art. 188)."""
RELIED_ON_AFTERWARDS = timedelta(days=31)
"""After its last day nobody needs to be told any more that a licence does not count."""
READINGS, LAST = "READINGS", "\U0010ffff"


def readings_pk(cloud: Platform, number: str) -> str:
    """The index partition of who read the licences of whoever has that number."""
    return f"READINGS#{cloud.secrets.keyed_hash('licence-readings', number).hex()}"


def duties_of(table: Table, client_id: str) -> Duties:
    """What that client may read by duty. One round trip."""
    row = table.row(Key(_pk(client_id), SNAPSHOT))
    return to_aggregate(Duties, row) if row else Duties.none_of(client_id)


def standing_of(table: Table, client_id: str) -> tuple[Duties, Readings]:
    """What that client may read by duty, and how often it read. One round trip."""
    rows = table.rows_at([Key(_pk(client_id), SNAPSHOT), Key(_pk(client_id), READINGS)])
    found = {str(row["sk"]): row for row in rows}
    duties = to_aggregate(Duties, found[SNAPSHOT]) if SNAPSHOT in found else Duties.none_of(client_id)
    readings = Readings.model_validate_json(str(found[READINGS]["body"])) if READINGS in found else Readings()
    return duties, readings


def save_duties(uow: UnitOfWork, duties: Duties, reader: str, former: Sequence[Duty]) -> None:
    """With what the directory says of each, instead of what it said of the `former` ones. `Overtaken` on commit when
    somebody else registered meanwhile.
    """
    uow.save(_pk(duties.id), duties)
    codes = {duty.certificate.code for duty in duties.duties}
    for duty in former:
        if duty.certificate.code not in codes:
            uow.delete(_directory_key(duties.id, duty))
    for duty in duties.duties:
        key = _directory_key(duties.id, duty)
        row: Row = {
            "pk": key.pk,
            "sk": key.sk,
            "applicant_pk": directory_pk(duty.certificate.code),
            "applicant_sk": duties.id,
            "body": TypeReader(reader=reader, duty=duty).model_dump_json(),
        }
        uow.put(row)


def directory_pk(certificate_type: str) -> str:
    """The index partition of who may read certificates of that type by duty."""
    return f"TYPE-READERS#{certificate_type}"


def type_readers(table: Table, certificate_type: str, *, limit: int, after: Row | None) -> Page:
    """A page of them, by client. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, directory_pk(certificate_type), limit=limit, after=after)


def type_reader_in(row: Row) -> TypeReader:
    """The entry that a row holds."""
    return TypeReader.model_validate_json(str(row["body"]))


def count(uow: UnitOfWork, client_id: str, readings: Readings) -> None:
    """Written only over what it was made from: no two readings share one place. The slower one waits a second."""
    former = readings.version - 1
    row: Row = {
        "pk": _pk(client_id),
        "sk": READINGS,
        "version": readings.version,
        "body": readings.model_dump_json(),
    }
    uow.put(
        row,
        new=former == 0,
        equals={"version": former} if former else None,
        refusal=lambda _: TooManyReadings(retry_after=1),
    )


def note(cloud: Platform, uow: UnitOfWork, number: str, reading: Reading) -> None:
    """Keep the reading for the holder, in the very transaction that lets it happen."""
    row: Row = {
        "pk": f"READING#{reading.id}",
        "sk": "READING",
        "applicant_pk": readings_pk(cloud, number),
        "applicant_sk": reading.id,
        "body": reading.model_dump_json(),
        "expires_at": int((reading.at + KEPT_FOR).timestamp()),
    }
    uow.put(row, new=True, personal=True)


def note_reader(uow: UnitOfWork, licence: Licence, client_id: str) -> None:
    """The client has read the licence and relies on it, as long as the licence lasts."""
    row: Row = {"pk": _readers_pk(licence.id), "sk": client_id}
    until = licence.request.valid_until
    if until is not None:
        row["expires_at"] = int((midnight(until) + RELIED_ON_AFTERWARDS).timestamp())
    uow.put(row)


def readers_of(table: Table, licence_id: str, *, limit: int, after: Row | None) -> Page:
    """Who read the licence, by client. One round trip; strongly consistent."""
    return table.stretch(_readers_pk(licence_id), limit=limit, first=" ", last=LAST, after=after)


def read_from(table: Table, pk: str, *, limit: int, after: Row | None) -> Page:
    """A page of who read what, the latest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, pk, limit=limit, after=after, newest_first=True)


def reading_in(row: Row) -> Reading:
    """The reading that a row holds."""
    return Reading.model_validate_json(str(row["body"]))


def _directory_key(client_id: str, duty: Duty) -> Key:
    return Key(_pk(client_id), f"DUTY#{duty.certificate.code}")


def _readers_pk(licence_id: str) -> str:
    return f"READERS#{licence_id}"


def _pk(client_id: str) -> str:
    return f"SHARING#{client_id}"

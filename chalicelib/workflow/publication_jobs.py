"""The job that publishes a batch, and what has to be there before its edition goes live: the snapshot for search and
the public catalogue document.
"""

import datetime as dt
from collections.abc import Iterator

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.catalogue.editions import Edition, read_state
from chalicelib.catalogue.files.public_document import public_catalogue
from chalicelib.catalogue.finding.names import Names
from chalicelib.catalogue.finding.snapshot import build_snapshot, summaries_in
from chalicelib.catalogue.finding.summary import Summary
from chalicelib.catalogue.publishing import releasing
from chalicelib.catalogue.publishing.model import Batch, BatchStatus
from chalicelib.catalogue.publishing.service import load_batch
from chalicelib.catalogue.registers.service import registers_of
from chalicelib.jobs.service import PASSING, LineThere, Progress, UseCase
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.instants import shanghai_date

MEDIA_TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


SET_ASIDE = "SET_ASIDE"


class PublicationStuck(RuntimeError):
    """A closed batch could not be put online: our own mistake. Nothing of it is seen, and no line says that an item was
    refused: the run is repeated, and goes on when the cause is gone or the item has been set aside.
    """


def publish_batch(progress: Progress) -> None:
    """Put every item online unseen, write what the edition needs, then let it go live. Raises `PublicationStuck`."""
    batch_id = str(progress.job.input["batch_id"])
    try:
        _publish(progress, load_batch(progress.platform.table, batch_id))
    except PASSING:
        raise
    except DomainError as error:
        raise PublicationStuck(f"{batch_id}: {error.code}") from error


def _publish(progress: Progress, batch: Batch) -> None:
    if batch.status is not BatchStatus.PUBLISHED:
        for number, code in enumerate(sorted(batch.entries), start=1):
            if code in batch.set_aside:
                progress.line(number, code, SET_ASIDE)
            else:
                progress.write(number, code, _put_online(progress, number, batch, code))
        progress.pause_if_late()
        edition = _edition(progress.platform, batch, progress.act.at)
        transact(progress.platform.table, progress.act, lambda uow: releasing.go_live(uow, batch.id, edition))
    progress.finish({"edition": str(batch.edition), "batch_id": batch.id})


def _put_online(progress: Progress, number: int, batch: Batch, code: str) -> UseCase:
    def put_online(uow: UnitOfWork) -> str:
        try:
            return releasing.release(uow, batch, code, batch.edition - 1)
        except DomainError as error:
            if progress.line_at(number):
                raise LineThere from error
            raise PublicationStuck(f"{batch.id}: {code}: {error.code}") from error

    return put_online


def _edition(cloud: Platform, batch: Batch, at: dt.datetime) -> Edition:
    """Write the edition's files; done again they are the same but for the instant."""
    summaries = list(_all_summaries(cloud, batch, shanghai_date(at)))
    folder = f"catalogue/editions/{batch.edition:06d}"
    snapshot = f"{folder}/snapshot"
    names = Names.of(registers_of(cloud))
    cloud.documents.write(snapshot, build_snapshot(summaries, names), media_type="application/octet-stream")
    documents = {}
    written = public_catalogue(summaries, edition=batch.edition, published_at=at, names=names)
    for kind, body in written.items():
        documents[kind] = f"{folder}/catalogue.{kind}"
        cloud.documents.write(documents[kind], body, media_type=MEDIA_TYPES[kind])
    return Edition(number=batch.edition, batch_id=batch.id, published_at=at, snapshot_key=snapshot, documents=documents)


def _all_summaries(cloud: Platform, batch: Batch, today: dt.date) -> Iterator[Summary]:
    """The live edition's, without what has ended, and with this batch's items as they are from now on."""
    live = read_state(cloud.table).live
    if live is not None:
        before, _ = cloud.documents.read(live.snapshot_key)
        for summary in summaries_in(before):
            if summary.code not in batch.released and (summary.valid_to is None or summary.valid_to >= today):
                yield summary
    yield from releasing.summaries_of(cloud.table, sorted(batch.released), batch.edition)

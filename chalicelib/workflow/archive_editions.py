"""The licences of a case for its archive package: every edition of each document, with its own history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.aws.platform import Platform
from chalicelib.cases.model import Case
from chalicelib.kernel.events import RecordedEvent
from chalicelib.licences import service as licences
from chalicelib.licences.model import Kind, Licence
from chalicelib.workflow.archive_words import chain_of


@dataclass(frozen=True)
class Edition:
    """One certified document, as it stands."""

    licence: Licence
    history: Sequence[RecordedEvent]

    @property
    def name(self) -> str:
        """What its files are called: `decision`, and `decision-2` for the second edition."""
        request = self.licence.request
        return request.kind if request.edition == 1 else f"{request.kind}-{request.edition}"

    @property
    def is_reissue(self) -> bool:
        """Whether it replaced another."""
        return self.licence.request.edition > 1

    def chain(self) -> bytes:
        """Its history, and the identifier that it has."""
        told = {"identifier": self.licence.identifier, "status": self.licence.status}
        return chain_of(f"LICENCE#{self.licence.id}", self.licence.id, self.history, told)


def editions_of(cloud: Platform, case: Case) -> list[Edition]:
    """Of each document of the case, from the first edition on. Two round trips a licence."""
    return [edition for kind in sorted(case.documents) for edition in _line(cloud, case.id, Kind(kind))]


def _line(cloud: Platform, case_id: str, kind: Kind) -> Iterator[Edition]:
    licence = licences.issued(cloud, case_id, kind)
    while licence is not None:
        yield Edition(*licences.read_history(cloud.table, licence.id))
        licence = licences.read(cloud.table, licence.replaced_by) if licence.replaced_by else None

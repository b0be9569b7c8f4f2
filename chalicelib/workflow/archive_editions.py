"""The licences of a case for its archive package: every edition of each document, with its own history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.aws.platform import Platform
from chalicelib.cases.model import Case
from chalicelib.cases.parts import Document
from chalicelib.kernel.events import RecordedEvent
from chalicelib.licences import service as licences
from chalicelib.licences.model import Licence
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
    """Of each document of the case, from the first edition on. One round trip a licence."""
    return [edition for _, document in sorted(case.documents.items()) for edition in _line(cloud, document)]


def _line(cloud: Platform, document: Document) -> Iterator[Edition]:
    licence_id = (*document.former, document)[0].licence_id
    while licence_id:
        licence, history = licences.read_history(cloud.table, licence_id)
        yield Edition(licence, history)
        licence_id = licence.replaced_by

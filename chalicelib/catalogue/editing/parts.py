"""What a described item consists of: immutable value objects, and the words for where a version stands."""

import datetime as dt
from enum import StrEnum
from typing import Self

from chalicelib.catalogue.elements import Bilingual, Element
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.vocabulary import AdministrativeLevel


class Stage(StrEnum):
    """Where the version in work stands."""

    DRAFT = "DRAFT"
    CHECKED = "CHECKED"
    APPROVED = "APPROVED"


class Action(StrEnum):
    """What a batch does with an item."""

    PUBLISH = "PUBLISH"
    RETIRE = "RETIRE"


class Outcome(StrEnum):
    """What writing a draft came to."""

    CREATED = "CREATED"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"


class Work(Element):
    """The version in work."""

    number: int
    stage: Stage
    content: ItemContent
    sha256: str
    authors: tuple[str, ...]
    violations: tuple[str, ...]
    """Codes of the rules that the content breaks."""
    checked_by: str = ""
    approved_by: str = ""
    sent_back: str = ""
    """Why it was sent back, until it is changed."""


class Card(Element):
    """What lists and figures say of a version."""

    name: Bilingual
    level: AdministrativeLevel
    regions: tuple[str, ...]
    no_visit: bool
    visit_basis: str

    @classmethod
    def of(cls, content: ItemContent) -> Self:
        """The card of that content."""
        return cls(
            name=content.name,
            level=content.level,
            regions=content.regions,
            no_visit=content.is_no_visit,
            visit_basis=content.visit_basis,
        )


class Published(Element):
    """A version that was published, and how."""

    number: int
    department: str
    valid_from: dt.date
    sha256: str
    batch_id: str
    edition: int
    card: Card
    retired_from: dt.date | None = None
    """From that day on nobody can apply for it; `retired_by` is the edition that announced so."""
    retired_by: int = 0

"""What those who describe and approve items are shown."""

import datetime as dt
from typing import Any, Self

from pydantic import AwareDatetime, ConfigDict

from chalicelib.catalogue.differences import Difference
from chalicelib.catalogue.editing.listing import ListedItem, Standing
from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.editing.parts import Published, Stage, Work
from chalicelib.http.shapes import Shape
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.text import Language


class WorkView(Shape):
    """The version in work."""

    version: int
    stage: Stage
    sha256: str
    authors: tuple[str, ...]
    checked_by: str
    approved_by: str
    sent_back: str
    violations: tuple[str, ...]
    content: dict[str, Any]

    @classmethod
    def of(cls, work: Work) -> Self:
        """As it stands."""
        return cls(
            version=work.number,
            stage=work.stage,
            sha256=work.sha256,
            authors=work.authors,
            checked_by=work.checked_by,
            approved_by=work.approved_by,
            sent_back=work.sent_back,
            violations=work.violations,
            content=work.content.model_dump(mode="json"),
        )


class PublishedView(Shape):
    """A version that was published."""

    version: int
    valid_from: dt.date
    sha256: str
    batch_id: str
    edition: int

    @classmethod
    def of(cls, published: Published) -> Self:
        """As it was published."""
        return cls(
            version=published.number, **published.model_dump(include={"valid_from", "sha256", "batch_id", "edition"})
        )


class CatalogueItemView(Shape):
    """An item as it is described, approved and published."""

    model_config = ConfigDict(json_schema_extra={"title": "CatalogueItem"})

    code: str
    department: str
    in_work: WorkView | None
    published: list[PublishedView]
    retired_from: dt.date | None
    batch_id: str
    batch_action: str | None

    @classmethod
    def of(cls, item: CatalogueItem) -> Self:
        """As it stands."""
        return cls(
            code=item.id,
            department=item.department,
            in_work=WorkView.of(item.work) if item.work else None,
            published=[PublishedView.of(version) for version in item.published],
            retired_from=item.retired_from,
            batch_id=item.batch_id,
            batch_action=item.action,
        )


class ListedItemView(Shape):
    """A line of a department's list."""

    code: str
    name: str
    department: str
    item_level: str
    regions: tuple[str, ...]
    standing: Standing
    why: str
    stage: Stage | None
    published_version: int | None
    valid_from: dt.date | None
    batch_id: str

    @classmethod
    def of(cls, line: ListedItem, on: dt.date, language: Language) -> Self:
        """Where the item stands on that date, in the reader's language."""
        return cls(
            code=line.code,
            name=line.name.in_language(language),
            department=line.department,
            item_level=line.level,
            regions=line.regions,
            standing=line.standing(on),
            why=line.why(on).as_it_is(language),
            stage=line.stage,
            published_version=line.published_version,
            valid_from=line.valid_from,
            batch_id=line.in_batch or line.published_batch,
        )


class DifferenceView(Shape):
    """One difference of two versions, in plain words."""

    pointer: str
    text: str
    effect: str

    @classmethod
    def of(cls, difference: Difference, language: Language) -> Self:
        """In the reader's language."""
        return cls(pointer=difference.pointer, text=difference.text.as_it_is(language), effect=str(difference.effect))


class DifferencesView(Shape):
    """What a later version changes for those who apply."""

    code: str
    from_version: str
    to_version: str
    differences: list[DifferenceView]


class HistoryEntryView(Shape):
    """Something that happened to an item, a batch or a register, and who did it."""

    sequence: int
    type: str
    at: AwareDatetime
    actor: str
    role: str
    data: dict[str, Any]

    @classmethod
    def of(cls, event: RecordedEvent) -> Self:
        """The event as it was recorded."""
        return cls(
            sequence=event.sequence,
            type=event.type,
            at=event.at,
            actor=event.actor.id,
            role=event.actor.role,
            data=event.data,
        )

"""What is shown of batches, editions and figures."""

import datetime as dt
from typing import Self

from pydantic import AwareDatetime, ConfigDict

from chalicelib.catalogue.editing.listing import Standing
from chalicelib.catalogue.editing.parts import Action
from chalicelib.catalogue.publishing.coverage import Coverage, Share
from chalicelib.catalogue.publishing.model import Batch, BatchLine, BatchStatus, Target
from chalicelib.http.shapes import Shape


class BatchView(Shape):
    """A batch with its items."""

    model_config = ConfigDict(json_schema_extra={"title": "Batch"})

    batch_id: str
    name: str
    effective_from: dt.date
    status: BatchStatus
    entries: dict[str, Action]
    edition: int
    job_id: str

    @classmethod
    def of(cls, batch: Batch) -> Self:
        """As it stands."""
        return cls(
            batch_id=batch.id,
            **batch.model_dump(
                include={"name", "effective_from", "status", "entries", "set_aside", "edition", "job_id"}
            ),
        )


class BatchLineView(Shape):
    """A batch in the list of batches."""

    batch_id: str
    name: str
    effective_from: dt.date
    status: BatchStatus
    items: int
    edition: int

    @classmethod
    def of(cls, line: BatchLine) -> Self:
        """As it stands."""
        return cls(**line.model_dump())


class EditionView(Shape):
    """The live edition and where its documents are."""

    edition: int
    batch_id: str
    published_at: AwareDatetime
    documents: dict[str, str]


class ShareView(Shape):
    """Items, those of them that need no visit, and why the others are missing."""

    items: int
    no_visit: int
    percent: str
    missing: dict[Standing, int]

    @classmethod
    def of(cls, share: Share) -> Self:
        """As it was counted."""
        return cls(items=share.items, no_visit=share.no_visit, percent=share.percent, missing=share.missing)


class TargetView(Shape):
    """What is to be reached, by when, and who decided so."""

    share_percent: int
    by: dt.date | None
    basis: str
    reached: bool | None

    @classmethod
    def of(cls, target: Target, whole: Share | None = None) -> Self:
        """`reached` is told where the figure is."""
        reached = whole.reaches(target.share_percent) if whole else None
        return cls(share_percent=target.share_percent, by=target.by, basis=target.basis, reached=reached)


class CoverageView(Shape):
    """Published no-visit items ÷ all catalogued items, whole and in parts."""

    model_config = ConfigDict(json_schema_extra={"title": "Coverage"})

    on: dt.date
    target: TargetView
    whole: ShareView
    by_department: dict[str, ShareView]
    by_level: dict[str, ShareView]
    by_region: dict[str, ShareView]
    by_batch: dict[str, ShareView]

    @classmethod
    def of(cls, coverage: Coverage, target: Target, on: dt.date) -> Self:
        """The figure of that day."""
        return cls(
            on=on,
            target=TargetView.of(target, coverage.whole),
            whole=ShareView.of(coverage.whole),
            by_department=_views(coverage.by_department),
            by_level=_views(coverage.by_level),
            by_region=_views(coverage.by_region),
            by_batch=_views(coverage.by_batch),
        )


def _views(shares: dict[str, Share]) -> dict[str, ShareView]:
    return {name: ShareView.of(share) for name, share in shares.items()}

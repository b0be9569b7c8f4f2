"""An item as the list of its department shows it, and where it stands on its way to no-visit approval."""

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum

from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.editing.parts import Card, Published, Stage, Work
from chalicelib.catalogue.elements import Bilingual, Element
from chalicelib.catalogue.vocabulary import AdministrativeLevel
from chalicelib.kernel.text import Text


class Standing(StrEnum):
    """Where an item stands; everything but `NO_VISIT` says why it is still missing from the share."""

    NO_VISIT = "NO_VISIT"
    VISIT = "VISIT"
    UNLAWFUL = "UNLAWFUL"
    DRAFT = "DRAFT"
    SENT_BACK = "SENT_BACK"
    CHECKED = "CHECKED"
    APPROVED = "APPROVED"
    IN_BATCH = "IN_BATCH"
    SCHEDULED = "SCHEDULED"
    RETIRED = "RETIRED"


WHY: dict[Standing, Text] = {
    Standing.NO_VISIT: Text("已发布，全程不见面", "Published, and nobody has to come"),
    Standing.VISIT: Text("已发布，依法须到现场：{visit_basis}", "Published; the law demands a visit: {visit_basis}"),
    Standing.UNLAWFUL: Text("内容不符合发布要求：{violations}", "Breaks rules for publication: {violations}"),
    Standing.DRAFT: Text("编制中，尚未检查", "A draft that was not checked yet"),
    Standing.SENT_BACK: Text("审核退回：{sent_back}", "Sent back: {sent_back}"),
    Standing.CHECKED: Text("已检查，等待审核", "Checked; waits for its approval"),
    Standing.APPROVED: Text("已审核，等待列入批次", "Approved; waits for a batch"),
    Standing.IN_BATCH: Text("已列入批次，等待公布", "In a batch that is not published yet"),
    Standing.SCHEDULED: Text("已公布，自 {valid_from} 起生效", "Published, in force from {valid_from}"),
    Standing.RETIRED: Text("已停用", "Retired"),
}


class Span(Element):
    """From that day on it stands so (`NO_VISIT`, `VISIT`, `RETIRED`) for readers of that edition or a later one."""

    valid_from: dt.date
    standing: Standing
    edition: int


def standing_on(spans: tuple[Span, ...], day: dt.date, *, in_work: Standing, live: int | None = None) -> Standing:
    """Where an item stands on that day for readers of the edition `live`, or of whatever was announced. `in_work` is
    where it stands as long as no published version is in force.
    """
    announced = [span for span in spans if live is None or span.edition <= live]
    if not announced:
        return Standing.IN_BATCH if spans else in_work
    begun = [span for span in announced if span.valid_from <= day]
    if not begun:
        return Standing.SCHEDULED
    return in_work if begun[-1].standing is Standing.RETIRED else begun[-1].standing


class ListedItem(Element):
    """One line of a department's list."""

    code: str
    department: str
    name: Bilingual
    level: AdministrativeLevel
    regions: tuple[str, ...]
    version_in_work: int | None
    stage: Stage | None
    violations: tuple[str, ...]
    sent_back: str
    in_batch: str
    """The batch that it is in and that is not published yet."""
    published_version: int | None
    published_batch: str
    valid_from: dt.date | None
    spans: tuple[Span, ...]
    """In the order of announcement; a version that changes nothing about the standing has none of its own."""
    visit_basis: str
    """Of the last version that demands a visit."""

    def standing(self, on: dt.date) -> Standing:
        """Where it stands on that date (Asia/Shanghai), by everything that was announced."""
        return standing_on(self.spans, on, in_work=self.standing_in_work)

    def why(self, on: dt.date) -> Text:
        """The same in words."""
        said = WHY[self.standing(on)]
        facts = {**self.model_dump(include={"visit_basis", "sent_back"}), "valid_from": self.valid_from}
        facts["violations"] = "、".join(self.violations)
        return Text(said.zh.format_map(facts), said.en.format_map(facts))

    @property
    def standing_in_work(self) -> Standing:
        """Where it stands as long as no published version of it is in force."""
        if self.stage is None:
            return Standing.RETIRED
        if self.in_batch:
            return Standing.IN_BATCH
        if self.stage is Stage.DRAFT:
            return self._standing_of_draft
        return Standing.CHECKED if self.stage is Stage.CHECKED else Standing.APPROVED

    @property
    def _standing_of_draft(self) -> Standing:
        if self.violations:
            return Standing.UNLAWFUL
        return Standing.SENT_BACK if self.sent_back else Standing.DRAFT


def listed(item: CatalogueItem) -> ListedItem | None:
    """The line of `item`; None when nothing is left of it (a first draft that was given up)."""
    from_work, latest = item.work, item.latest
    card = latest.card if latest else (Card.of(from_work.content) if from_work else None)
    if card is None:
        return None
    return ListedItem(
        code=item.id,
        department=item.department,
        name=card.name,
        level=card.level,
        regions=card.regions,
        **_of_work(from_work),
        in_batch=item.batch_id,
        published_version=latest.number if latest else None,
        published_batch=latest.batch_id if latest else "",
        valid_from=latest.valid_from if latest else None,
        spans=_without_repetition(span for version in item.published for span in _spans(version)),
        visit_basis=next((it.card.visit_basis for it in reversed(item.published) if not it.card.no_visit), ""),
    )


def _spans(version: Published) -> Iterator[Span]:
    standing = Standing.NO_VISIT if version.card.no_visit else Standing.VISIT
    yield Span(valid_from=version.valid_from, standing=standing, edition=version.edition)
    if version.retired_from is not None:
        yield Span(valid_from=version.retired_from, standing=Standing.RETIRED, edition=version.retired_by)


def _without_repetition(spans: Iterable[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in spans:
        if not kept or kept[-1].standing is not span.standing:
            kept.append(span)
    return tuple(kept)


def _of_work(work: Work | None) -> dict[str, object]:
    if work is None:
        return {"version_in_work": None, "stage": None, "violations": (), "sent_back": ""}
    return work.model_dump(include={"violations", "sent_back"}) | {"version_in_work": work.number, "stage": work.stage}

"""An item as the list of its department shows it, and where it stands on its way to no-visit approval."""

import datetime as dt
from enum import StrEnum

from chalicelib.catalogue.editing.model import Card, CatalogueItem, Stage, Work
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
    retired_from: dt.date | None
    no_visit: bool
    visit_basis: str

    def standing(self, on: dt.date) -> Standing:
        """Where it stands on that date (Asia/Shanghai)."""
        if self.published_version is None or (self.retired_from is not None and self.retired_from <= on):
            return self.standing_in_work
        if self.valid_from is not None and self.valid_from > on:
            return Standing.SCHEDULED
        return Standing.NO_VISIT if self.no_visit else Standing.VISIT

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
        retired_from=item.retired_from,
        no_visit=card.no_visit,
        visit_basis=card.visit_basis,
    )


def _of_work(work: Work | None) -> dict[str, object]:
    if work is None:
        return {"version_in_work": None, "stage": None, "violations": (), "sent_back": ""}
    return work.model_dump(include={"violations", "sent_back"}) | {"version_in_work": work.number, "stage": work.stage}

"""An item of the catalogue from its first description on: at most one version in work, and those that were published.

draft → checked → approved → published from a date → retired. Four eyes: who wrote or checked a version does not approve
it. Whatever changes the content takes it back to its draft.
"""

import datetime as dt
from typing import Self

from chalicelib.catalogue.editing import errors
from chalicelib.catalogue.editing.events import (
    DraftDiscarded,
    DraftWritten,
    EnteredBatch,
    ItemRetired,
    LeftBatch,
    VersionApproved,
    VersionChecked,
    VersionPublished,
    VersionSentBack,
)
from chalicelib.catalogue.editing.parts import Action, Card, Outcome, Published, Stage, Work
from chalicelib.catalogue.model import ItemContent, ItemVersion
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.events import Act, Event

LARGEST_ITEM = 350_000
"""Bytes with all that is known of it: a row holds 400 KB at most."""


class CatalogueItem(Aggregate):
    """One item, described, approved, published, retired."""

    department: str
    work: Work | None = None
    published: tuple[Published, ...] = ()
    batch_id: str = ""
    """The batch that it is in; until that is published nothing about it changes."""
    action: Action | None = None

    @classmethod
    def new(cls, content: ItemContent) -> Self:
        """An item that nobody has described yet."""
        return cls(id=content.code, department=content.department.code)

    def claimed_for(self, department: str) -> Self:
        """The item; one of which nothing is left belongs to the department that describes it next."""
        if self.work is None and not self.published:
            self.department = department
        return self

    @property
    def region(self) -> str:
        """None: an item belongs to a department line, for access."""
        return ""

    @property
    def owner_id(self) -> str:
        """Nobody's own, for access."""
        return ""

    @property
    def latest(self) -> Published | None:
        """The version published last."""
        return self.published[-1] if self.published else None

    @property
    def retired_from(self) -> dt.date | None:
        """The day from which nobody can apply for it; None while that is not announced, or when it has come back."""
        return self.latest.retired_from if self.latest else None

    def write(
        self, content: ItemContent, violations: tuple[str, ...], act: Act, online: ItemContent | None = None
    ) -> Outcome:
        """Describe the item, or change its description; the same content again changes nothing. `online` is what was
        published last, to tell what a new version changes.

        Raises `CodeDiffers`, `InBatch`, `ItemTooLarge`.
        """
        if content.code != self.id:
            raise errors.CodeDiffers
        sha256 = content.sha256
        if self.stands_as(sha256):
            return Outcome.UNCHANGED
        self._refuse_in_batch()
        before, size = self.work, len(self.model_copy(update={"work": None}).model_dump_json().encode())
        size += len(content.model_dump_json().encode())
        if size > LARGEST_ITEM:
            raise errors.ItemTooLarge(bytes=size, most=LARGEST_ITEM)
        self.work = Work(
            number=before.number if before else self._next_number,
            stage=Stage.DRAFT,
            content=content,
            sha256=sha256,
            authors=_with(before.authors if before else (), act.actor.id),
            violations=violations,
        )
        changed = _changed(before.content if before else online, content)
        department_before, self.department = self.department, content.department.code
        self._note(
            DraftWritten,
            act,
            version=self.work.number,
            department_before=department_before,
            sha256=sha256,
            changed=changed,
            violations=[*violations],
        )
        return Outcome.CHANGED if before or self.published else Outcome.CREATED

    def stands_as(self, sha256: str) -> bool:
        """Whether the content of that hash is what is in work or, with nothing in work, what is online."""
        standing = self.work or self.latest
        return standing is not None and standing.sha256 == sha256 and (self.work is not None or self.is_online)

    def discard(self, act: Act) -> None:
        """Give the version in work up; what is published keeps its department. Raises `NothingInWork`, `InBatch`."""
        work = self._in_work()
        self._refuse_in_batch()
        self.work, department_before = None, self.department
        self.department = self.latest.department if self.latest else self.department
        self._note(DraftDiscarded, act, version=work.number, department_before=department_before)

    def check(self, violations: tuple[str, ...], act: Act) -> None:
        """The content keeps every rule. Raises `NothingInWork`, `WrongStage`; AssertionError when it does not."""
        work = self._in_work(Stage.DRAFT)
        if violations:
            raise AssertionError("violations are answered before the check is recorded")
        self.work = work.model_copy(update={"stage": Stage.CHECKED, "checked_by": act.actor.id, "violations": ()})
        self._note(VersionChecked, act, version=work.number, sha256=work.sha256)

    def approve(self, sha256: str, act: Act) -> None:
        """Approve exactly the content of that hash.

        Raises `NothingInWork`, `WrongStage`, `FourEyes`, `ContentMoved`.
        """
        work = self._in_work(Stage.CHECKED)
        if act.actor.id in {*work.authors, work.checked_by}:
            raise errors.FourEyes
        if sha256 != work.sha256:
            raise errors.ContentMoved
        self.work = work.model_copy(update={"stage": Stage.APPROVED, "approved_by": act.actor.id})
        self._note(VersionApproved, act, version=work.number, sha256=work.sha256)

    def send_back(self, reason: str, act: Act) -> None:
        """Have it changed. Raises `NothingInWork`, `WrongStage`, `InBatch`."""
        work = self._in_work(Stage.CHECKED, Stage.APPROVED)
        self._refuse_in_batch()
        back = {"stage": Stage.DRAFT, "checked_by": "", "approved_by": "", "sent_back": reason}
        self.work = work.model_copy(update=back)
        self._note(VersionSentBack, act, version=work.number, reason=reason)

    def enter_batch(self, batch_id: str, action: Action, act: Act) -> None:
        """Be published or retired with that batch. Raises `InBatch`, `WrongStage`, `NotOnline`, `NothingInWork`."""
        self._refuse_in_batch()
        if action is Action.PUBLISH:
            self._in_work(Stage.APPROVED)
        elif not self.is_online:
            raise errors.NotOnline
        self.batch_id, self.action = batch_id, action
        self._note(EnteredBatch, act, batch_id=batch_id, action=action)

    def leave_batch(self, act: Act) -> None:
        """Be taken out of the batch before it is published."""
        self._note(LeftBatch, act, batch_id=self.batch_id)
        self.batch_id, self.action = "", None

    def require_start(self, valid_from: dt.date) -> None:
        """Raises `StartsTooEarly` unless something that begins on that date may follow what was announced."""
        begins = max(
            (date for date in (self.latest and self.latest.valid_from, self.retired_from) if date), default=None
        )
        if begins is not None and valid_from < begins:
            raise errors.StartsTooEarly(announced=begins.isoformat())

    def publish(self, valid_from: dt.date, edition: int, act: Act) -> ItemVersion:
        """The version in work becomes one that never changes."""
        work = self._in_work(Stage.APPROVED)
        line = Published(
            number=work.number,
            department=self.department,
            valid_from=valid_from,
            sha256=work.sha256,
            batch_id=self.batch_id,
            edition=edition,
            card=Card.of(work.content),
        )
        self.published, self.work = (*self.published, line), None
        self._note(
            VersionPublished,
            act,
            version=line.number,
            sha256=line.sha256,
            valid_from=valid_from,
            edition=edition,
            batch_id=self.batch_id,
        )
        self.batch_id, self.action = "", None
        return ItemVersion.of(work.content, line.number)

    def retire(self, valid_from: dt.date, edition: int, act: Act) -> None:
        """From that date on nobody can apply for it."""
        *earlier, last = self.published
        self.published = (*earlier, last.model_copy(update={"retired_from": valid_from, "retired_by": edition}))
        self._note(ItemRetired, act, valid_from=valid_from, edition=edition, batch_id=self.batch_id)
        self.batch_id, self.action = "", None

    @property
    def is_online(self) -> bool:
        """Whether there is a published version that is not being retired."""
        return bool(self.published) and self.retired_from is None

    @property
    def _next_number(self) -> int:
        return self.latest.number + 1 if self.latest else 1

    def _in_work(self, *stages: Stage) -> Work:
        if self.work is None:
            raise errors.NothingInWork
        if stages and self.work.stage not in stages:
            raise errors.WrongStage(stage=self.work.stage)
        return self.work

    def _refuse_in_batch(self) -> None:
        if self.batch_id:
            raise errors.InBatch(batch_id=self.batch_id)

    def _note(self, kind: type[Event], act: Act, **data: object) -> None:
        self._record(kind.model_validate({"department": self.department, **data}), act)


def _with(authors: tuple[str, ...], author: str) -> tuple[str, ...]:
    return authors if author in authors else (*authors, author)


def _changed(before: ItemContent | None, after: ItemContent) -> list[str]:
    """The elements that differ, as pointers; all that are written when there was nothing before."""
    old = before.model_dump(mode="json") if before else {}
    new = after.model_dump(mode="json")
    return [f"#/{name}" for name in sorted(new) if canonical_json([old.get(name)]) != canonical_json([new[name]])]

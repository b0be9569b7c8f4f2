"""An office with the seeded registers, two managers and an approver, and no item yet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.editing.parts import Action
from chalicelib.catalogue.publishing import service as publishing
from chalicelib.catalogue.publishing.model import Batch
from chalicelib.jobs import service as jobs
from chalicelib.jobs.model import JobStatus
from chalicelib.kernel.events import Actor
from chalicelib.workflow.carry_out_jobs import HANDLERS
from tests.support.catalogue import APPROVER, MANAGER, content
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform
from tests.support.publishing import TODAY
from tests.support.seeding import with_seeded_registers

PLENTY = 10**9


@dataclass
class Office:
    """Everything that two people do with items."""

    cloud: FakePlatform

    def do(self, actor: Actor, use_case: Callable[[UnitOfWork], Any]) -> Any:
        """One use case, committed."""
        return transact(self.cloud.table, self.cloud.act(actor), use_case)

    def describe(self, code: str, **parts: object) -> None:
        """The manager writes it."""
        self.do(MANAGER, lambda uow: editing.put_draft(uow, self.cloud, content(code=code, **parts)))

    def approve(self, code: str, **parts: object) -> None:
        """Described, checked, approved."""
        self.describe(code, **parts)
        self.do(MANAGER, lambda uow: editing.check(uow, self.cloud, self.item(code)))
        self.do(APPROVER, lambda uow: editing.approve(uow, self.cloud, self.item(code), self.item(code).work.sha256))

    def item(self, code: str) -> Any:
        return editing.load_item(self.cloud.table, code)

    def open_batch(self, *codes: str, action: Action = Action.PUBLISH, effective_from: Any = TODAY) -> Batch:
        """A batch with these items."""
        batch = self.do(MANAGER, lambda uow: publishing.open_batch(uow, name="首批", effective_from=effective_from))
        for start in range(0, len(codes), publishing.ENTERED_AT_ONCE):
            self.enter(batch.id, list(codes[start : start + publishing.ENTERED_AT_ONCE]), action)
        return publishing.load_batch(self.cloud.table, batch.id)

    def enter(self, batch_id: str, codes: list[str], action: Action = Action.PUBLISH) -> None:
        def enter(uow: UnitOfWork) -> None:
            publishing.enter(uow, self.cloud, publishing.load_batch(uow.table, batch_id), codes, action)

        self.do(MANAGER, enter)

    def order(self, batch_id: str, actor: Actor = APPROVER) -> Batch:
        """Ordered; the job has not run yet."""
        return self.do(actor, lambda uow: publishing.order_publication(uow, publishing.load_batch(uow.table, batch_id)))

    def run(self, job_id: str, remaining: Callable[[], int] = lambda: PLENTY) -> JobStatus:
        return jobs.run(self.cloud, job_id, HANDLERS, remaining)

    def publish(self, *codes: str, **options: Any) -> Batch:
        """A batch with these items, from its opening to its end."""
        ordered = self.order(self.open_batch(*codes, **options).id)
        assert self.run(ordered.job_id) is JobStatus.DONE
        return publishing.load_batch(self.cloud.table, ordered.id)


@pytest.fixture
def office() -> Office:
    cloud = FakePlatform()
    cloud.documents, cloud.materials = FakeObjects("documents"), FakeObjects("materials")
    with_seeded_registers(cloud)
    return Office(cloud)

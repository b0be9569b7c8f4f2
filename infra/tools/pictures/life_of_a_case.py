"""What can become of a case, found by trying: every command in every state that the model can be brought into.

Nothing here says what is allowed. A command that the model refuses leads nowhere; what it lets through is a step.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chalicelib.cases.applicant import Applicant
from chalicelib.cases.model import Case
from chalicelib.cases.packages import ArchivePackage
from chalicelib.cases.parts import CorrectionPoint, Document
from chalicelib.cases.vocabulary import Advice, Outcome, SlotState, Status, Target
from chalicelib.catalogue.model import ItemContent, ItemVersion
from chalicelib.catalogue.vocabulary import Necessity
from chalicelib.kernel.calendar import CalendarYear, WorkCalendar
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.events import SYSTEM, Act, Actor, Party
from chalicelib.kernel.working_time import Limit
from infra.local.journey import FORM, ITEM, REGION

SEED = Path(__file__).parents[2] / "seed"
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
WHO = Applicant(account_id="applicant", name="王示例", id_number="460105199003072215", mobile="13800138000", level=3)
APPLICANT = Actor(id=WHO.account_id, party=Party.APPLICANT, role="applicant")
DESK = Actor(id="reviewer", party=Party.OFFICIAL, role="reviewer")
HEAD = Actor(id="head", party=Party.OFFICIAL, role="head")
POINT = CorrectionPoint(target=Target.FIELD, at="/residence_address", reason="地址不完整", how="请补充门牌号")
PACKAGE = ArchivePackage(object_key="package.zip", sha256="0" * 64, size=1)
PAPER = Document(licence_id="1", verification_code="CODE", object_key="decision.pdf", sha256="0" * 64)
TIME = "time"


@dataclass(frozen=True)
class Step:
    """One way from a status to another."""

    before: Status
    command: str
    after: Status


@dataclass(frozen=True)
class Life:
    """All steps, and the kinds of clocks that can run in a status."""

    steps: dict[Step, None]
    clocks: dict[Status, dict[str, None]]


@dataclass(frozen=True)
class _World:
    item: ItemVersion
    calendar: WorkCalendar

    def commands(self) -> dict[str, tuple[Actor, Callable[[Case, Act], object]]]:
        """Everything that can be done to a case once its papers are complete; who does it, and how."""
        item, calendar = self.item, self.calendar
        desk = item.review[0].desks[0].role
        return {
            "submit": (APPLICANT, lambda it, by: it.submit(number="N", item=item, act=by, calendar=calendar)),
            "withdraw": (APPLICANT, lambda it, by: it.withdraw("不再办理", by)),
            "correct": (DESK, lambda it, by: it.check(desk, [POINT], item=item, act=by, calendar=calendar)),
            "accept": (DESK, lambda it, by: it.check(desk, [], item=item, act=by, calendar=calendar)),
            "refuse": (DESK, lambda it, by: it.refuse_acceptance("不属于受理范围", "", by)),
            "not required": (DESK, lambda it, by: it.declare_not_required("不需要许可", "", by)),
            "opinion": (DESK, lambda it, by: it.give_opinion(desk, Advice.GRANT, "符合条件", by)),
            "decide": (HEAD, lambda it, by: it.decide(Outcome.GRANTED, "符合条件", by, calendar)),
            "issue": (SYSTEM, lambda it, by: it.note_document("decision", PAPER, by)),
            "pay": (SYSTEM, _pay),
            "send": (SYSTEM, lambda it, by: it.start_delivery("shipment", by)),
            "deliver": (SYSTEM, lambda it, by: it.note_delivered(by, calendar)),
            "evaluate": (SYSTEM, lambda it, by: it.note_evaluated(1, by)),
            "archive": (SYSTEM, lambda it, by: it.archive(PACKAGE, by)),
            TIME: (SYSTEM, lambda it, by: it.tick(by, calendar)),
        }


def explore() -> Life:
    """Breadth first from a complete draft; cases that no command can tell apart are tried once."""
    life = Life({}, {})
    for world in _worlds():
        _explore(world, life)
    return life


def _explore(world: _World, life: Life) -> None:
    seen, coming = set(), [(_draft(world), MONDAY)]
    while coming:
        case, now = coming.pop(0)
        if _kind(case) in seen:
            continue
        seen.add(_kind(case))
        running = {case.clock.kind.value: None} if case.clock else {}
        life.clocks.setdefault(case.status, {}).update(running)
        for command, following, later in _tried(world, case, now):
            if following.status is not case.status:
                life.steps[Step(case.status, command, following.status)] = None
            coming.append((following, later))


def _tried(world: _World, case: Case, now: datetime) -> Iterator[tuple[str, Case, datetime]]:
    for name, (actor, command) in world.commands().items():
        later = now
        if name == TIME and case.clock is not None:
            ends = [case.clock.due_at, *(late.ends_at for late in case.awaited_materials)]
            later = max(now, max(ends) + timedelta(seconds=1))
        tried = case.model_copy(deep=True)
        try:
            command(tried, Act(actor=actor, at=later, correlation_id="drawing"))
        except DomainError:
            continue
        yield name, tried, later


def _kind(case: Case) -> tuple[object, ...]:
    paid = case.fee is not None and case.fee.settled_at is not None
    clock = case.clock.kind if case.clock else None
    late = tuple(late.state for late in case.late_materials.values())
    known = (case.correction is None, paid, case.evaluation_closed, clock, len(case.documents), late)
    return case.status, case.stage, *known


def _pay(case: Case, act: Act) -> None:
    case.request_fee("order", act)
    case.note_fee_settled("order", act)


def _worlds() -> Iterator[_World]:
    """With the item of the demonstration as it is, and with a material more that may follow after acceptance."""
    items = [ItemContent.model_validate_json(path.read_bytes()) for path in SEED.glob("items/*.json")]
    years = [CalendarYear.model_validate_json(path.read_bytes()) for path in sorted(SEED.glob("calendars/*.json"))]
    item = next(item for item in items if item.code == ITEM)
    calendar = WorkCalendar(years)
    own = {"shared_source": None, "certificate_type": ""}
    later = {"code": "later", "necessity": Necessity.MAY_FOLLOW, "follow_within": Limit(amount=1), **own}
    more = item.model_copy(update={"materials": (*item.materials, item.materials[0].model_copy(update=later))})
    yield _World(ItemVersion.of(item, 1), calendar)
    yield _World(ItemVersion.of(more, 1), calendar)


def _draft(world: _World) -> Case:
    """Complete: materials there or promised to follow, form filled in, promise signed."""
    by = Act(actor=APPLICANT, at=MONDAY, correlation_id="drawing")
    case = Case.open(case_id="case", item=world.item, applicant=WHO, region=REGION, act=by)
    case.materials = {
        code: slot if slot.may_follow else slot.model_copy(update={"state": SlotState.UPLOADED})
        for code, slot in case.materials.items()
    }
    case.save_form(dict(FORM), world.item, by)
    promise = world.item.promise
    case.sign_promise(version=promise.version, sha256=promise.sha256, item=world.item, level=WHO.level, act=by)
    if any(slot.may_follow for slot in case.materials.values()):
        text = case.promise_to_follow_for(world.item, MONDAY)
        given = {"version": text.version, "sha256": text.sha256}
        case.promise_to_follow(**given, item=world.item, level=WHO.level, act=by)
    return case

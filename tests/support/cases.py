"""Cases at any point of their life, with the parts that a test does not care about filled in.

A builder leaves the case in memory: `case.pending` is its whole history until it is `stored`.
"""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases import store
from chalicelib.cases.applicant import Applicant
from chalicelib.cases.model import Case
from chalicelib.cases.packages import ArchivePackage, bag_after
from chalicelib.cases.parts import CorrectionPoint, Document
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.vocabulary import Advice, Outcome, SlotState, Target
from chalicelib.catalogue.calendars.service import announce_year
from chalicelib.catalogue.model import ItemVersion
from chalicelib.kernel.calendar import CalendarYear
from chalicelib.kernel.clock_entries import PauseReason
from chalicelib.kernel.events import SYSTEM, Act, Actor, Party, RecordedEvent
from tests.support.calendars import SEED as CALENDARS
from tests.support.calendars import seeded_calendar
from tests.support.clocks import on
from tests.support.items import changed, joint_item, late_item, seeded_item
from tests.support.memory_table import MemoryTable
from tests.support.platform import FakePlatform
from tests.support.publishing import put_online

CALENDAR = seeded_calendar()
REGION = "460100"
NUMBER = "46010020260302000013"
MONDAY = on(3, 2)
"""Monday 2026-03-02, 10:00 in Hainan."""

WHO = Applicant(account_id="account-1", name="王示例", id_number="460105199003072215", mobile="13800000001", level=3)
ADDRESS = "海口市美兰区虚构路一号"
RECIPIENT = {"name": "李收件", "mobile": "13900000002", "address": "海口市龙华区虚构巷二号"}
APPLICANT = Actor(id=WHO.account_id, party=Party.APPLICANT, role="applicant")
HEAD = Actor(id="staff-head", party=Party.OFFICIAL, role="head")
ANOTHER_HEAD = Actor(id="staff-head-2", party=Party.OFFICIAL, role="head")
PACKAGE = ArchivePackage(object_key="archives/case-1.zip", sha256="a" * 64, size=20_000)
SOURCE = Actor(id="licence-base", party=Party.COUNTERPARTY, role="licence-base")


def official(desk: str, name: str = "") -> Actor:
    """A member of staff at that desk."""
    return Actor(id=name or f"staff-{desk}", party=Party.OFFICIAL, role=desk)


def by(actor: Actor, at: datetime = MONDAY) -> Act:
    """What `actor` does at that instant."""
    return Act(actor=actor, at=at.astimezone(UTC), correlation_id="correlation-1")


@cache
def linked_item() -> ItemVersion:
    """A fictional linked permit (虚构联动许可): desks of GA and ZJ side by side, then GA of the province."""
    elsewhere = {"role": "reviewer", "department": "ZJ"}
    above = {"role": "reviewer", "place": "PROVINCE"}
    stages = [
        {"name": {"zh": "协同审查"}, "desks": ["reviewer", elsewhere]},
        {"name": {"zh": "省级复核"}, "desks": [above]},
    ]
    return changed(joint_item(), code="ZZ-LINKED-1", name={"zh": "虚构联动许可", "en": "Linked permit"}, review=stages)


def filled_in(item: ItemVersion, **fields: Any) -> dict[str, Any]:
    """A complete form of the item."""
    if "site" in item.form["properties"]:
        form: dict[str, Any] = {"site": {"address": ADDRESS, "floor": {"number": 3, "area": "80"}}, "seats": 12}
    else:
        form = {
            "licence_number": WHO.id_number,
            "licence_class": "C1",
            "residence_address": ADDRESS,
            "physical_condition": "FIT",
            "delivery_way": "COURIER",
            "recipient": RECIPIENT,
        }
    return {**form, **fields}


def a_new_case(item: ItemVersion | None = None, at: datetime = MONDAY, case_id: str = "case-1") -> Case:
    """Just opened: nothing filled in, its shared materials being asked for."""
    item = item or seeded_item()
    return Case.open(case_id=case_id, item=item, applicant=WHO, region=REGION, act=by(APPLICANT, at))


def a_draft(item: ItemVersion | None = None, at: datetime = MONDAY, case_id: str = "case-1") -> Case:
    """Complete, with what is required brought, the promise signed: ready to be submitted."""
    item = item or seeded_item()
    case = a_new_case(item, at, case_id)
    for slot in [slot for slot in case.materials.values() if slot.state is SlotState.ASKING]:
        case.resolve_material(obtained(slot), by(SOURCE, at))
    case.save_form(filled_in(item), item, by(APPLICANT, at))
    for slot in [slot for slot in case.materials.values() if slot.is_missing]:
        upload(case, slot.code, at=at)
    sign(case, item, at)
    return case


def a_submitted_case(item: ItemVersion | None = None, at: datetime = MONDAY, case_id: str = "case-1") -> Case:
    """Waiting for its check of five working days; what may follow is promised to."""
    item = item or seeded_item()
    case = a_draft(item, at, case_id)
    if any(slot.may_follow and not slot.is_there for slot in case.materials.values()):
        promise_to_follow(case, item, at)
    submit(case, item, at)
    return case


def a_case_to_correct(
    *points: CorrectionPoint, item: ItemVersion | None = None, at: datetime = MONDAY, case_id: str = "case-1"
) -> Case:
    """Sent back by every desk of the first stage, the first of them with `points`."""
    item = item or seeded_item()
    case = a_submitted_case(item, at, case_id)
    first, *others = case.terms.review[0].desks
    check(case, first, *points, item=item, at=at)
    for desk in others:
        check(case, desk, item=item, at=at)
    return case


def an_accepted_case(item: ItemVersion | None = None, at: datetime = MONDAY, case_id: str = "case-1") -> Case:
    """Accepted by every desk of the first stage at the instant of its submission."""
    item = item or seeded_item()
    case = a_submitted_case(item, at, case_id)
    for desk in case.terms.review[0].desks:
        check(case, desk, item=item, at=at)
    return case


def a_reviewed_case(item: ItemVersion | None = None, at: datetime = MONDAY, case_id: str = "case-1") -> Case:
    """What was to follow is there, every desk recommends to grant, a fee that falls due before the decision is paid."""
    case = an_accepted_case(item, at, case_id)
    for late in case.awaited_materials:
        upload(case, late.code, at=at)
        look_at(case, late.code, at)
    advise_all(case, at)
    if case.fee_is_due:
        pay(case, at)
    return case


def a_decided_case(
    item: ItemVersion | None = None,
    at: datetime = MONDAY,
    case_id: str = "case-1",
    outcome: Outcome = Outcome.GRANTED,
) -> Case:
    """Decided, the document not made yet."""
    case = a_reviewed_case(item, at, case_id)
    case.decide(outcome, "符合法定条件", by(HEAD, at), CALENDAR)
    return case


def a_released_case(item: ItemVersion | None = None, at: datetime = MONDAY, case_id: str = "case-1") -> Case:
    """Granted, the document made, nothing owed."""
    case = a_decided_case(item, at, case_id)
    issue(case, at)
    if case.fee_is_due:
        pay(case, at)
    return case


def a_delivered_case(item: ItemVersion | None = None, at: datetime = MONDAY, case_id: str = "case-1") -> Case:
    """In the applicant's hands; the service can be rated."""
    case = a_released_case(item, at, case_id)
    deliver(case, at)
    return case


def an_archived_case(item: ItemVersion | None = None, at: datetime = MONDAY, case_id: str = "case-1") -> Case:
    """Rated, packed, and closed for good."""
    case = a_delivered_case(item, at, case_id)
    case.note_evaluated(5, by(APPLICANT, at))
    case.archive(PACKAGE, by(SYSTEM, at))
    return case


def the_next_package(case: Case, parts: int = 1) -> ArchivePackage:
    """The bag that `case` lacks next, of a package in so many parts if it begins one."""
    version, part = bag_after(case.packages)
    parts = case.packages[-1].parts if part > 1 else parts
    place = {"version": version, "part": part, "parts": parts}
    return PACKAGE.model_copy(update={**place, "sha256": f"{version}{part}" * 32, "sequels": case.sequels})


def obtained(slot: MaterialSlot) -> MaterialSlot:
    """`slot` as its source answers when it holds the material."""
    answer = {
        "state": SlotState.OBTAINED,
        "why": "held-by-source",
        "source": "卫生健康部门证照库",
        "certificate_id": f"certificate-{slot.code}",
        "valid_to": "2026-12-31",
    }
    return slot.model_copy(update=answer)


def not_obtained(slot: MaterialSlot, why: str = "not-held") -> MaterialSlot:
    """`slot` as it is after a source that does not hold it, or does not answer."""
    return slot.model_copy(update={"state": SlotState.TO_UPLOAD, "why": why})


def sign(case: Case, item: ItemVersion, at: datetime = MONDAY, level: int = 3) -> None:
    """The applicant promises what the item's version says."""
    promise = item.promise
    case.sign_promise(version=promise.version, sha256=promise.sha256, item=item, level=level, act=by(APPLICANT, at))


def promise_to_follow(case: Case, item: ItemVersion, at: datetime = MONDAY, level: int = 3) -> None:
    """The applicant promises to bring later whatever may follow and is missing."""
    shown = case.promise_to_follow_for(item, at)
    case.promise_to_follow(version=shown.version, sha256=shown.sha256, item=item, level=level, act=by(APPLICANT, at))


def an_accepted_case_with_materials_to_follow(
    item: ItemVersion | None = None, at: datetime = MONDAY, case_id: str = "case-1"
) -> Case:
    """Accepted though everything is missing that may follow."""
    return an_accepted_case(item or late_item(), at, case_id)


def look_at(case: Case, code: str, at: datetime = MONDAY, *, wrong: str = "", desk: str = "reviewer") -> None:
    """A desk looks at what followed."""
    case.check_late_material(code, desk, wrong=wrong, act=by(official(desk), at), calendar=CALENDAR)


def submit(case: Case, item: ItemVersion | None = None, at: datetime = MONDAY, number: str = NUMBER) -> None:
    """The applicant hands the case in."""
    case.submit(number=number, item=item or seeded_item(), act=by(APPLICANT, at), calendar=CALENDAR)


def expect(case: Case, code: str, upload_id: str, at: datetime = MONDAY) -> None:
    """The applicant is going to upload a file."""
    case.expect_upload(code, upload_id=upload_id, sha256=sha_of(upload_id), act=by(APPLICANT, at))


def receive(case: Case, code: str, upload_id: str, at: datetime = MONDAY) -> None:
    """A file has arrived and passed its inspection."""
    case.receive_material(
        code,
        upload_id=upload_id,
        object_key=f"{case.id}/{upload_id}",
        sha256=sha_of(upload_id),
        size=1000,
        media_type="image/jpeg",
        act=by(SYSTEM, at),
    )


def upload(case: Case, code: str, upload_id: str = "", at: datetime = MONDAY) -> None:
    """The applicant brings a material."""
    upload_id = upload_id or f"upload-{code}"
    expect(case, code, upload_id, at)
    receive(case, code, upload_id, at)


def sha_of(upload_id: str) -> str:
    """What stands for the SHA-256 of that upload's file."""
    return upload_id.encode().hex().ljust(64, "0")


def field(at: str, why: str = "地址与证照不一致") -> CorrectionPoint:
    """A correction point pinned to a form field."""
    return CorrectionPoint(target=Target.FIELD, at=at, reason=why, how="请按身份证登记的地址填写")


def material(code: str, why: str = "照片背景不是白色") -> CorrectionPoint:
    """A correction point pinned to a material."""
    return CorrectionPoint(target=Target.MATERIAL, at=code, reason=why, how="请上传白底照片")


def check(
    case: Case, desk: str, *points: CorrectionPoint, item: ItemVersion | None = None, at: datetime = MONDAY
) -> None:
    """A desk finds `points`, or nothing, in the papers."""
    case.check(desk, points, item=item or seeded_item(), act=by(official(desk), at), calendar=CALENDAR)


def advise(case: Case, desk: str, at: datetime = MONDAY, advice: Advice = Advice.GRANT) -> None:
    """A desk's opinion."""
    case.give_opinion(desk, advice, "材料齐全", by(official(desk), at))


def advise_all(case: Case, at: datetime = MONDAY) -> None:
    """All opinions that are owed, stage by stage."""
    while (stage := case.current_review_stage) is not None:
        advise(case, case.desks_owing(stage)[0], at)


def pay(case: Case, at: datetime = MONDAY, order_id: str = "order-1") -> None:
    """The fee is asked for and comes."""
    case.request_fee(order_id, by(SYSTEM, at))
    case.note_fee_settled(order_id, by(SYSTEM, at))


def issue(case: Case, at: datetime = MONDAY, kind: str = "decision") -> None:
    """A document is made."""
    document = Document(
        licence_id=f"licence-{kind}", verification_code="7K4M9P2QXW3H", object_key=f"{kind}.pdf", sha256="d" * 64
    )
    case.note_document(kind, document, by(SYSTEM, at))


def deliver(case: Case, at: datetime = MONDAY) -> None:
    """Out of the house and into the applicant's hands."""
    case.start_delivery("shipment-1", by(SYSTEM, at))
    case.note_delivered(by(SYSTEM, at), CALENDAR)


def tick(case: Case, at: datetime) -> None:
    """Time tells."""
    case.tick(by(SYSTEM, at), CALENDAR)


def pause(case: Case, at: datetime, procedure: PauseReason = PauseReason.HEARING) -> None:
    """A desk stops the handling clock."""
    act = by(official("reviewer"), at)
    case.pause_clock(procedure, reason="依法听证", legal_basis="行政许可法第四十五条", act=act, calendar=CALENDAR)


def resume(case: Case, at: datetime) -> None:
    """A desk lets the handling clock go on."""
    act = by(official("reviewer"), at)
    case.resume_clock(reason="听证结束", legal_basis="行政许可法第四十五条", act=act, calendar=CALENDAR)


def extend(case: Case, amount: int, at: datetime) -> None:
    """The head grants more time."""
    case.extend_clock(
        amount, reason="案情复杂", legal_basis="行政许可法第四十二条", act=by(HEAD, at), calendar=CALENDAR
    )


def types(case: Case, since: int = 0) -> list[str]:
    """The names of the recorded events, without their capability, after the first `since`."""
    return [event.type.removeprefix("case.") for event in case.pending[since:]]


def only(case: Case, kind: str) -> RecordedEvent:
    """The one event of that name."""
    (found,) = [event for event in case.pending if event.type == f"case.{kind}"]
    return found


def stored(table: MemoryTable, case: Case, actor: Actor = SYSTEM, at: datetime = MONDAY) -> Case:
    """`case` after its changes are written."""
    uow = UnitOfWork(table, by(actor, at))
    store.save(uow, case)
    uow.commit()
    return case


def with_catalogue(cloud: FakePlatform, *items: ItemVersion) -> FakePlatform:
    """`cloud` with the seeded calendars and `items` (both items of this module without any) published."""
    for item in items or (seeded_item(), joint_item()):
        put_online(cloud.table, item)
    uow = cloud.unit_of_work()
    for path in sorted(CALENDARS.glob("*.json")):
        announce_year(uow, CalendarYear.model_validate(json.loads(path.read_text(encoding="utf-8"))))
    uow.commit()
    return cloud

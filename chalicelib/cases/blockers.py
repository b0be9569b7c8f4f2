"""What stands in the way of moving a running case to another version of its item (变更适用版本).

A case stays on the version it began with. It may be moved only where the applicant loses nothing that they were told,
and nothing that was done has to be done again. Each rule is a function that names every place where it is broken.
"""

from collections.abc import Callable, Iterator

from pydantic import ValidationError

from chalicelib.cases.forms import form_faults, has_field
from chalicelib.cases.parts import StageTerms
from chalicelib.cases.state import CaseState
from chalicelib.cases.vocabulary import ClockKind, Status, Target
from chalicelib.catalogue.model import ItemContent, ItemVersion
from chalicelib.catalogue.vocabulary import Necessity
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.clock_ledger import ClockLedger
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

Rule = Callable[[CaseState, ItemContent, WorkCalendar], Iterator[Pointer]]
LIMITS_DIFFER = Text("新版本的时限与已批准的延期不相容", "The new limits do not allow what was granted")


def what_blocks_a_move(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> tuple[Pointer, ...]:
    """Everything in the way of moving `case` to `item`, published or still being written; empty when it may move."""
    if not case.is_open:
        return (Pointer("#/status", Text("已作出决定或已办结", "It is decided, or has ended")),)
    if isinstance(item, ItemVersion) and item.version == case.terms.version:
        return (Pointer("#/version", Text("办件已适用该版本", "It is on this version already")),)
    return tuple(pointer for rule in RULES for pointer in rule(case, item, calendar))


def handled_by_another(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """Another department would have to take the case over: a transfer, which is an act of its own."""
    if item.department.code != case.department:
        yield Pointer("#/department", Text("新版本由另一部门办理", "Another department handles the new version"))


def region_not_served(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """Nobody handles the new version where the case is."""
    if case.region not in item.regions:
        yield Pointer("#/region", Text("新版本不在本地区办理", "The new version is not handled in this region"))


def subject_not_served(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """The new version is not for applicants of this kind."""
    if case.applicant.subject not in item.subjects:
        yield Pointer(
            "#/subjects", Text("新版本不面向此类申请人", "The new version is not for applicants of this kind")
        )


def level_too_low(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """The applicant would have to be identified more strongly than when they signed; for a draft: than to open it."""
    signed = case.promise.level if case.number and case.promise else case.applicant.level
    needed = item.minimum_level if case.number else min(2, item.minimum_level)
    if signed < needed:
        yield Pointer(
            "#/applicant", Text(f"新版本需要实名等级 L{needed}", f"The new version needs identity level L{needed}")
        )


def form_would_not_fit(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """What was handed in would not be a valid form any more. A draft is filled in further anyway."""
    if case.number:
        yield from form_faults(item.form, case.form, complete=True)


def material_would_be_missing(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """After submission nobody may ask for one more material."""
    for material in item.materials if case.number else ():
        slot = case.materials.get(material.code)
        if material.necessity is Necessity.REQUIRED and (slot is None or not slot.is_there):
            name = material.name
            yield Pointer(
                f"#/materials/{material.code}",
                Text(f"新版本另需材料：{name.zh}", f"The new version requires one more material: {name.en or name.zh}"),
            )


def correction_would_hang(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """What the applicant was asked to put right would be there no more."""
    if case.correction is None or case.status is not Status.CORRECTION_REQUESTED:
        return
    for index, point in enumerate(case.correction.points):
        known = has_field(item.form, point.at) if point.target is Target.FIELD else item.material(point.at) is not None
        if not known:
            yield Pointer(
                f"#/correction/points/{index}", Text("新版本没有该补正事项", "The new version has no such place")
            )


def dates_would_be_later(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """A promise given is kept: neither the promised nor the statutory date moves back. Earlier ones are welcome."""
    standing = _handling_ledger(case)
    if standing is None:
        return
    moved = with_limits_of(standing, item)
    if moved is None:
        yield Pointer("#/limits", LIMITS_DIFFER)
        return
    before, after = standing.dues(calendar), moved.dues(calendar)
    for name, zh, en, old, new in (
        ("promised", "承诺", "promised", before.promised, after.promised),
        ("statutory", "法定", "statutory", before.statutory, after.statutory),
    ):
        if new.at > old.at:
            yield Pointer(
                f"#/limits/{name}",
                Text(
                    f"{zh}期限将由 {old.date} 推迟到 {new.date}",
                    f"The {en} date would move back from {old.date} to {new.date}",
                ),
            )


def fee_would_differ(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """Nobody pays more than they were told, and what was asked for stays as it was asked."""
    old, new = case.terms.fee, item.fee
    if case.fee is not None and old != new:
        yield Pointer("#/fee", Text("已通知缴费，收费不能再变", "The fee was asked for: it cannot change any more"))
    elif new is not None and new.amount_fen > (old.amount_fen if old else 0):
        yield Pointer("#/fee", Text("收费高于已告知的金额", "The fee is higher than the applicant was told"))


def answered_stage_would_change(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """Desks that have answered would be asked again, or for nothing."""
    route = tuple(StageTerms.of(stage, case.region, case.department).desks for stage in item.review)
    answered = {opinion.stage for opinion in case.opinions} | ({0} if case.findings else set())
    for number in sorted(answered):
        stage = case.terms.review[number]
        if number >= len(route) or set(route[number]) != set(stage.desks):
            yield Pointer(
                f"#/review/{number}",
                Text(
                    f"“{stage.name.zh}”已有审查意见，岗位不能再变",
                    f"“{stage.name.en or stage.name.zh}” has been answered: its desks cannot change any more",
                ),
            )


def delivery_would_be_gone(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """The applicant chose a way that the new version does not offer."""
    chosen = case.form.get("delivery_way")
    if chosen in case.terms.delivery and chosen not in item.delivery:
        yield Pointer(
            "#/form/delivery_way", Text("新版本没有申请人选择的送达方式", "The chosen way of delivery is not offered")
        )


def consent_by_silence_would_be_gone(case: CaseState, item: ItemContent, calendar: WorkCalendar) -> Iterator[Pointer]:
    """The applicant was told that silence counts as consent."""
    if case.number and case.terms.tacit_basis and not (item.tacit_approval and item.tacit_approval.basis):
        yield Pointer("#/tacit_approval", Text("新版本不再适用超时默认", "Silence would not count as consent any more"))


def with_limits_of(ledger: ClockLedger, item: ItemContent) -> ClockLedger | None:
    """The same clock under the limits of `item`; None where they contradict themselves or what was entered."""
    try:
        return ClockLedger(limits=item.limits.checked, entries=ledger.entries)
    except ValidationError:
        return None


def _handling_ledger(case: CaseState) -> ClockLedger | None:
    """The clock of the item's own limit; of a case that was handed in, the one that would run if it were accepted."""
    if case.clock is not None and case.clock.kind is ClockKind.HANDLING:
        return case.clock.ledger
    if case.submitted_at is None:
        return None
    return ClockLedger.start(
        case.terms.limits, reason=ClockKind.HANDLING, legal_basis="-", actor="-", at=case.submitted_at
    )


RULES: tuple[Rule, ...] = (
    handled_by_another,
    region_not_served,
    subject_not_served,
    level_too_low,
    form_would_not_fit,
    material_would_be_missing,
    correction_would_hang,
    dates_would_be_later,
    fee_would_differ,
    answered_stage_would_change,
    delivery_would_be_gone,
    consent_by_silence_would_be_gone,
)

"""Time: what is promised, what the law allows, and what silence or a pledge may never replace."""

from collections.abc import Iterator

from chalicelib.catalogue.checks.bases import ACCEPTANCE, CAUTION, DECISION, PRACTICE, TOLD_TO_ALL, WORKING_DAYS
from chalicelib.catalogue.checks.rules import Fault, Known, names_a_basis, rule
from chalicelib.catalogue.checks.spans import HOURS, longest_days, shortest_days, surely_within
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.vocabulary import CaseKind
from chalicelib.kernel.text import Text
from chalicelib.kernel.working_time import Unit

LONGEST_CHECK = {Unit.WORKING_DAY: 5, Unit.CALENDAR_DAY: 5, Unit.HOUR: 120}
LONGEST_EXTENSION = 10
LONGEST_JOINT_EXTENSION = 15


@rule(
    "instant-means-zero",
    "承诺时限为0与即办件互为条件",
    "A promise of zero and an instant item are one thing",
    PRACTICE,
)
def instant_means_zero(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Practice: an instant item (即办件) promises the same working day, and nothing else does."""
    zero, instant = item.limits.promised.amount == 0, item.case_kind is CaseKind.INSTANT
    if zero and not instant:
        detail = Text("承诺时限为0的应为即办件", "With a promise of zero choose the instant kind, or promise more time")
        yield Fault("#/case_kind", detail)
    if instant and not zero:
        detail = Text("即办件的承诺时限应为0", "For an instant item promise zero, or choose another kind")
        yield Fault("#/case_kind", detail)


@rule(
    "promise-within-statute",
    "承诺时限不得长于法定时限",
    "The promise is no longer than the statute allows",
    WORKING_DAYS,
)
def promise_within_statute(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Administrative Licensing Law art. 42 and 82. Limits of different units are compared as `spans` says."""
    promised, statutory = item.limits.promised, item.limits.statutory
    if surely_within(promised, statutory):
        return
    if promised.unit is statutory.unit:
        detail = Text(
            f"承诺时限不得长于法定时限（{statutory.amount}）",
            f"Promise no more than the statutory limit ({statutory.amount})",
        )
    else:
        most, least = longest_days(promised), shortest_days(statutory)
        detail = Text(
            f"单位不同，按普通周从严折算：承诺最长{most}个自然日，法定最短{least}个自然日；请缩短承诺或统一单位",
            f"In ordinary weeks, counted on the safe side, the promise takes up to {most} calendar days and the "
            f"statute at least {least}: promise less, or use the same unit",
        )
    yield Fault("#/limits/promised", detail)


@rule(
    "acceptance-within-five-days",
    "受理审查不超过5个工作日",
    "Papers are checked within five working days",
    ACCEPTANCE,
)
def acceptance_within_five_days(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Administrative Licensing Law art. 32: later the case counts as accepted from the day the papers came in."""
    if item.acceptance_check.amount > LONGEST_CHECK.get(item.acceptance_check.unit, 0):
        yield Fault("#/acceptance_check", Text("受理审查时限请不超过5个工作日", "Set at most five working days"))


@rule("correction-takes-time", "补正期限至少1日", "There is at least a day to correct what is wrong", ACCEPTANCE)
def correction_takes_time(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Administrative Licensing Law art. 32: what can be corrected is told, and correcting it takes time."""
    least = HOURS if item.correction_time.unit is Unit.HOUR else 1
    if item.correction_time.amount < least:
        detail = Text("请给申请人至少1日的补正时间", "Give the applicant at least a day for corrections")
        yield Fault("#/correction_time", detail)


@rule(
    "extension-within-the-law",
    "延长期限不超过10个工作日；联合办理不超过15个工作日",
    "An extension is at most ten working days, fifteen where handled jointly",
    DECISION,
)
def extension_within_the_law(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Administrative Licensing Law art. 42. Handled jointly: another department is named beside the item's own."""
    most = LONGEST_JOINT_EXTENSION if is_joint(item) else LONGEST_EXTENSION
    extension = item.limits.extension
    if extension.unit in {Unit.MONTH, Unit.HOUR} or extension.amount > most:
        yield Fault(
            "#/limits/extension",
            Text(f"延长期限请不超过{most}个工作日", f"Extend by at most {most} working days"),
        )


@rule("silence-needs-law", "超时默认必须有依据", "Silence counts as consent only by a cited basis", TOLD_TO_ALL)
def silence_needs_law(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Tacit approval (超时默认) is opted into per item, and says by which rule."""
    if item.tacit_approval and not names_a_basis(item.tacit_approval.basis):
        yield Fault("#/tacit_approval/basis", Text("请写明超时默认的依据", "Cite the basis of tacit approval"))


@rule("silence-never-about-safety", "涉及安全的事项不得超时默认", "Silence never approves what is dangerous", CAUTION)
def silence_never_about_safety(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Tacit approval is never for security or life-safety items."""
    if item.tacit_approval and item.safety_related:
        detail = Text("涉及安全的事项请取消超时默认", "Remove tacit approval from a safety-related item")
        yield Fault("#/tacit_approval", detail)


@rule("pledge-never-about-safety", "涉及安全的事项不得告知承诺", "A pledge never replaces a safety check", CAUTION)
def pledge_never_about_safety(item: ItemContent, _: Known) -> Iterator[Fault]:
    """A written pledge (告知承诺) is not for security, life, ecology or high-risk foreign matters."""
    if item.credit.pledge_allowed and item.safety_related:
        yield Fault(
            "#/credit/pledge_allowed",
            Text("涉及安全的事项请取消告知承诺", "Allow no pledge for a safety-related item"),
        )


def is_joint(item: ItemContent) -> bool:
    """Whether another department than the item's own takes part."""
    desks = {desk.department for stage in item.review for desk in stage.desks if desk.department}
    return bool({*desks, *item.joint_departments} - {item.department.code})


RULES = (
    instant_means_zero,
    promise_within_statute,
    acceptance_within_five_days,
    correction_takes_time,
    extension_within_the_law,
    silence_needs_law,
    silence_never_about_safety,
    pledge_never_about_safety,
)

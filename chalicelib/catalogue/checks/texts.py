"""What everybody is told: the basis, the promise to be signed, the result, and whom to call."""

from collections.abc import Iterator, Sequence

from chalicelib.catalogue.checks.bases import ARCHIVED, PLAN, PRACTICE, TOLD_TO_ALL, TRUTHFUL
from chalicelib.catalogue.checks.rules import Fault, Known, names_a_basis, rule, says_something
from chalicelib.catalogue.model import ItemContent
from chalicelib.kernel.text import Text

SHORTEST_PROMISE = 20
"""Characters."""
CONSEQUENCES = ("责任", "后果", "撤销", "处罚", "信用", "失信", "不予", "追究")
SHORTEST_NUMBER = 3
"""Digits; 110 is a phone number."""


@rule("item-needs-basis", "事项必须有设定依据", "An item has a legal basis", TOLD_TO_ALL)
def item_needs_basis(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Administrative Licensing Law art. 30: the basis is made public."""
    if not item.legal_basis:
        yield Fault("#/legal_basis", Text("请至少写明一项设定依据", "Cite at least one basis"))
    for number, basis in enumerate(item.legal_basis):
        if not names_a_basis(basis):
            yield Fault(f"#/legal_basis/{number}", Text("请写明文件名称和条款", "Cite the document and the article"))


@rule(
    "promise-is-long-enough",
    "真实性承诺至少20个字",
    "The truthfulness promise has at least 20 characters",
    TRUTHFUL,
)
def promise_is_long_enough(item: ItemContent, _: Known) -> Iterator[Fault]:
    """The applicant answers for the truth (art. 31); what is signed says so in full."""
    if not says_something(item.promise.text, SHORTEST_PROMISE):
        detail = Text("请写明承诺的完整内容（至少20个字）", "Write out what is promised, in at least 20 characters")
        yield Fault("#/promise/text", detail)


@rule(
    "promise-names-consequences",
    "真实性承诺必须写明不实的后果",
    "The promise says what follows if it is untrue",
    TRUTHFUL,
)
def promise_names_consequences(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Whoever signs knows what a false promise costs; it stands in the signed text, and once more for the reader."""
    if not any(word in item.promise.text for word in CONSEQUENCES):
        detail = Text("请在承诺文本中写明承诺不实的法律责任", "Say in the text itself what an untrue promise costs")
        yield Fault("#/promise/text", detail)
    if not says_something(item.promise.consequence.zh):
        detail = Text("请写明承诺不实的后果", "Say what follows if it is untrue")
        yield Fault("#/promise/consequence/zh", detail)


@rule("phones-needed", "必须公布咨询电话和监督电话", "There are numbers for enquiries and for complaints", TOLD_TO_ALL)
def phones_needed(item: ItemContent, _: Known) -> Iterator[Fault]:
    """The plan of 2017 and GB/T 39046-2020: both contacts are elements of an item."""
    for name in ("enquiry_phone", "supervision_phone"):
        if len(digits(getattr(item, name))) < SHORTEST_NUMBER:
            yield Fault(f"#/{name}", Text("请填写电话号码", "Give a phone number"))


@rule(
    "phones-differ",
    "咨询电话与监督电话不得相同",
    "Enquiries and complaints go to different numbers",
    PRACTICE,
)
def phones_differ(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Practice: nobody complains to the desk that is complained about. Spaces and hyphens make no difference."""
    if digits(item.enquiry_phone) and digits(item.enquiry_phone) == digits(item.supervision_phone):
        detail = Text("请填写与咨询电话不同的监督电话", "Give another number for complaints than for enquiries")
        yield Fault("#/supervision_phone", detail)


@rule(
    "archive-period-stated",
    "必须写明归档保管期限",
    "It is said how long its cases are kept in the archive",
    ARCHIVED,
)
def archive_period_stated(item: ItemContent, _: Known) -> Iterator[Fault]:
    """The department's own table of what is filed and for how long (归档范围和保管期限表) says so of every item."""
    if item.archive_period is None:
        detail = Text("请按本机关的保管期限表填写：永久、30年或者10年", "Take it from your office's table of periods")
        yield Fault("#/archive_period", detail)


@rule(
    "result-certificate-registered",
    "结果证照类型应在证照目录中",
    "The certificate type of the result is registered",
    PLAN,
)
def result_certificate_registered(item: ItemContent, known: Known) -> Iterator[Fault]:
    """One certificate catalogue for the province (Hainan plan of 2017)."""
    kind = known.registers.certificate_type(item.result.certificate_type)
    if kind is None or not kind.counts_on(known.on):
        detail = Text(
            "请填写证照目录中的类型编码，或先登记该类型",
            "Use the code of a registered certificate type, or register it first",
        )
        yield Fault("#/result/certificate_type", detail)


@rule("listed-once", "同一列表中不得重复", "Nothing stands in a list twice", PRACTICE)
def listed_once(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Lists of codes are sets: what stands twice is a slip, and would be counted twice."""
    for name in ("subjects", "regions", "joint_departments", "channels", "delivery", "life_events"):
        listed: Sequence[str] = getattr(item, name)
        for number, code in enumerate(listed):
            if code in listed[:number]:
                yield Fault(f"#/{name}/{number}", Text("与前面重复，请删去", "It stands there already: remove it"))


@rule("subject-needed", "至少有一类服务对象", "There is at least one kind of subject", TOLD_TO_ALL)
def subject_needed(item: ItemContent, _: Known) -> Iterator[Fault]:
    """GB/T 39046-2020: the kinds of subjects that an item serves."""
    if not item.subjects:
        yield Fault("#/subjects", Text("请至少选择一类服务对象", "Choose at least one kind of subject"))


def digits(phone: str) -> str:
    """The digits of a phone number, whatever stands between them."""
    return "".join(sign for sign in phone if sign.isdigit())


RULES = (
    item_needs_basis,
    promise_is_long_enough,
    promise_names_consequences,
    phones_needed,
    phones_differ,
    archive_period_stated,
    result_certificate_registered,
    subject_needed,
    listed_once,
)

"""What a department does with what it is responsible for (办理项): issue, change, renew … by class of matter."""

from dataclasses import dataclass

FIRST, CHANGE, RENEW, REPLACE, CANCEL, REVIEW, CHECK = (
    "first",
    "change",
    "renew",
    "replace",
    "cancel",
    "review",
    "check",
)
CERTIFICATE_ENDINGS = ("证", "书", "照", "志", "卡")
ACTS_THEMSELVES = (
    "领",
    "验收",
    "接续",
    "转移",
    "清算",
    "核实",
    "检验",
    "测试",
    "入学",
    "转学",
    "认定",
    "鉴定",
    "贷款",
    "处理",
)
BENEFIT_ENDINGS = ("金", "贴", "息", "费", "待遇", "补助")


@dataclass(frozen=True)
class Act:
    """One act. `zh` follows the noun, `en` takes it in; `limits` are statutory working days to choose from."""

    key: str
    zh: str
    en: str
    limits: tuple[int, ...]


@dataclass(frozen=True)
class MatterClass:
    """A class of matters: the item type of GB/T 39046-2020, the certificate type of what a grant yields, and how long
    its cases are kept (made up, like all figures here).
    """

    kind: str
    result: str
    archive_period: str


CLASSES = {
    "PERMIT": MatterClass("01", "ADMINISTRATIVE_PERMIT", "YEARS_30"),
    "FILING": MatterClass("10", "FILING_RECEIPT", "YEARS_10"),
    "CONFIRMATION": MatterClass("07", "CONFIRMATION_CERTIFICATE", "PERMANENT"),
    "REGISTRATION": MatterClass("07", "CONFIRMATION_CERTIFICATE", "PERMANENT"),
    "GRANT": MatterClass("05", "BENEFIT_DECISION", "YEARS_30"),
    "SERVICE": MatterClass("20", "SERVICE_RESULT", "YEARS_10"),
    "REWARD": MatterClass("08", "BENEFIT_DECISION", "YEARS_30"),
}
LONG, MIDDLE, SHORT = (15, 20, 30), (7, 10, 15), (1, 3, 5)
CHANGED, RENEWED = Act(CHANGE, "变更", "{}: change", MIDDLE), Act(RENEW, "延续", "{}: renewal", MIDDLE)
CERTIFICATES = (
    Act(FIRST, "核发", "{}: issue", LONG),
    CHANGED,
    RENEWED,
    Act(REPLACE, "补发", "{}: replacement", SHORT),
    Act(CANCEL, "注销", "{}: cancellation", MIDDLE),
)
APPROVALS = (Act(FIRST, "", "{}", LONG), CHANGED, RENEWED)
ACTS = {
    "FILING": (
        Act(FIRST, "备案", "{}: filing", SHORT),
        Act(CHANGE, "备案变更", "{}: change of the filing", SHORT),
        Act(CANCEL, "备案注销", "{}: end of the filing", SHORT),
    ),
    "REGISTRATION": (
        Act(FIRST, "登记", "{}: registration", MIDDLE),
        Act(CHANGE, "变更登记", "{}: change of the registration", MIDDLE),
        Act(CANCEL, "注销登记", "{}: end of the registration", MIDDLE),
        Act(REPLACE, "登记证明补领", "{}: replacement of the certificate", SHORT),
    ),
    "SERVICE": (
        Act(CHECK, "查询", "{}: look-up", SHORT),
        Act(FIRST, "证明开具", "{}: certificate", SHORT),
        Act(CHANGE, "更正申请", "{}: correction", MIDDLE),
    ),
    "REWARD": (Act(FIRST, "申报", "{}: application", LONG),),
}
BENEFITS = (
    Act(FIRST, "申领", "{}: application", LONG),
    Act(CHECK, "领取资格确认", "{}: confirmation of eligibility", MIDDLE),
    Act(CHANGE, "发放信息变更", "{}: change of payment", SHORT),
    Act(CANCEL, "停发申报", "{}: end of payment", SHORT),
)
PLAIN = (
    Act(FIRST, "申请", "{}: application", MIDDLE),
    Act(CHANGE, "信息变更", "{}: change", SHORT),
    Act(CANCEL, "申请撤回", "{}: withdrawal", SHORT),
)


def acts_for(noun: str, matter: str, *, plain: bool = False) -> tuple[Act, ...]:
    """What is done with `noun`, in words that fit its ending; `plain` where it is no sum that is paid out again."""
    if matter == "PERMIT":
        return CERTIFICATES if noun.endswith(CERTIFICATE_ENDINGS) else APPROVALS
    if matter == "CONFIRMATION":
        verb = "" if noun.endswith(ACTS_THEMSELVES) else "认定"
        return (
            Act(FIRST, verb, "{}: confirmation", LONG),
            Act(CHANGE, f"{verb}变更", "{}: change", MIDDLE),
            Act(REVIEW, f"{verb}复核", "{}: review", LONG),
        )
    if matter == "GRANT":
        return BENEFITS if noun.endswith(BENEFIT_ENDINGS) and not plain else PLAIN
    return ACTS[matter]

"""What a generated item asks for: a form, what only the applicant has, and what is fetched where the state has it."""

import json
from functools import cache
from typing import Any

from infra.seed.acts import CANCEL, CHANGE, CHECK, FIRST, RENEW, REPLACE, REVIEW
from infra.seed.choosing import Dice
from infra.seed.matters import SEED, Matter

PERSON = "1"
CREDIT_CODE = "^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"
MOBILE = "^1[3-9][0-9]{9}$"
PICTURES = ["image/jpeg", "image/png", "application/pdf"]
LARGEST_BYTES = 10 * 1024 * 1024
DETAILS = {
    FIRST: ("purpose", "申请事由", "Reason"),
    CHANGE: ("changes", "变更内容", "What changes"),
    RENEW: ("record", "有效期内情况说明", "Account of the term"),
    REPLACE: ("loss", "遗失或者损坏情况", "How it was lost or damaged"),
    CANCEL: ("reason", "终止原因", "Why it ends"),
    REVIEW: ("objection", "复核理由", "Why it should be reviewed"),
    CHECK: ("purpose", "查询用途", "What it is needed for"),
}
OWN = {
    "PERMIT": (
        ("premises-plan", "场所平面布置图", "Plan of the premises"),
        ("management-rules", "管理制度文本", "Management rules"),
        ("staff-list", "人员名册", "List of the staff"),
        ("equipment-list", "设施设备清单", "List of equipment"),
        ("technical-file", "技术方案", "Technical description"),
    ),
    "FILING": (
        ("filing-text", "备案文本", "Text that is filed"),
        ("business-note", "业务情况说明", "Account of business"),
    ),
    "CONFIRMATION": (
        ("achievements", "业绩材料", "Achievements"),
        ("self-assessment", "自评报告", "Self-assessment"),
        ("supporting-file", "佐证材料", "Supporting documents"),
    ),
    "REGISTRATION": (
        ("agreement", "当事人协议或者声明", "Agreement or declaration"),
        ("constitution", "章程或者约定", "Articles or agreement"),
    ),
    "GRANT": (
        ("vouchers", "相关票据或者凭证", "Receipts or vouchers"),
        ("situation", "家庭情况说明", "Account of the household"),
    ),
    "PERSONAL": (
        ("experience", "从业经历说明", "Account of your experience"),
        ("training", "培训合格材料", "Proof of training"),
        ("engagement", "拟执业（从业）单位意见", "Statement of the future employer"),
    ),
    "SERVICE": (),
    "REWARD": (("achievements", "成果材料", "Achievements"),),
}


def form_of(matter: Matter, dice: Dice) -> dict[str, Any]:
    """A closed form: who applies, which certificate it is about, what is wanted, and where the result goes."""
    about = (
        {} if matter.act.key == FIRST else {"former_number": _text("原证照或者文书编号", "Number of the certificate")}
    )
    name, zh, en = DETAILS[matter.act.key]
    properties = {
        **(_person() if _is_personal(matter, dice) else _organisation()),
        **about,
        name: _text(zh, en, 1000),
        **(_account() if matter.noun["class"] == "GRANT" and matter.act.key == FIRST else {}),
        "delivery_way": {"enum": ["COURIER", "ELECTRONIC"], "x-label": {"zh": "领取方式", "en": "Delivery"}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": {**properties, "recipient": _recipient()},
        "if": {"properties": {"delivery_way": {"const": "COURIER"}}, "required": ["delivery_way"]},
        "then": {"required": ["recipient"]},
    }


def materials_of(matter: Matter, dice: Dice) -> list[dict[str, Any]]:
    """What the state has comes from its licence bases; of the rest a new application needs more than a change."""
    base = f"《{matter.noun['law']}》"
    personal = _is_personal(matter, dice)
    who = "RESIDENT_ID_CARD" if personal else "BUSINESS_LICENCE"
    more = matter.noun.get("shares", []) if matter.act.key in {FIRST, CHANGE} else []
    held = [_shared(kind, matter, base) for kind in dict.fromkeys([who, *more])]
    own = OWN["PERSONAL" if personal and matter.noun["class"] == "PERMIT" else matter.noun["class"]]
    return [*held, *(_own(entry, base) for entry in dice.some("own", own, _how_many(matter, dice)))]


@cache
def certificate_types() -> dict[str, dict[str, Any]]:
    """The catalogue of certificate types by code."""
    return {entry["code"]: entry for entry in json.loads((SEED / "certificate-types.json").read_bytes())}


def _how_many(matter: Matter, dice: Dice) -> int:
    least = {FIRST: 2, RENEW: 1}.get(matter.act.key, 0)
    return least + dice.pick("materials", (0, 0, 1)) if least else 0


def _is_personal(matter: Matter, dice: Dice) -> bool:
    subjects = matter.noun["subjects"]
    return PERSON in subjects and (len(subjects) == 1 or dice.chance("a person applies", 50))


def _shared(code: str, matter: Matter, base: str) -> dict[str, Any]:
    kind = certificate_types()[code]
    return {
        **_material(code.lower().replace("_", "-"), kind["name"], base),
        "source": "20",
        "issuing_authority": kind["holder"],
        "certificate_type": code,
        "specification": {
            "zh": "由系统向证照库取得；取不到时上传清晰图片",
            "en": "Fetched by the system; upload a clear picture only if it cannot be fetched",
        },
        "shared_source": {
            "certificate_type": code,
            "holder": kind["holder"],
            "use_reason": f"办理{matter.zh}：核对{kind['name']['zh']}",
        },
    }


def _own(entry: tuple[str, str, str], base: str) -> dict[str, Any]:
    code, zh, en = entry
    return _material(code, {"zh": zh, "en": en}, base)


def _material(code: str, name: dict[str, str], base: str) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "necessity": "REQUIRED",
        "specification": {"zh": "清晰、完整的电子文件", "en": "A clear and complete file"},
        "legal_basis": base,
        "media_types": PICTURES,
        "max_bytes": LARGEST_BYTES,
    }


def _person() -> dict[str, Any]:
    return {"address": _masked("居住地址", "Home address", "address"), "mobile": _mobile("手机号码", "Mobile number")}


def _organisation() -> dict[str, Any]:
    return {
        "organisation": _text("单位名称", "Name of the organisation"),
        "credit_code": {
            "type": "string",
            "pattern": CREDIT_CODE,
            "x-label": {"zh": "统一社会信用代码", "en": "Unified social credit code"},
        },
        "contact": _masked("经办人姓名", "Who acts for it", "name"),
        "mobile": _mobile("经办人手机", "Mobile number"),
    }


def _account() -> dict[str, Any]:
    label = {"zh": "收款银行账号", "en": "Bank account"}
    return {"account": {"type": "string", "pattern": "^[0-9]{12,25}$", "x-mask": "id", "x-label": label}}


def _recipient() -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["name", "mobile", "address"],
        "properties": {
            "name": _masked("收件人", "Recipient", "name"),
            "mobile": _mobile("收件手机", "Recipient's mobile"),
            "address": _masked("收件地址", "Delivery address", "address"),
        },
        "x-label": {"zh": "收件信息", "en": "Where to deliver"},
    }


def _text(zh: str, en: str, longest: int = 120) -> dict[str, Any]:
    return {"type": "string", "minLength": 2, "maxLength": longest, "x-label": {"zh": zh, "en": en}}


def _masked(zh: str, en: str, mask: str) -> dict[str, Any]:
    return {**_text(zh, en), "x-mask": mask}


def _mobile(zh: str, en: str) -> dict[str, Any]:
    return {"type": "string", "pattern": MOBILE, "x-mask": "mobile", "x-label": {"zh": zh, "en": en}}

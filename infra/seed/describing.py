"""How a matter becomes an item: limits, route, fee, result and words, chosen plausibly and always alike.

Nothing here is a fact about any department: every item says of itself that it is illustrative.
"""

import json
from functools import cache
from typing import Any

from infra.seed.acts import CANCEL, CHECK, CLASSES, FIRST, RENEW, REPLACE
from infra.seed.asking import form_of, materials_of
from infra.seed.choosing import Dice
from infra.seed.matters import PROVINCE, SEED, Matter, places

CITIES = ("460100", "460200", "460400")
DISTRICT_DIGITS = ("4601", "4602")
JOINT_EXTENSION, EXTENSION = 15, 10
LICENSING_LAW = "《中华人民共和国行政许可法》"
FEE_BASIS = "《海南省行政事业性收费目录清单》（示例标准）"
FEES_FEN = (500, 1000, 2000, 4000, 8000, 12000, 20000)
WAIVER = {
    "condition": {"zh": "最低生活保障家庭成员", "en": "Members of families that receive the subsistence allowance"},
    "percent": 100,
    "basis": "《海南省行政事业性收费目录清单》减免说明（示例）",
}
VISITS = {
    "EXAM": ("须本人参加考试或者考核", "An examination has to be taken in person", ""),
    "FINGERPRINT_ID": ("须登记本人指纹", "Fingerprints are registered", "《中华人民共和国居民身份证法》第三条第三款"),
    "FINGERPRINT_PASSPORT": ("须本人申请并采集指纹", "It is applied for in person and fingerprints are taken", ""),
    "FOREIGNER": ("须留存指纹等人体生物识别信息", "Biometric data are taken", ""),
    "MEDICAL": ("须由专家当面检查", "Experts examine the person", ""),
    "MARRIAGE": ("双方应当亲自申请", "Both apply in person", "《中华人民共和国民法典》第一千零四十九条"),
    "DIVORCE": ("双方应当亲自申请", "Both apply in person", "《中华人民共和国民法典》第一千零七十六条"),
    "ADOPTION": ("收养人应当亲自办理", "Whoever adopts applies in person", ""),
    "INHERITANCE": (
        "继承人应当到场说明继承关系",
        "The heirs explain their relation in person",
        "《不动产登记暂行条例实施细则》",
    ),
}
"""Reason in both languages, and the basis; without one the law of the matter itself is the basis."""


def item_of(matter: Matter, code: str, seed: int) -> dict[str, Any]:
    """An item's content, ready for import, with the elements in the order of `ItemContent`."""
    noun, dice = matter.noun, Dice(seed, matter.zh)
    asked = {"form": form_of(matter, dice), "materials": materials_of(matter, dice)}
    return {
        "code": code,
        "name": {"zh": matter.zh, "en": matter.en},
        "kind": CLASSES[noun["class"]].kind,
        **_seat(matter, dice),
        "legal_basis": [f"《{noun['law']}》", *([LICENSING_LAW] if noun["class"] == "PERMIT" else [])],
        "conditions": {
            "zh": f"符合《{noun['law']}》规定的条件，申请信息真实、完整",
            "en": "The conditions of the law named above are met, and what is stated is true and complete",
        },
        "minimum_level": 2 if noun["class"] == "SERVICE" else 3,
        **_time(matter, dice),
        **_visit(matter),
        **asked,
        "promise": _promise(matter),
        "review": _route(matter, dice),
        **_fee(matter, dice),
        "result": _result(matter, dice),
        "delivery": ["COURIER", "ELECTRONIC"],
        **_trust(matter, dice),
        **_words(matter),
        "illustrative": True,
    }


@cache
def departments() -> dict[str, dict[str, Any]]:
    """The register of departments by code."""
    return {entry["code"]: entry for entry in json.loads((SEED / "departments.json").read_bytes())}


def _seat(matter: Matter, dice: Dice) -> dict[str, Any]:
    """Level, subjects, department and regions."""
    line = departments()[matter.noun["department"]]
    level, regions = _where(matter, dice)
    name = line["names"].get({"2": "province", "3": "city"}.get(level, "county"), line["name"])
    nature = {"nature": line["nature"]} if "nature" in line else {}
    joint = [matter.noun["with"]] if _is_joint(matter) else []
    return {
        "level": level,
        "subjects": matter.noun["subjects"],
        "department": {"code": line["code"], "name": name, **nature},
        "joint_departments": joint,
        "regions": regions,
        "province_wide": matter.level == PROVINCE or (not matter.place and dice.chance("province-wide", 40)),
    }


def _where(matter: Matter, dice: Dice) -> tuple[str, list[str]]:
    if matter.level == PROVINCE:
        return "2", ["460000"]
    if matter.place:
        return ("3" if matter.place in CITIES else "4"), [matter.place]
    if dice.chance("cities only", 12):
        return "3", list(CITIES)
    everywhere = [code for code in places() if code.endswith("00") or not code.startswith(DISTRICT_DIGITS)]
    return "4", everywhere


def _time(matter: Matter, dice: Dice) -> dict[str, Any]:
    statutory = dice.pick("statutory", matter.act.limits)
    promised = statutory // dice.pick("promise", (2, 2, 3, 4))
    hours = matter.noun["class"] == "FILING" and statutory > 1 and dice.chance("hours", 20)
    limit = {"amount": 4, "unit": "HOUR"} if hours else {"amount": promised, "unit": "WORKING_DAY"}
    extension = JOINT_EXTENSION if _is_joint(matter) else EXTENSION
    return {
        "case_kind": "1" if limit["amount"] == 0 else "2",
        "limits": {
            "statutory": {"amount": statutory, "unit": "WORKING_DAY"},
            "promised": limit,
            "extension": {"amount": extension, "unit": "WORKING_DAY"},
        },
        "correction_time": {"amount": dice.pick("correction", (10, 15, 20)), "unit": "WORKING_DAY"},
    }


def _visit(matter: Matter) -> dict[str, Any]:
    if not matter.is_visited:
        return {"online_depth": 6, "channels": ["2", "3"], "visits": 0}
    zh, en, basis = VISITS[matter.noun["visit"]]
    return {
        "online_depth": 4,
        "channels": ["1", "2", "3"],
        "visits": 1,
        "visit_reason": {"zh": zh, "en": en},
        "visit_basis": basis or f"《{matter.noun['law']}》",
        "appointment": True,
    }


def _promise(matter: Matter) -> dict[str, Any]:
    return {
        "version": "2026-01",
        "text": f"本人承诺：办理“{matter.zh}”所填写的信息和提交的材料真实、准确、完整；"
        "知晓隐瞒有关情况或者提供虚假材料的，行政机关依法不予受理、不予办理或者撤销已作出的决定，并记入信用记录。",
        "consequence": {
            "zh": "承诺不实的，将依法撤销决定并记入信用记录。",
            "en": "If the promise is untrue the decision is revoked and a credit record is made, as the law provides.",
        },
    }


def _route(matter: Matter, dice: Dice) -> list[dict[str, Any]]:
    """Own desk first; another department beside it or on site; now and then the level above."""
    own, other = {"role": "reviewer"}, {"role": "reviewer", "department": matter.noun.get("with", "")}
    if not _is_joint(matter):
        stages = [("审查", "Review", [own])]
    elif matter.noun.get("safety"):
        stages = [("书面审查", "Review of the papers", [own]), ("现场核查", "Check on site", [own, other])]
    else:
        stages = [("并联审查", "Joint review", [own, other])]
    if _goes_up(matter, dice):
        stages.append(("上级复核", "Confirmation by the level above", [{"role": "reviewer", "place": "PARENT"}]))
    return [{"name": {"zh": zh, "en": en}, "desks": desks} for zh, en, desks in stages]


def _goes_up(matter: Matter, dice: Dice) -> bool:
    weighty = matter.noun["class"] in {"PERMIT", "CONFIRMATION"} and matter.act.key == FIRST
    return weighty and matter.level != PROVINCE and dice.chance("level above", 15)


def _fee(matter: Matter, dice: Dice) -> dict[str, Any]:
    charged = matter.noun["class"] in {"PERMIT", "REGISTRATION"} and matter.act.key in {FIRST, REPLACE}
    if not (charged and dice.chance("fee", 25)):
        return {"online_payment": False, "fee": None}
    waivers = [WAIVER] if "1" in matter.noun["subjects"] else []
    return {
        "online_payment": True,
        "fee": {
            "name": {"zh": f"{matter.noun['zh']}工本费", "en": f"Fee: {matter.noun['en']}"},
            "amount_fen": dice.pick("amount", FEES_FEN),
            "basis": FEE_BASIS,
            "moment": dice.pick("moment", ("BEFORE_DECISION", "AFTER_DECISION")),
            "waivers": waivers,
        },
    }


def _result(matter: Matter, dice: Dice) -> dict[str, Any]:
    lasting = matter.noun["class"] == "PERMIT" and matter.act.key in {FIRST, RENEW}
    years = {"validity_years": dice.pick("years", (3, 5))} if lasting else {}
    title = {"zh": f"{matter.zh}结果", "en": f"Result: {matter.en}"}
    return {"certificate_type": CLASSES[matter.noun["class"]].result, "title": title, **years}


def _trust(matter: Matter, dice: Dice) -> dict[str, Any]:
    """Pledge and silence, never where safety is concerned. A renewal on which nothing was decided in time counts as
    granted (Administrative Licensing Law art. 50).
    """
    safety = matter.noun.get("safety", False)
    permit = matter.noun["class"] == "PERMIT" and not safety
    pledge = permit and matter.act.key == FIRST and dice.chance("pledge", 30)
    silence = permit and matter.act.key == RENEW
    return {
        "credit": {"good_standing_required": pledge, "pledge_allowed": pledge},
        "safety_related": safety,
        "archive_period": CLASSES[matter.noun["class"]].archive_period,
        **({"tacit_approval": {"basis": f"{LICENSING_LAW}第五十条"}} if silence else {}),
    }


def _words(matter: Matter) -> dict[str, Any]:
    line = departments()[matter.noun["department"]]
    done_with = {CANCEL: "注销", REPLACE: "补办", RENEW: "续办", CHECK: "查"}.get(matter.act.key, "办")
    return {
        "enquiry_phone": line["enquiry_phone"],
        "supervision_phone": line["supervision_phone"],
        "life_events": [matter.noun["life_event"]],
        "keywords": [*matter.noun.get("keywords", []), f"{done_with}{matter.noun['zh']}"],
    }


def _is_joint(matter: Matter) -> bool:
    return "with" in matter.noun and matter.act.key == FIRST

"""The promise to bring materials later (容缺受理承诺书): what is shown, and what is signed byte for byte."""

from collections.abc import Collection
from typing import Self

from chalicelib.cases.late.model import PromisedMaterial
from chalicelib.catalogue.differences.saying import say_limit
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.catalogue.vocabulary import Necessity
from chalicelib.parties.signed_text import SignedText

VERSION = "2026-1"


class PromiseText(SignedText):
    """What is promised; it names each of `materials`, and by when it follows."""

    materials: tuple[PromisedMaterial, ...]

    @classmethod
    def of(cls, item: ItemContent, codes: Collection[str]) -> Self:
        """The promise to bring those materials of `item` later; in the item's order."""
        late = [material for material in item.materials if material.code in codes]
        lines = (
            "容缺受理承诺书",
            f"事项：{item.name.zh}（{item.code}）",
            "本申请人自愿申请容缺受理，承诺受理后补交下列材料：",
            *(f"{number}. {_line(material)}" for number, material in enumerate(late, start=1)),
            "期限自告知受理之日的次日起计算；最后一日以受理通知书和办件页面载明的为准，到该日24时止，"
            "以材料上传并通过检查为准。",
            "本申请人已知晓：材料补交并经核对符合要求之前，不作出准予决定，办理时限照常计算；"
            "补交的材料不符合要求的，退回一次并说明理由，可在期限内重新补交，所剩不足三个工作日的按三个工作日计算。",
            "逾期未补交的，视为本申请人同意终止办理本次申请，已缴费用退还，可以重新申请；未履行本承诺的情况将如实记录。",
        )
        promised = tuple(
            PromisedMaterial(
                code=material.code,
                name_zh=material.name.zh,
                name_en=material.name.en,
                within=material.follow_within,
            )
            for material in late
            if material.follow_within is not None
        )
        return cls(**SignedText.of_lines(VERSION, lines).model_dump(), materials=promised)


def may_follow(material: MaterialRequirement) -> bool:
    """Whether the item lets it follow, and says within which time."""
    return material.necessity is Necessity.MAY_FOLLOW and material.follow_within is not None


def _line(material: MaterialRequirement) -> str:
    within = say_limit(material.follow_within).zh if material.follow_within else ""
    return f"{material.name.zh}：{within}内；要求：{material.specification.zh}"

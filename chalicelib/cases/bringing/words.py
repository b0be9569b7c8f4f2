"""In words: by what right each way is taken, and why what comes that way is valid until its last day."""

from chalicelib.cases.bringing.model import Way
from chalicelib.catalogue.differences.saying import say_limit
from chalicelib.kernel.text import Language, Text
from chalicelib.materials.vault.validity import SaidBy, Validity

BASIS = {
    Way.LICENCE: Text(
        "国务院令第716号第十条：电子证照与纸质证照具有同等法律效力，不再要求提供",
        "State Council order 716 art. 10: an electronic licence is as good as paper and is not demanded again",
    ),
    Way.LICENCE_BASE: Text(
        "国务院令第809号：能够共享取得的，不得要求重复提供；按办理本事项的法定职责查询",
        "State Council order 809: what can be shared is not demanded again; asked under the duty to handle this item",
    ),
    Way.BASE_CHECK: Text(
        "国务院令第809号：按办理本事项的法定职责核验，仅返回是否一致",
        "State Council order 809: checked under the duty to handle this item; only whether it agrees is told",
    ),
    Way.KEPT: Text(
        "个人信息保护法第十三条第一项：经您本人同意，再次使用您以前提交的材料",
        "Personal Information Protection Law art. 13 (1): with your consent, what you brought earlier is used again",
    ),
    Way.PLEDGE: Text(
        "国办发〔2020〕42号：书面告知、书面承诺后不再索要证明，承诺由申请人自愿作出",
        "State Council General Office 2020 no. 42: told and pledged in writing, no proof is demanded; given freely",
    ),
    Way.UPLOAD: Text(
        "行政许可法第三十一条：由申请人提交与申请事项有关的材料",
        "Administrative Licensing Law art. 31: the applicant brings what has to do with the matter",
    ),
}

UNTIL = {
    Way.LICENCE: Text("证照载明的有效期至该日", "The licence says so itself"),
    Way.LICENCE_BASE: Text("证照库登记的有效期至该日", "The licence base has it on record so"),
    Way.BASE_CHECK: Text("基础库的核验结果当日有效", "What a base says counts for the day"),
}
KEPT_UNTIL = {
    SaidBy.ITEM: Text("原办事项规定此类材料{limit}内有效", "The item it was brought for says: good for {limit}"),
    SaidBy.WANTED: Text("所办事项只接受{limit}内的此类材料", "The item that asks for it takes none older than {limit}"),
    SaidBy.DEFAULT: Text("事项未作规定，按平台默认{limit}内有效", "No item says how long, so as usual: {limit}"),
}


def valid_because(way: Way, validity: Validity | None, language: Language) -> str | None:
    """Why what comes that way is valid until its last day; None where it has none."""
    if validity is None:
        return UNTIL[way].in_language(language) if way in UNTIL else None
    limit = say_limit(validity.limit).in_language(language)
    said = KEPT_UNTIL[validity.said_by].in_language(language, {"limit": limit})
    since = validity.since.isoformat()
    return f"{said}，自{since}起算" if language == "zh-CN" else f"{said}, counted from {since}"

"""What stands in the application form: every field named for its reader, and personal data shown masked."""

from collections.abc import Iterator
from typing import Any

from chalicelib.catalogue.checks.bases import FORMS, PLAN, PRIVACY, TOLD_TO_ALL
from chalicelib.catalogue.checks.compiling import missing_from
from chalicelib.catalogue.checks.forms import is_sound
from chalicelib.catalogue.checks.rules import Fault, Known, rule, says_something
from chalicelib.catalogue.checks.schemas import fields, is_object, nodes, objects, shown
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.vocabulary import DeliveryWay
from chalicelib.kernel.text import Text

FORM = "#/form"
MASKS = frozenset({"name", "mobile", "id", "address"})
"""How a field may be masked (`x-mask`)."""
PERSONAL = {
    "id": (
        "身份证号", "身份号码", "证件号码", "护照号", "驾驶证号", "银行卡号", "银行账号",
        "id_number", "id_card_number", "passport_number", "bank_card_number",
    ),
    "mobile": ("手机", "联系电话", "mobile", "phone_number", "telephone"),
    "name": ("姓名", "收件人", "person_name", "recipient_name", "applicant_name"),
    "address": ("住址", "居住地址", "家庭地址", "收件地址", "home_address", "recipient_address"),
}  # fmt: skip
"""What a field's label says or its name is when it holds such data of a person."""
SIMPLE = frozenset({"string", "integer", "number", "boolean", "null"})
NOT_OF_A_PERSON = ("是否", "方式", "企业", "公司", "单位", "机构")
DELIVERY_FIELD = "delivery_way"
RECIPIENT = "recipient"
RECIPIENT_PARTS = frozenset({"name", "mobile", "address"})


@rule(
    "form-is-closed",
    "表单及其中的每个对象只接受列明的字段",
    "The form, and every object in it, takes the listed fields only",
    FORMS,
)
def form_is_closed(item: ItemContent, _: Known) -> Iterator[Fault]:
    """What is not listed has no label, no mask and no reader; it is not asked for, so it is not taken."""
    if item.form.get("type") != "object" or not isinstance(item.form.get("properties"), dict):
        detail = Text(
            "表单应为对象（type: object）并列出字段", "The form is an object (type: object) that lists its fields"
        )
        yield Fault(FORM, detail)
    for pointer, value in objects(item.form):
        if value.get("additionalProperties") is not False or "patternProperties" in value:
            yield Fault(
                FORM + pointer,
                Text(
                    "请加上 additionalProperties: false，且不使用 patternProperties",
                    "Add additionalProperties: false, and use no patternProperties",
                ),
            )


@rule("form-fields-are-labelled", "每个字段必须有中文名称（x-label）", "Every field has a Chinese label", TOLD_TO_ALL)
def form_fields_are_labelled(item: ItemContent, _: Known) -> Iterator[Fault]:
    """A field without a name asks for nothing."""
    for _name, pointer, value in fields(item.form):
        if not says_something(label_of(value)):
            detail = Text("请写明 x-label（zh，可加 en）", "Add x-label with zh, and en where you have it")
            yield Fault(FORM + pointer, detail)


@rule(
    "form-fields-say-their-type",
    "每个字段必须写明类型；对象列出字段，列表写明条目",
    "Every field says its type, an object lists its fields, a list describes its entries",
    PRIVACY,
)
def form_fields_say_their_type(item: ItemContent, _: Known) -> Iterator[Fault]:
    """What takes anything takes personal data too, without a label and without a mask. A type that comes by a
    reference or a condition only is not seen by those who show the form.
    """
    for _name, pointer, value in shown(item.form):
        if pointer and not _says_its_type(value):
            detail = Text(
                "请写明 type（或 enum、const）；对象须有 properties，列表须有 items",
                "Add type, enum or const here; an object has properties, and a list has items",
            )
            yield Fault(FORM + pointer, detail)


@rule("form-required-fields-exist", "必填字段必须在表单中列出", "What is required is a field of the form", FORMS)
def form_required_fields_exist(item: ItemContent, _: Known) -> Iterator[Fault]:
    """A closed form that requires what it does not take can never be completed."""
    for pointer, value in objects(item.form):
        listed, required = value.get("properties", {}), value.get("required", [])
        if not isinstance(required, list | tuple) or not isinstance(listed, dict):
            continue
        for number, name in enumerate(required):
            if isinstance(name, str) and name not in listed:
                detail = Text("请列出该字段，或取消必填", "List this field, or require it no more")
                yield Fault(f"{FORM}{pointer}/required/{number}", detail)


@rule(
    "form-masks-are-known", "脱敏方式应为 name、mobile、id 或 address", "A mask is name, mobile, id or address", PRIVACY
)
def form_masks_are_known(item: ItemContent, _: Known) -> Iterator[Fault]:
    """And it stands where forms are read for it: on a field or the entries of a list, not behind a reference or a
    condition, where it would mask nothing.
    """
    seen = {at for _, at, _ in shown(item.form)}
    for pointer, _depth, value in nodes(item.form):
        if not isinstance(value, dict) or "x-mask" not in value or pointer.endswith("/properties"):
            continue
        mask = value["x-mask"]
        if not isinstance(mask, str) or mask not in MASKS:
            detail = Text("请使用 name、mobile、id 或 address", "Use name, mobile, id or address")
            yield Fault(f"{FORM}{pointer}/x-mask", detail)
        elif pointer not in seen:
            detail = Text(
                "此处的脱敏不起作用，请移到字段定义上",
                "A mask has no effect here: move it to the field itself",
            )
            yield Fault(f"{FORM}{pointer}/x-mask", detail)


@rule("form-masks-personal-data", "个人信息字段必须脱敏", "Fields with personal data are masked", PRIVACY)
def form_masks_personal_data(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Identity numbers, mobiles, names and homes of people, as the field's label or name tells."""
    for name, pointer, value in fields(item.form):
        mask = personal_mask(name, value)
        if mask and not _is_masked(value):
            detail = Text(f"请加上 x-mask: {mask}", f"Add x-mask: {mask}")
            yield Fault(FORM + pointer, detail)


@rule(
    "form-delivery-agrees",
    "表单中的送达方式应与事项一致",
    "The form offers the item's ways of delivery",
    TOLD_TO_ALL,
)
def form_delivery_agrees(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Nobody chooses a way in which nothing is delivered, or misses one that is there."""
    listed = item.form.get("properties")
    field = listed.get(DELIVERY_FIELD) if isinstance(listed, dict) else None
    if not isinstance(field, dict):
        return
    offered = field.get("enum", [field["const"]] if "const" in field else None)
    if not isinstance(offered, list | tuple) or _words(offered) != set(item.delivery):
        ways = "、".join(item.delivery)
        yield Fault(
            f"{FORM}/properties/{DELIVERY_FIELD}",
            Text(f"请列出且只列出：{ways}", f"Offer exactly: {ways.replace('、', ', ')}"),
        )


@rule(
    "courier-knows-where-to",
    "快递送达的，表单必须要求送达方式和收件人（姓名、手机、地址）",
    "Where a courier may deliver, the form asks for the way of delivery and for the recipient: name, mobile, address",
    PLAN,
)
def courier_knows_where_to(item: ItemContent, known: Known) -> Iterator[Fault]:
    """The eighth step of the plan. Without the way nobody chooses the courier, and without a recipient what was granted
    could not be sent. Of the recipient exactly this is handed on.
    """
    listed = item.form.get("properties")
    if DeliveryWay.COURIER not in item.delivery or not isinstance(listed, dict):
        return
    if not _is_recipient(listed.get(RECIPIENT)):
        detail = Text(
            "recipient 为对象，含且只含必填的文字字段 name、mobile、address",
            "recipient is an object with exactly three required texts: name, mobile and address",
        )
        yield Fault(f"{FORM}/properties/{RECIPIENT}", detail)
    elif is_sound(item, known):
        of_none, of_courier = missing_from(item.form, {}, {DELIVERY_FIELD: DeliveryWay.COURIER.value})
        if DELIVERY_FIELD not in of_none or RECIPIENT not in of_courier:
            detail = Text(
                "delivery_way 应为必填；选择 COURIER 时 recipient 应为必填（if/then）",
                "Require delivery_way, and with COURIER (by if and then) recipient as well",
            )
            yield Fault(FORM, detail)


def _is_recipient(value: Any) -> bool:
    """Whether a field is read as whom the courier brings it to."""
    if not isinstance(value, dict) or value.get("type") != "object" or not isinstance(value.get("properties"), dict):
        return False
    parts, required = value["properties"], value.get("required")
    texts = {name for name, part in parts.items() if isinstance(part, dict) and part.get("type") == "string"}
    return texts == set(parts) == RECIPIENT_PARTS == set(map(str, required if isinstance(required, list) else ()))


def label_of(value: Any) -> str:
    """The Chinese label of a field; empty when it has none."""
    label = value.get("x-label") if isinstance(value, dict) else None
    words = label.get("zh") if isinstance(label, dict) else None
    return words if isinstance(words, str) else ""


def personal_mask(name: str, value: Any) -> str:
    """How a field has to be masked; empty when it holds no personal data, or only what has fields of its own."""
    if not isinstance(value, dict) or is_object(value) or "enum" in value or "const" in value:
        return ""
    if value.get("type") == "boolean":
        return ""
    label = label_of(value)
    if any(word in label for word in NOT_OF_A_PERSON):
        return ""
    return next((mask for mask, words in PERSONAL.items() if any(it in label or it == name for it in words)), "")


def _says_its_type(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    if kind == "object":
        return isinstance(value.get("properties"), dict)
    if kind == "array":
        return isinstance(value.get("items"), dict) and "prefixItems" not in value
    kinds = kind if isinstance(kind, list | tuple) else [kind]
    return "enum" in value or "const" in value or not {str(it) for it in kinds} - SIMPLE


def _is_masked(value: dict[str, Any]) -> bool:
    entries = value.get("items")
    return "x-mask" in value or (isinstance(entries, dict) and ("x-mask" in entries or "properties" in entries))


def _words(offered: list[Any] | tuple[Any, ...]) -> set[str]:
    return {str(way) for way in offered}


RULES = (
    form_is_closed,
    form_fields_are_labelled,
    form_fields_say_their_type,
    form_required_fields_exist,
    form_masks_are_known,
    form_masks_personal_data,
    form_delivery_agrees,
    courier_knows_where_to,
)

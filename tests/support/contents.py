"""Contents of items as departments write them: one that may be published, to be broken in one place at a time."""

from copy import deepcopy
from typing import Any

from chalicelib.catalogue.model import ItemContent

PHOTO = {
    "code": "photo",
    "name": {"zh": "近期照片", "en": "Recent photo"},
    "necessity": "REQUIRED",
    "specification": {"zh": "白底"},
    "legal_basis": "《机动车驾驶证申领和使用规定》",
    "media_types": ["image/jpeg"],
    "max_bytes": 2_000_000,
}
MEDICAL = {
    **PHOTO,
    "code": "medical-certificate",
    "name": {"zh": "驾驶人身体条件证明", "en": "Medical certificate"},
    "shared_source": {
        "certificate_type": "DRIVER_MEDICAL_CERTIFICATE",
        "holder": {"zh": "卫生健康部门证照库"},
        "use_reason": "驾驶证换证",
    },
}
FORM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["number", "delivery_way"],
    "properties": {
        "number": {"type": "string", "pattern": "^[0-9X]{12,18}$", "x-mask": "id", "x-label": {"zh": "驾驶证号"}},
        "delivery_way": {"enum": ["COURIER", "ELECTRONIC"], "x-label": {"zh": "领取方式"}},
        "recipient": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name", "mobile", "address"],
            "properties": {
                "name": {"type": "string", "maxLength": 50, "x-mask": "name", "x-label": {"zh": "收件人"}},
                "mobile": {"type": "string", "x-mask": "mobile", "x-label": {"zh": "收件手机"}},
                "address": {"type": "string", "x-mask": "address", "x-label": {"zh": "收件地址"}},
            },
            "x-label": {"zh": "收件信息"},
        },
        "remarks": {"type": "array", "items": {"type": "string"}, "x-label": {"zh": "备注"}},
    },
    "if": {"properties": {"delivery_way": {"const": "COURIER"}}},
    "then": {"required": ["recipient"]},
}
LAWFUL: dict[str, Any] = {
    "code": "GA-TEST-1",
    "name": {"zh": "虚构换证", "en": "Fictional renewal"},
    "kind": "01",
    "level": "3",
    "archive_period": "YEARS_30",
    "department": {"code": "GA", "name": {"zh": "公安局"}},
    "regions": ["460100", "469001"],
    "legal_basis": ["《机动车驾驶证申领和使用规定》"],
    "minimum_level": 3,
    "case_kind": "2",
    "limits": {"statutory": {"amount": 20}, "promised": {"amount": 5}},
    "correction_time": {"amount": 15},
    "online_payment": True,
    "form": FORM,
    "materials": [MEDICAL, PHOTO],
    "promise": {
        "version": "1",
        "text": "本人承诺所填写的信息和提交的材料真实、准确、完整；不实的，依法承担法律责任。",
        "consequence": {"zh": "依法撤销并记入信用记录"},
    },
    "review": [{"name": {"zh": "审查"}, "desks": ["reviewer"]}],
    "fee": {
        "name": {"zh": "工本费"},
        "amount_fen": 1000,
        "basis": "发改价格〔2004〕2831号",
        "moment": "AFTER_DECISION",
    },
    "result": {"certificate_type": "DRIVING_LICENCE", "title": {"zh": "决定书", "en": "Decision"}},
    "delivery": ["COURIER", "ELECTRONIC"],
    "enquiry_phone": "0898-00000001",
    "supervision_phone": "0898-00000002",
}


def lawful_document(**parts: Any) -> dict[str, Any]:
    """What a department would write into a file, with `parts` in place of the lawful ones."""
    return {**deepcopy(LAWFUL), **parts}


def lawful_content(**parts: Any) -> ItemContent:
    """A content that breaks no rule, but for what `parts` do to it."""
    return ItemContent.model_validate(lawful_document(**parts))


def changed_at(pointer: str, value: Any, document: dict[str, Any] | None = None) -> dict[str, Any]:
    """The lawful document (or `document`) with `value` at `pointer`; absent with `...`."""
    whole = deepcopy(document) if document is not None else lawful_document()
    here: Any = whole
    *steps, last = [step.replace("~1", "/").replace("~0", "~") for step in pointer.strip("/").split("/")]
    for step in steps:
        here = here[int(step)] if isinstance(here, list) else here.setdefault(step, {})
    if value is ...:
        del here[last]
    elif isinstance(here, list):
        here[int(last)] = value
    else:
        here[last] = value
    return whole

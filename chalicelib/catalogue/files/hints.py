"""What an office has to know of a column beside the kind of its cells: where a code is from, what a number counts."""

from chalicelib.catalogue.files import tables
from chalicelib.kernel.text import Text

DEPARTMENT = Text("部门名录中的编码，如 GA", "A code of the departments' register, such as GA")
REGIONS = Text("行政区划代码，用顿号分隔，如 460100", "Region codes, separated by 、, such as 460100")
CERTIFICATE = Text(
    "证照目录中的类型编码，如 DRIVING_LICENCE", "A code of the certificate types, such as DRIVING_LICENCE"
)
FEN = Text("整数，以分为单位：1000 即 10 元", "Whole number of fen: 1000 is 10 yuan")
HINTS: dict[tuple[str, str], Text] = {
    (tables.ITEMS.sheet, "code"): Text(
        "大写字母、数字和连字符，全省唯一，公布后不变", "Capital letters, digits and hyphens; one for ever"
    ),
    (tables.ITEMS.sheet, "department.code"): DEPARTMENT,
    (tables.ITEMS.sheet, "joint_departments"): Text(
        "部门名录中的编码，用顿号分隔", "Codes of the departments' register, separated by 、"
    ),
    (tables.ITEMS.sheet, "regions"): REGIONS,
    (tables.ITEMS.sheet, "minimum_level"): Text("1 至 4，如实名认证为 2，人脸核验为 3", "1–4: real name 2, face 3"),
    (tables.ITEMS.sheet, "fee.amount_fen"): FEN,
    (tables.ITEMS.sheet, "result.certificate_type"): CERTIFICATE,
    (tables.MATERIALS.sheet, "certificate_type"): CERTIFICATE,
    (tables.MATERIALS.sheet, "shared_source.certificate_type"): CERTIFICATE,
    (tables.MATERIALS.sheet, "media_types"): Text(
        "如 image/jpeg、application/pdf", "Such as image/jpeg、application/pdf"
    ),
    (tables.MATERIALS.sheet, "max_bytes"): Text("整数，10485760 即 10 MB", "Whole number; 10485760 is 10 MB"),
    (tables.FORM_FIELDS.sheet, "field"): Text("小写英文，如 site", "Lower-case English, such as site"),
    (tables.FORM_FIELDS.sheet, "required_if"): Text(
        "另一字段取某值时必填，如 delivery_way=COURIER", "Required when another field has a value: delivery_way=COURIER"
    ),
    (tables.FORM_FIELDS.sheet, "mask"): Text(
        "个人信息必须脱敏：name、id、mobile、address", "Personal data is masked: name, id, mobile, address"
    ),
    (tables.FORM_FIELDS.sheet, "known_from"): Text(
        "系统已掌握的不再填写：applicant.name、organisation.number、licence:证照类型#照面信息 等",
        "What is known is not typed: applicant.name, organisation.number, licence:TYPE#field and the like",
    ),
    (tables.STAGES.sheet, "role"): Text("岗位角色，如 reviewer", "Role of the desk, such as reviewer"),
    (tables.STAGES.sheet, "department"): Text(
        "空为本部门；否则为部门名录中的编码", "Empty for the item's own; otherwise a code of the departments' register"
    ),
}

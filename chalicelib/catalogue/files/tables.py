"""The sheets of a workbook: which column holds which element of an item."""

from chalicelib.catalogue.files import cell_kinds
from chalicelib.catalogue.files.cell_kinds import Kind, choice, choices
from chalicelib.catalogue.files.columns import Column, Table
from chalicelib.catalogue.vocabulary import (
    AdministrativeLevel,
    ArchivePeriod,
    CaseKind,
    Channel,
    DeliveryWay,
    DepartmentNature,
    DeskPlace,
    FeeMoment,
    ItemKind,
    LifeEvent,
    MaterialForm,
    MaterialKind,
    MaterialSource,
    Necessity,
    OnlineDepth,
    SubjectKind,
)
from chalicelib.kernel.text import Text

ITEM_CODE = "item_code"


def _column(name: str, zh: str, en: str, kind: Kind = cell_kinds.TEXT, *, must: bool = False) -> Column:
    return Column(name, Text(zh, en), kind, must)


def _both(name: str, zh: str, en: str) -> tuple[Column, Column]:
    return (
        _column(f"{name}.zh", zh, f"{en} (Chinese)"),
        _column(f"{name}.en", f"{zh}（英文）", f"{en} (English)"),
    )


OF_ITEM = _column(ITEM_CODE, "事项编码", "Item code")

ITEMS = Table(
    "事项",
    Text("每行一个事项", "One item a row"),
    (
        _column("code", "事项编码", "Item code"),
        *_both("name", "事项名称", "Name"),
        _column("kind", "事项类型", "Type", choice(ItemKind)),
        _column("level", "行使层级", "Level", choice(AdministrativeLevel)),
        _column("subjects", "服务对象", "Subjects served", choices(SubjectKind), must=True),
        _column("department.code", "部门编码", "Department code"),
        *_both("department.name", "实施机关", "Department"),
        _column("department.nature", "机关性质", "Nature of the department", choice(DepartmentNature)),
        *_both("delegation", "委托", "Delegation"),
        _column("joint_departments", "联办部门", "Joint departments", cell_kinds.CODES),
        _column("regions", "实施区域", "Regions served", cell_kinds.CODES, must=True),
        _column("province_wide", "全省通办", "Province-wide", cell_kinds.YES_NO),
        _column("legal_basis", "设定依据", "Legal basis", cell_kinds.LINES, must=True),
        *_both("conditions", "受理条件", "Conditions"),
        *_both("quota", "数量限制", "Quota"),
        _column("minimum_level", "最低实名等级", "Minimum identity level", cell_kinds.NUMBER),
        _column("case_kind", "办件类型", "Case kind", choice(CaseKind)),
        _column("limits.statutory", "法定时限", "Statutory limit", cell_kinds.LIMIT_OF_TIME),
        _column("limits.promised", "承诺时限", "Promised limit", cell_kinds.LIMIT_OF_TIME),
        _column("limits.extension", "延长上限", "Longest extension", cell_kinds.LIMIT_OF_TIME),
        *_both("limits.note", "时限说明", "Note on the limits"),
        _column("acceptance_check", "受理审查时限", "Acceptance check", cell_kinds.LIMIT_OF_TIME),
        _column("correction_time", "补正时限", "Time for corrections", cell_kinds.LIMIT_OF_TIME),
        _column("evaluation_window", "评价期限", "Evaluation window", cell_kinds.LIMIT_OF_TIME),
        _column("online_depth", "网办深度", "Online depth", choice(OnlineDepth)),
        _column("channels", "办理渠道", "Channels", choices(Channel), must=True),
        _column("accepts_post", "接受邮寄", "Accepts post", cell_kinds.YES_NO),
        _column("visits", "到现场次数", "Visits", cell_kinds.NUMBER),
        *_both("visit_reason", "到现场原因", "Reason of the visit"),
        _column("visit_basis", "到现场依据", "Legal basis of the visit"),
        _column("appointment", "可预约", "Appointments", cell_kinds.YES_NO),
        _column("online_payment", "网上支付", "Online payment", cell_kinds.YES_NO),
        _column("self_service", "自助终端", "Self-service terminal", cell_kinds.YES_NO),
        _column("one_open_case", "限一件在办", "One open case a person", cell_kinds.YES_NO),
        _column("form", "表单JSON", "Form as JSON", cell_kinds.OBJECT),
        _column("promise.version", "承诺书版本", "Version of the promise", must=True),
        _column("promise.text", "承诺书全文", "Text of the promise", must=True),
        *_both("promise.consequence", "失信后果", "Consequence of a false promise"),
        *_both("fee.name", "收费项目", "Fee"),
        _column("fee.amount_fen", "收费金额（分）", "Fee in fen", cell_kinds.NUMBER),
        _column("fee.basis", "收费依据", "Basis of the fee"),
        _column("fee.moment", "缴费时点", "When the fee is due", choice(FeeMoment)),
        _column("result.certificate_type", "结果证照类型", "Certificate type of the result", must=True),
        *_both("result.title", "结果名称", "Title of the result"),
        _column("result.validity_years", "结果有效期（年）", "Validity in years", cell_kinds.NUMBER),
        _column("result.sample", "结果样本", "Sample of the result"),
        _column("delivery", "送达方式", "Delivery", choices(DeliveryWay), must=True),
        _column("credit.good_standing_required", "要求信用良好", "Good standing required", cell_kinds.YES_NO),
        _column("credit.pledge_allowed", "可告知承诺", "Pledge allowed", cell_kinds.YES_NO),
        *_both("credit.note", "信用说明", "Note on credit"),
        _column("safety_related", "涉及安全", "Safety-related", cell_kinds.YES_NO),
        _column("tacit_approval.basis", "超时默认依据", "Basis of tacit approval", must=True),
        _column("archive_period", "归档保管期限", "Archive period", choice(ArchivePeriod)),
        *_both("place", "办理地点", "Place"),
        *_both("hours", "办理时间", "Hours"),
        _column("enquiry_phone", "咨询电话", "Enquiry phone", cell_kinds.PHONE_NUMBER, must=True),
        _column("supervision_phone", "监督电话", "Phone for complaints", cell_kinds.PHONE_NUMBER, must=True),
        _column("life_events", "人生与企业事件", "Life events", choices(LifeEvent)),
        _column("keywords", "关键词", "Keywords", cell_kinds.LINES),
        _column("illustrative", "示例数据", "Illustrative figures", cell_kinds.YES_NO),
    ),
)

MATERIALS = Table(
    "材料",
    Text("每行一份材料，按事项编码归入事项", "One material a row, of the item whose code it names"),
    (
        OF_ITEM,
        _column("code", "材料编码", "Material code"),
        *_both("name", "材料名称", "Name"),
        _column("kind", "原件或复印件", "Original or copy", choice(MaterialKind)),
        _column("form", "材料形式", "Paper or electronic", choice(MaterialForm)),
        _column("copies", "份数", "Copies", cell_kinds.NUMBER),
        _column("necessity", "必要性", "Necessity", choice(Necessity)),
        _column("follow_within", "容缺后补期限", "May follow within", cell_kinds.LIMIT_OF_TIME),
        *_both("specification", "材料规格", "Specification"),
        _column("source", "来源渠道", "Source", choice(MaterialSource)),
        *_both("issuing_authority", "出具机关", "Issuing authority"),
        _column("certificate_type", "证照类型", "Certificate type"),
        _column("blank_form", "空白表格", "Blank form"),
        _column("sample", "样表", "Sample"),
        *_both("how_to_fill", "填写说明", "How to fill in"),
        *_both("acceptance_standard", "受理标准", "Acceptance standard"),
        _column("legal_basis", "材料依据", "Legal basis"),
        _column("shared_source.certificate_type", "共享证照类型", "Shared certificate type", must=True),
        *_both("shared_source.holder", "共享来源", "Held by"),
        _column("shared_source.use_reason", "共享用途", "Reason for the use", must=True),
        _column("media_types", "文件类型", "Media types", cell_kinds.CODES),
        _column("max_bytes", "大小上限（字节）", "Largest size in bytes", cell_kinds.NUMBER),
        _column("valid_for", "材料有效期", "Valid for", cell_kinds.LIMIT_OF_TIME),
    ),
)

FORM_FIELDS = Table(
    "表单字段",
    Text(
        "每行一个字段；对象的下级字段写作“上级.下级”；更复杂的表单请填事项表的“表单JSON”",
        "One field a row; a field of an object is `object.field`; richer forms go into the items' column 表单JSON",
    ),
    (
        OF_ITEM,
        _column("field", "字段名", "Field"),
        *_both("label", "标签", "Label"),
        _column("type", "字段类型", "Kind of field"),
        _column("required", "必填", "Required", cell_kinds.YES_NO),
        _column("required_if", "必填条件", "Required if"),
        _column("options", "选项", "Options", cell_kinds.OPTIONS),
        _column("pattern", "格式（正则）", "Pattern"),
        _column("minimum", "最小（长度或数值）", "Minimum (length or value)", cell_kinds.NUMBER),
        _column("maximum", "最大（长度或数值）", "Maximum (length or value)", cell_kinds.NUMBER),
        _column("mask", "脱敏方式", "Mask"),
        _column("known_from", "预填来源", "Filled in from"),
        *_both("help", "填写提示", "Help"),
    ),
)

STAGES = Table(
    "审查环节",
    Text("每行一个岗位；同一环节序号的岗位并行审查", "One desk a row; desks of one stage work side by side"),
    (
        OF_ITEM,
        _column("stage", "环节序号", "Stage", cell_kinds.NUMBER),
        *_both("name", "环节名称", "Name of the stage"),
        _column("role", "岗位", "Desk"),
        _column("department", "岗位所属部门", "Department of the desk"),
        _column("place", "岗位层级", "Level of the desk", choice(DeskPlace)),
    ),
)

WAIVERS = Table(
    "减免",
    Text("每行一种减免情形", "One waiver a row"),
    (
        OF_ITEM,
        *_both("condition", "减免情形", "Who pays less"),
        _column("percent", "减免比例（%）", "Percent waived", cell_kinds.NUMBER),
        _column("basis", "减免依据", "Basis"),
    ),
)

INTERMEDIARIES = Table(
    "中介服务",
    Text("每行一项中介服务", "One intermediary service a row"),
    (OF_ITEM, _column("zh", "中介服务", "Service (Chinese)"), _column("en", "中介服务（英文）", "Service (English)")),
)

QUESTIONS = Table(
    "常见问题",
    Text("每行一问一答", "One question a row"),
    (OF_ITEM, *_both("question", "问题", "Question"), *_both("answer", "解答", "Answer")),
)

WHOLE = Table(
    "完整JSON",
    Text(
        "超出单元格容量的事项，以 JSON 分段书写，按序号相接",
        "Items that no cell can hold, as JSON in pieces, put together in their order",
    ),
    (OF_ITEM, _column("part", "序号", "Piece", cell_kinds.NUMBER), _column("json", "内容", "Content")),
)

PARTS: tuple[tuple[str, Table], ...] = (
    ("materials", MATERIALS),
    ("fee.waivers", WAIVERS),
    ("intermediary_services", INTERMEDIARIES),
    ("questions", QUESTIONS),
)
"""Where in an item the rows of a sheet go as they are; form fields and stages are put together first."""

TABLES = (ITEMS, MATERIALS, FORM_FIELDS, STAGES, WAIVERS, INTERMEDIARIES, QUESTIONS, WHOLE)
GUIDE = "填表说明"
"""The sheet that explains the others; it is never read."""

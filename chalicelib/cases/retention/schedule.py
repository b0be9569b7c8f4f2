"""The retention schedule (保存期限表): every kind of data, how long it is kept, by what law, and what sees to its end.

docs/retention.md is written from this table, and tests hold it to what tables, buckets and logs are told elsewhere.
"""

from chalicelib.cases.retention.kinds import Carrier, Kind
from chalicelib.kernel.text import Text

DRAFT_DAYS = 180
FILE_DAYS = 30
YEAR = 366
SHORTEST_NECESSARY = Text(
    "个人信息保护法第十九条：保存期限应当为实现处理目的所必要的最短时间",
    "Personal Information Protection Law, art. 19: no longer than the purpose needs",
)
LIMITATION = Text("民法典第一百八十八条：诉讼时效三年", "Civil Code, art. 188: claims lapse after three years")
ARCHIVES = Text(
    "档案法第十四条、第三十一条，国家档案局令第8号：按档案保管期限保存，到期经鉴定后处置，不自动销毁",
    "Archives Law, arts. 14 and 31, and order 8 of the State Archives: kept as archives, appraised by people at the "
    "end, never destroyed by itself",
)
LOGS = Text(
    "网络安全法第二十一条第三项：网络日志不少于六个月", "Cybersecurity Law, art. 21 (3): logs for six months at least"
)
FROM_THE_START = Text("自产生之日起", "from when it came to be")
NOTHING = Text("无", "nothing")
NO_PERSON = Text("不含个人信息的历史记录", "its history, in which there is no personal data")

DRAFTS = Kind(
    "DRAFTS",
    Text("从未提交的申请草稿，包括已放弃的", "Drafts that were never submitted, also those given up"),
    DRAFT_DAYS,
    Text("自开始填写之日起", "from when they were begun"),
    SHORTEST_NECESSARY,
    Carrier.RUN,
    Text(
        "事项、状态和历史记录；表单、申请人信息和对文件的引用被清除",
        "item, state and history; form, the applicant's data and the references to files are gone",
    ),
)

SCHEDULE: tuple[Kind, ...] = (
    Kind(
        "CASES",
        Text(
            "已提交的办件及其材料、文书、缴费、寄递、评价、咨询、承诺核查",
            "Submitted cases with materials, documents, payments, parcels, evaluations, enquiries, promise checks",
        ),
        None,
        Text("自归档之日起", "from when the case was archived"),
        ARCHIVES,
        Carrier.ARCHIVE,
        Text("全部", "all of it"),
    ),
    Kind(
        "ARCHIVE_PACKAGES",
        Text("办件归档包及补充归档包", "Archive packages of cases, and their supplements"),
        None,
        Text("自归档的次年1月1日起", "from 1 January of the year after they were made"),
        Text(
            "档案法第十四条、第三十一条，国家档案局令第8号：保管期限由事项写明，期内锁定不可删除，到期鉴定",
            "Archives Law, arts. 14 and 31, and order 8 of the State Archives: as long as the item says; locked until "
            "then, and appraised",
        ),
        Carrier.ARCHIVE,
        Text("全部", "all of it"),
    ),
    DRAFTS,
    Kind(
        "MANDATES",
        Text(
            "授权委托书、村居代办委托书和监护关系（属于办件的依据）",
            "Powers of attorney, agreements with community agents and guardianships, on which cases rest",
        ),
        None,
        Text("自相关办件归档之日起", "from when the cases that rest on them were archived"),
        ARCHIVES,
        Carrier.ARCHIVE,
        Text("全部", "all of it"),
    ),
    Kind(
        "ACCOUNTS",
        Text("账号与实名信息", "Accounts and proven identities"),
        None,
        Text("自注销之日起", "from when the account is closed"),
        Text(
            "个人信息保护法第四十七条；本系统尚未提供注销",
            "Personal Information Protection Law, art. 47; closing an account is not offered yet",
        ),
        Carrier.ARCHIVE,
        Text("全部", "all of it"),
    ),
    Kind(
        "SHOWN_IDENTITIES",
        Text(
            "等待数据源答复或本人证明的姓名、证件号码",
            "Names and numbers that wait for a base's answer, or for the proof that an older account is one's own",
        ),
        1,
        Text("自提交之日起；等待证明的，自核验之日起", "from when they were sent, or were found to be bound already"),
        SHORTEST_NECESSARY,
        Carrier.SWEEP,
        NO_PERSON,
    ),
    Kind(
        "KEPT_MATERIALS",
        Text("留存供再次使用的材料", "Materials kept to be used again"),
        30,
        Text("自有效期届满之日起", "from when they may be used no more"),
        SHORTEST_NECESSARY,
        Carrier.TABLE,
        NO_PERSON,
    ),
    Kind(
        "FILES",
        Text(
            "不再被任何办件引用的材料文件及其预览图",
            "Files of materials that no case refers to any more, and the pictures of their pages",
        ),
        FILE_DAYS,
        Text("自最后一次引用消失之日起", "from when the last case let go of it"),
        SHORTEST_NECESSARY,
        Carrier.RUN,
        NOTHING,
    ),
    Kind(
        "UPLOADS",
        Text("上传过程的记录（文件名、大小、检查结果）", "How uploads went: name of the file, size, what was found"),
        30,
        Text("自开始上传之日起", "from when the upload was begun"),
        SHORTEST_NECESSARY,
        Carrier.TABLE,
        NO_PERSON,
    ),
    Kind(
        "CONSENTS",
        Text("信息共享同意书", "Consents to sharing"),
        3 * YEAR,
        Text("自使用、撤回或有效期届满之日起", "from when they were used, withdrawn or over"),
        LIMITATION,
        Carrier.TABLE,
        NO_PERSON,
    ),
    Kind(
        "LOOKS",
        Text("查看完整个人信息的记录及次数", "Looks at personal data in full, and how many there were"),
        3 * YEAR,
        Text("自查看之日起", "from the look"),
        LIMITATION,
        Carrier.TABLE,
        NO_PERSON,
    ),
    Kind(
        "READINGS",
        Text("合作系统读取证照的记录", "Which partner systems read somebody's licences"),
        3 * YEAR,
        Text("自读取之日起", "from the reading"),
        LIMITATION,
        Carrier.TABLE,
        NOTHING,
    ),
    Kind(
        "READERS",
        Text("哪些合作系统读取过某一证照（不含持证人）", "Which partner systems read a licence, without its holder"),
        31,
        Text(
            "自证照有效期届满之日起；长期有效的随证照保存",
            "from its last day; as long as the licence where it has none",
        ),
        SHORTEST_NECESSARY,
        Carrier.TABLE,
        NOTHING,
    ),
    Kind(
        "STATUS_MESSAGES",
        Text(
            "发给合作系统的证照变更通知（不含持证人）",
            "What partner systems were told of licences, without their holders",
        ),
        180,
        Text("自产生之日起", "from when it came to be"),
        LOGS,
        Carrier.TABLE,
        NO_PERSON,
    ),
    Kind(
        "INTRODUCTIONS",
        Text("向合作系统证明身份的记录", "Which partner systems were told who somebody is"),
        3 * YEAR,
        Text("自证明之日起；未被兑换的保存一日", "from the day; a day where no partner redeemed it"),
        LIMITATION,
        Carrier.TABLE,
        Text(
            "不含个人信息的历史记录；合作系统对本人的称呼随账号保存",
            "its history, in which there is no personal data; the partner's name for the person stays",
        ),
    ),
    Kind(
        "STAFF",
        Text("工作人员账号与岗位", "Members of staff and their posts"),
        None,
        Text("自其经办的办件归档之日起", "from when the cases that they handled were archived"),
        ARCHIVES,
        Carrier.ARCHIVE,
        Text("全部", "all of it"),
    ),
    Kind(
        "ASSISTANCES",
        Text("窗口和热线协助办理的记录", "Help at windows and on the phone, and what was done"),
        3 * YEAR,
        Text("自协助结束或办理之日起", "from when it was over, or the thing was done"),
        LIMITATION,
        Carrier.TABLE,
        NO_PERSON,
    ),
    Kind(
        "AUTHORITIES",
        Text("已届满的办事身份", "Capacities whose last day has passed"),
        30,
        Text("自最后一日起", "from their last day"),
        SHORTEST_NECESSARY,
        Carrier.TABLE,
        NO_PERSON,
    ),
    Kind(
        "SESSIONS",
        Text("登录会话与登录设备", "Sessions and the devices in which somebody was signed in"),
        1,
        Text("自会话届满之日起", "from when the session ran out"),
        SHORTEST_NECESSARY,
        Carrier.TABLE,
        NO_PERSON,
    ),
    Kind(
        "CODES",
        Text("短信验证码", "One-time codes"),
        1,
        Text("自失效之时起", "from when the code ran out"),
        SHORTEST_NECESSARY,
        Carrier.TABLE,
        NO_PERSON,
    ),
    Kind(
        "WRONG_CODES",
        Text("验证码输错次数", "How many codes were wrong"),
        1,
        Text("自最后一次输错之时起", "from the latest wrong one"),
        SHORTEST_NECESSARY,
        Carrier.TABLE,
        NOTHING,
    ),
    Kind(
        "ANSWERS",
        Text("为避免重复办理而保留的答复", "Answers kept so that nothing is done twice"),
        2,
        FROM_THE_START,
        SHORTEST_NECESSARY,
        Carrier.TABLE,
        NOTHING,
    ),
    Kind(
        "SEEN_EVENTS",
        Text("已处理事件的标记", "Marks of events that were handled"),
        21,
        FROM_THE_START,
        SHORTEST_NECESSARY,
        Carrier.TABLE,
        NOTHING,
    ),
    Kind(
        "UNINSPECTED_UPLOADS",
        Text("未通过检查或未检查的上传文件", "Uploads that were not accepted"),
        2,
        FROM_THE_START,
        SHORTEST_NECESSARY,
        Carrier.STORE,
        NOTHING,
    ),
    Kind(
        "COPIES",
        Text("个人信息副本及目录导出文件", "Copies of one's own data, and exported catalogues"),
        7,
        FROM_THE_START,
        SHORTEST_NECESSARY,
        Carrier.STORE,
        NOTHING,
    ),
    Kind("IMPORTS", Text("导入文件", "Imported files"), 30, FROM_THE_START, SHORTEST_NECESSARY, Carrier.STORE, NOTHING),
    Kind(
        "LOGS",
        Text(
            "运行日志与接口访问日志（不含个人信息）", "Logs of functions, machines and the API, without personal data"
        ),
        180,
        FROM_THE_START,
        LOGS,
        Carrier.LOGS,
        NOTHING,
    ),
    Kind(
        "FILE_ACCESS_LOGS",
        Text("文件访问日志", "Logs of who fetched files"),
        365,
        FROM_THE_START,
        LOGS,
        Carrier.STORE,
        NOTHING,
    ),
)


def kind_of(code: str) -> Kind:
    """The entry of that code. Raises KeyError."""
    return {kind.code: kind for kind in SCHEDULE}[code]

"""On what the publication checks rest. Articles are cited where the text was read; practice is called practice."""

from chalicelib.kernel.text import Text

PLAN = Text("海南省“不见面审批”实施方案（2017年）", "Hainan's plan for no-visit approval (2017)")
SHARING = Text(
    "国务院令第716号（2019年）、第809号（2025年）：能够共享的信息不得重复要求提供",
    "State Council orders 716 (2019) and 809 (2025): what can be shared must not be demanded again",
)
TOLD_TO_ALL = Text(
    "《行政许可法》第三十条：事项、依据、条件、程序、期限和材料目录应当公示",
    "Administrative Licensing Law art. 30: matter, basis, conditions, procedure, limits and materials are made public",
)
TRUTHFUL = Text(
    "《行政许可法》第三十一条：申请人对材料的真实性负责；无关材料不得要求",
    "Administrative Licensing Law art. 31: the applicant answers for the truth; nothing unrelated is demanded",
)
ACCEPTANCE = Text(
    "《行政许可法》第三十二条：五个工作日内一次告知需要补正的全部内容",
    "Administrative Licensing Law art. 32: within five working days, once, everything that has to be corrected",
)
DECISION = Text(
    "《行政许可法》第四十二条：二十日，可延长十日；统一、联合、集中办理的四十五日，可延长十五日",
    "Administrative Licensing Law art. 42: twenty days and ten more; forty-five and fifteen where handled jointly",
)
WORKING_DAYS = Text(
    "《行政许可法》第八十二条：期限以工作日计算，不含法定节假日",
    "Administrative Licensing Law art. 82: limits are in working days, without statutory holidays",
)
CHARGES = Text(
    "《行政许可法》第五十八条、第五十九条：收费须有法律、行政法规依据，按公布的项目和标准收取",
    "Administrative Licensing Law art. 58 and 59: charges need a law, and follow the published items and standards",
)
SUPERVISED = Text(
    "《行政许可法》第六十条：上级行政机关监督下级行政机关",
    "Administrative Licensing Law art. 60: superior organs supervise inferior ones",
)
ELEMENTS = Text("GB/T 39046-2020 政务服务事项基本要素", "GB/T 39046-2020, elements of a government-service item")
PRACTICE = Text("政务服务事项目录的通行校验", "Practice of government-service catalogues")
CAUTION = Text(
    "告知承诺、超时默认不适用于涉及安全、生命、生态和高风险涉外的事项",
    "Neither pledge nor silence takes the place of a check where security, life, ecology or high-risk foreign matters "
    "are concerned",
)
PRIVACY = Text(
    "《个人信息保护法》第五十一条：采取去标识化等安全技术措施",
    "Personal Information Protection Law art. 51: technical protection such as de-identification",
)
ARCHIVED = Text(
    "国家档案局令第8号（机关文件材料归档范围和文书档案保管期限规定）、DA/T 85-2019：永久、定期30年、定期10年",
    "Order 8 of the State Archives, and DA/T 85-2019: kept for ever, for thirty years or for ten",
)
FORMS = Text("JSON Schema 2020-12 与本系统的表单约定", "JSON Schema 2020-12 and how this system reads forms")

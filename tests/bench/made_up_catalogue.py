"""A catalogue of any size, made up from real words and the same every time: for measuring, never for showing."""

import datetime as dt
import random
from itertools import product

from chalicelib.catalogue.finding.summary import Summary, Words
from chalicelib.catalogue.vocabulary import AdministrativeLevel, DeliveryWay, LifeEvent, SubjectKind
from chalicelib.kernel.regions import PROVINCE
from chalicelib.kernel.working_time import Limit

SEED = 20170710
REGIONS = ("460100", "460200", "460400", "469001", "469002", "469005", "469006", "469007", "469021", "469022", "469023")
LINES: dict[str, tuple[str, str, str]] = {
    "GA": (
        "公安",
        "Public Security",
        "机动车驾驶证 居住证 身份证 普通护照 户口 往来港澳通行证 机动车抵押 保安员证 无犯罪记录证明",
    ),
    "SCJG": (
        "市场监督管理",
        "Market Regulation",
        "营业执照 食品经营 药品零售 特种设备 计量器具 广告发布 商标 企业名称",
    ),
    "ZJ": (
        "住房和城乡建设",
        "Housing and Construction",
        "建筑工程施工 商品房预售 二手房转移 房屋租赁 建筑业企业资质 燃气经营 公积金",
    ),
    "RS": (
        "人力资源和社会保障",
        "Human Resources",
        "劳务派遣 失业保险金 社会保险 职业技能 人才落户 养老金 工伤认定 创业担保贷款",
    ),
    "JT": (
        "交通运输",
        "Transport",
        "道路货物运输 水路运输 出租汽车经营 网络预约出租汽车 超限运输车辆 船舶营运 机动车维修",
    ),
    "ZR": (
        "自然资源和规划",
        "Natural Resources",
        "不动产 建设用地规划 国有土地使用权 采矿权 海域使用 测绘资质 临时用地",
    ),
    "WJ": (
        "卫生健康",
        "Health",
        "公共场所卫生 医师执业 护士执业 医疗机构 放射诊疗 母婴保健 生育服务 饮用水供水",
    ),
    "MZ": (
        "民政",
        "Civil Affairs",
        "婚姻 社会团体 民办非企业单位 收养 殡葬服务 最低生活保障 高龄津贴 残疾人补贴",
    ),
    "JY": (
        "教育",
        "Education",
        "教师资格 民办学校 校车使用 学历证书 助学金 入学 转学",
    ),
    "NY": (
        "农业农村",
        "Agriculture",
        "农药经营 兽药经营 种子生产 动物防疫 渔业捕捞 农业机械驾驶证 生猪定点屠宰",
    ),
    "LY": (
        "旅游和文化",
        "Tourism and Culture",
        "导游证 旅行社 演出经纪 娱乐场所 文物保护 互联网上网服务 出版物零售",
    ),
    "YJ": (
        "应急管理",
        "Emergency Management",
        "危险化学品 烟花爆竹 安全生产 特种作业操作证 非煤矿山",
    ),
    "SW": (
        "税务",
        "Taxation",
        "增值税 发票领用 车辆购置税 税收优惠 税务登记",
    ),
    "ST": (
        "生态环境",
        "Environment",
        "排污 环境影响评价 危险废物 辐射安全 入海排污口",
    ),
    "LQ": (
        "林业",
        "Forestry",
        "林木采伐 野生动物 木材运输 植物检疫 古树名木",
    ),
}
"""Departments by code: their names, and what they deal with."""
ACTS = {
    "核发": "issue",
    "换发": "exchange",
    "补领": "replacement",
    "变更登记": "change",
    "注销": "cancellation",
    "延续": "renewal",
    "期满换证": "renewal on expiry",
    "备案": "filing",
    "审批": "approval",
    "设立登记": "establishment",
    "年度报告": "annual report",
    "信息查询": "enquiry",
    "资格认定": "qualification",
    "许可": "permit",
    "转移登记": "transfer",
    "证明开具": "certificate",
    "申领": "application",
    "首次注册": "first registration",
}
GROUPS = ("", "个人", "企业", "外商投资", "小微企业", "港澳居民", "军人军属", "老年人")
CASES = ("", "临时", "A类", "B类", "进口", "跨区域", "承诺制")
SCOPES = [group + case for group in GROUPS for case in CASES]
EVERYDAY = ("换证", "补办", "年审", "开业", "落户", "证件", "执照", "登记", "网上办", "免费")


def made_up_summaries(count: int, seed: int = SEED) -> list[Summary]:
    """`count` plausible items, at most 90,000, each with a code and a name of its own."""
    chance = random.Random(seed)
    names = [(line, *parts) for line in LINES for parts in product(LINES[line][2].split(), ACTS, SCOPES)]
    chance.shuffle(names)
    return [_summary(chance, number, name) for number, name in enumerate(names[:count])]


def _summary(chance: random.Random, number: int, parts: tuple[str, str, str, str]) -> Summary:
    department, thing, act, scope = parts
    line, line_en, _ = LINES[department]
    is_provincial = chance.random() < 0.17
    statutory = chance.choice((5, 10, 15, 20, 20, 20, 30))
    no_visit = chance.random() < 0.8
    return Summary(
        code=f"{department}-{number:05d}",
        version=chance.randint(1, 4),
        name=Words(f"{thing}{act}（{scope}）" if scope else thing + act, f"{line_en} {ACTS[act]} {number}"),
        department_code=department,
        department=Words(f"{line}局", f"{line_en} Bureau"),
        level=AdministrativeLevel.PROVINCE if is_provincial else AdministrativeLevel.CITY,
        regions=(PROVINCE,) if is_provincial else tuple(chance.sample(REGIONS, chance.randint(1, len(REGIONS)))),
        province_wide=chance.random() < 0.1,
        subjects=tuple(sorted(chance.sample(list(SubjectKind)[:4], chance.randint(1, 2)))),
        life_events=tuple(sorted(chance.sample(list(LifeEvent), chance.randint(0, 2)))),
        keywords=(thing, *chance.sample(EVERYDAY, 2), f"{line}{act}"),
        no_visit=no_visit,
        visits=0 if no_visit else 1,
        statutory=Limit(amount=statutory),
        promised=Limit(amount=chance.choice((0, 1, 3, 5))),
        fee_fen=chance.choice((None, None, 1000, 12000)),
        online_depth=6 if no_visit else 3,
        minimum_level=chance.randint(1, 4),
        delivery=(DeliveryWay.COURIER, DeliveryWay.ELECTRONIC),
        illustrative=True,
        valid_from=dt.date(2026, 1, 1) + dt.timedelta(days=chance.randint(0, 30)),
        valid_to=None,
        batch=f"batch-{chance.randint(1, 12)}",
    )

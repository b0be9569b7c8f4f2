"""Summaries to be found, and finders over them."""

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Any

from chalicelib.catalogue.finding.finder import Finder, Found, Wish
from chalicelib.catalogue.finding.snapshot import build_snapshot
from chalicelib.catalogue.finding.summary import Summary, Words
from chalicelib.catalogue.vocabulary import AdministrativeLevel, DeliveryWay, LifeEvent, SubjectKind
from chalicelib.kernel.working_time import Limit

TODAY = dt.date(2026, 3, 2)
POLICE, MARKET, HEALTH = (
    ("GA", Words("公安局", "Public Security Bureau")),
    ("SCJG", Words("市场监督管理局", "Market Regulation Bureau")),
    ("WJ", Words("卫生健康委员会", "Health Commission")),
)


def a_summary(code: str = "ITEM-1", zh: str = "居住证申领", en: str = "", **parts: Any) -> Summary:
    """An ordinary item of the police in Haikou, with other `parts`."""
    department_code, department = parts.pop("by", POLICE)
    ordinary: dict[str, Any] = {
        "version": 1,
        "level": AdministrativeLevel.CITY,
        "regions": ("460100",),
        "province_wide": False,
        "subjects": (SubjectKind.NATURAL_PERSON,),
        "life_events": (),
        "keywords": (),
        "no_visit": True,
        "visits": 0,
        "statutory": Limit(amount=20),
        "promised": Limit(amount=5),
        "fee_fen": None,
        "online_depth": 6,
        "minimum_level": 2,
        "delivery": (DeliveryWay.COURIER,),
        "illustrative": True,
        "valid_from": dt.date(2026, 1, 1),
        "valid_to": None,
        "batch": "batch-1",
    }
    return Summary(
        code=code,
        name=Words(zh, en),
        department_code=department_code,
        department=department,
        **(ordinary | parts),
    )


@cache
def a_small_catalogue() -> tuple[Summary, ...]:
    """A dozen items of three departments."""
    visit = {"no_visit": False, "visits": 1, "online_depth": 3}
    instant = {"promised": Limit(amount=0)}
    enterprise = {"subjects": (SubjectKind.ENTERPRISE,)}
    whole_province = {"regions": ("460000",), "level": AdministrativeLevel.PROVINCE}
    business = LifeEvent.STARTING_A_BUSINESS
    return (
        a_summary("JUZHU", "居住证申领", "Residence permit", life_events=(LifeEvent.MOVING,), keywords=("暂住证",)),
        a_summary("RENCAI", "人才落户", "Talent household registration", life_events=(LifeEvent.MOVING,)),
        a_summary("SHENFEN", "居民身份证补领", "ID card replacement", keywords=("丢失身份证",), fee_fen=4000, **visit),
        a_summary("HUZHAO", "普通护照换发", "Ordinary passport renewal", life_events=(LifeEvent.TRAVEL,), **visit),
        a_summary(
            "JIASHI",
            "机动车驾驶证期满换证",
            "Driving-licence renewal on expiry",
            life_events=(LifeEvent.DRIVING,),
            keywords=("驾照", "C1"),
            regions=("460100", "460200"),
            **instant,
        ),
        a_summary("DIYA", "机动车抵押登记", "Vehicle mortgage registration", regions=("469005",), **instant),
        a_summary("WUFANZUI", "无犯罪记录证明", "No-criminal-record certificate", province_wide=True),
        a_summary(
            "QIYE", "企业设立登记", "Company establishment", by=MARKET, life_events=(business,), **enterprise, **instant
        ),
        a_summary("SHIPIN", "食品经营许可", "Food operation permit", by=MARKET, life_events=(business,), **enterprise),
        a_summary(
            "YAODIAN", "药品零售企业筹建、开办（许可）", "Retail pharmacy", by=MARKET, **enterprise, **whole_province
        ),
        a_summary("YISHI", "医师执业注册", "Physician registration", by=HEALTH, **whole_province),
        a_summary(
            "WEISHENG", "公共场所卫生许可", "Public-place hygiene permit", by=HEALTH, keywords=("旅馆",), **enterprise
        ),
    )


def a_finder(*summaries: Summary) -> Finder:
    """Over `summaries`."""
    return Finder.load(build_snapshot(summaries))


@cache
def the_finder() -> Finder:
    """Over the small catalogue."""
    return a_finder(*a_small_catalogue())


def search(words: str = "", finder: Finder | None = None, on: dt.date = TODAY, **filters: Any) -> Found:
    """What is found with `words` and `filters`, a hundred at most."""
    return (finder or the_finder()).find(Wish(words=words, **filters), on, limit=100)


def codes(found: Found | Iterable[Summary]) -> list[str]:
    """What was found, by code, in order."""
    return [summary.code for summary in (found.summaries if isinstance(found, Found) else found)]

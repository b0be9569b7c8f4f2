"""Small registers to check items against: a few regions, departments and certificate types of every kind."""

from functools import cache
from typing import Any

from chalicelib.catalogue.registers.entries import CertificateType, Department, Region
from chalicelib.catalogue.registers.model import Registers
from chalicelib.kernel.regions import PROVINCE, parent_of

CITIES = {"460100": "海口市", "460200": "三亚市", "460400": "儋州市"}
COUNTIES = {
    "469001": "五指山市", "469002": "琼海市", "469005": "文昌市", "469006": "万宁市", "469007": "东方市",
    "469021": "定安县", "469022": "屯昌县", "469023": "澄迈县", "469024": "临高县", "469025": "白沙黎族自治县",
    "469026": "昌江黎族自治县", "469027": "乐东黎族自治县", "469028": "陵水黎族自治县", "469029": "保亭黎族苗族自治县",
    "469030": "琼中黎族苗族自治县",
}  # fmt: skip
DISTRICTS = {"460105": "秀英区", "460106": "龙华区"}
DANZHOU = {"aliases": [{"code": "469003", "name": {"zh": "儋州市（县级）"}, "valid_to": "2015-02-18"}]}
OUT_OF_SCOPE = {"in_scope": False, "out_of_scope_reason": {"zh": "不在实施范围内", "en": "Not within the plan"}}


def region(code: str, name: str, kind: str, **parts: Any) -> Region:
    """A region below the one that its code says."""
    parent = "" if code == PROVINCE else parent_of(code)
    return Region.model_validate({"code": code, "name": {"zh": name}, "kind": kind, "parent": parent, **parts})


def department(code: str, name: str, **parts: Any) -> Department:
    """A department line."""
    return Department.model_validate({"code": code, "name": {"zh": name}, **parts})


def certificate_type(code: str, name: str, issuer: str, **parts: Any) -> CertificateType:
    """A certificate type that cannot be obtained unless a `holder` is given."""
    return CertificateType.model_validate(
        {"code": code, "name": {"zh": name}, "issuing_department": issuer, **parts},
    )


@cache
def registers() -> Registers:
    """The province, its cities and counties, a few districts and a town; GA, WJ, ZJ, SJ and the service office ZW."""
    return Registers(regions=_regions(), departments=_departments(), certificate_types=_certificate_types())


def _regions() -> tuple[Region, ...]:
    return (
        region(PROVINCE, "海南省", "PROVINCE"),
        *(region(it, name, "CITY", **(DANZHOU if it == "460400" else {})) for it, name in CITIES.items()),
        region("460300", "三沙市", "CITY", **OUT_OF_SCOPE),
        *(region(it, name, "COUNTY") for it, name in COUNTIES.items()),
        *(region(it, name, "DISTRICT") for it, name in DISTRICTS.items()),
        region("460100001", "旧区", "TOWNSHIP", valid_to="2002-12-31"),
        region("460106001", "中山街道", "TOWNSHIP"),
        region("460400499", "洋浦经济开发区", "DEVELOPMENT_ZONE"),
    )


def _departments() -> tuple[Department, ...]:
    return (
        department("ZW", "政务服务", supervises_all=True),
        department("GA", "公安", names={"province": {"zh": "省公安厅"}, "city": {"zh": "市公安局"}}),
        department("WJ", "卫生健康", supervises=["YJ"]),
        department("YJ", "疾病预防控制", nature="PUBLIC_INSTITUTION"),
        department("ZJ", "住房和城乡建设", valid_to="2030-12-31"),
        department("SJ", "市场监督管理", aliases=[{"code": "GS", "valid_to": "2018-12-31"}]),
    )


def _certificate_types() -> tuple[CertificateType, ...]:
    holder = {"zh": "卫生健康部门证照库", "en": "Health commission's licence base"}
    return (
        certificate_type("DRIVING_LICENCE", "机动车驾驶证", "GA", validity_years=10),
        certificate_type(
            "DRIVER_MEDICAL_CERTIFICATE", "驾驶人身体条件证明", "WJ", holder=holder,
            replaces=["体检证明"], replaces_codes=["medical-certificate"],
        ),
        certificate_type("CHARTER", "公司章程", "SJ", holder={"zh": "市场监管部门证照库"}),
        certificate_type("OLD_PERMIT", "旧许可证", "SJ", valid_to="2020-12-31", holder={"zh": "旧库"}),
    )  # fmt: skip

"""Who handles it and where: departments, desks, regions and levels, as the registers know them."""

from collections.abc import Iterator

from chalicelib.catalogue.checks.bases import ELEMENTS, PLAN, SUPERVISED, TOLD_TO_ALL
from chalicelib.catalogue.checks.rules import Fault, Known, rule
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.vocabulary import AdministrativeLevel
from chalicelib.kernel.regions import PROVINCE
from chalicelib.kernel.text import Text


@rule("review-has-a-stage", "至少有一个审查环节", "The review has at least one stage", TOLD_TO_ALL)
def review_has_a_stage(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Administrative Licensing Law art. 30: the procedure is made public; without a stage nobody decides."""
    if not item.review:
        yield Fault("#/review", Text("请至少设置一个审查环节及其岗位", "Add at least one stage with its desks"))


DESK_ROLES = frozenset({"reviewer"})
"""With which somebody can answer at a desk."""


@rule("desk-is-staffed", "岗位应为 reviewer", "A desk is a reviewer's", TOLD_TO_ALL)
def desk_is_staffed(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Every desk has to answer before the next stage opens: nobody holds another role, so the case would wait for
    ever.
    """
    for number, stage in enumerate(item.review):
        for place, desk in enumerate(stage.desks):
            if desk.role not in DESK_ROLES:
                detail = Text("没有人员担任该岗位，请改为 reviewer", "Nobody holds this role: make it reviewer")
                yield Fault(f"#/review/{number}/desks/{place}/role", detail)


@rule(
    "department-registered",
    "实施、联办和审查部门均应在部门名录中有效",
    "Every department that takes part is registered and in office",
    SUPERVISED,
)
def department_registered(item: ItemContent, known: Known) -> Iterator[Fault]:
    """Who is not in the register is supervised by nobody."""
    for pointer, code in _departments(item):
        current = known.registers.department(code, known.on)
        if current is None or current.code != code:
            once = known.registers.department_ever_called(code)
            yield Fault(pointer, _call_it(once.code, once.name.zh, once.name.in_language("en")) if once else UNKNOWN)


@rule("region-needed", "至少有一个实施区域", "There is at least one region", TOLD_TO_ALL)
def region_needed(item: ItemContent, _: Known) -> Iterator[Fault]:
    """GB/T 39046-2020: the regions in which an item is handled."""
    if not item.regions:
        yield Fault("#/regions", Text("请至少填写一个行政区划代码", "Name at least one region"))


@rule(
    "region-registered",
    "实施区域应使用现行行政区划代码",
    "Regions are named by codes in force",
    ELEMENTS,
)
def region_registered(item: ItemContent, known: Known) -> Iterator[Fault]:
    """GB/T 2260 changes: 469003 was Danzhou until 2015, and is 460400 since. A former code is answered with the right
    one.
    """
    for number, code in enumerate(item.regions):
        current = known.registers.region(code, known.on)
        if current is None or current.code != code:
            once = known.registers.region_ever_called(code)
            detail = _call_it(once.code, once.name.zh, once.name.in_language("en")) if once else UNKNOWN
            yield Fault(f"#/regions/{number}", detail)


@rule(
    "region-in-scope",
    "实施区域应在不见面审批实施范围内",
    "Regions are within the scope of the no-visit plan",
    PLAN,
)
def region_in_scope(item: ItemContent, known: Known) -> Iterator[Fault]:
    """Hainan plan of 2017: Sansha (460300) is not within its scope."""
    for number, code in enumerate(item.regions):
        region = known.registers.region(code, known.on)
        if region and not region.in_scope:
            why = region.out_of_scope_reason
            zh, en = (why.zh, why.in_language("en")) if why else ("", "")
            detail = Text(
                f"{region.name.zh}不在实施范围内，请删去该区域。{zh}",
                f"{region.name.in_language('en')} is out of scope: remove it. {en}".rstrip(),
            )
            yield Fault(f"#/regions/{number}", detail)


@rule(
    "province-level-means-province",
    "省级事项的实施区域为460000；其他层级不得使用460000",
    "A provincial item is handled in 460000, and no item of another level is",
    ELEMENTS,
)
def province_level_means_province(item: ItemContent, _: Known) -> Iterator[Fault]:
    """GB/T 39046-2020: the level at which an item is exercised. A graded item (分级管理) may be handled at several."""
    if item.level is AdministrativeLevel.GRADED:
        return
    provincial = item.level is AdministrativeLevel.PROVINCE
    for number, code in enumerate(item.regions):
        if provincial and code != PROVINCE:
            detail = Text("省级事项请只填460000", "For a provincial item name 460000 only")
            yield Fault(f"#/regions/{number}", detail)
        if not provincial and code == PROVINCE:
            detail = Text(
                "非省级事项请填写市县区划代码，或将行使层级改为省级",
                "Name the cities and counties, or make the level provincial",
            )
            yield Fault(f"#/regions/{number}", detail)


UNKNOWN = Text(
    "名录中没有这个编码，请核对或先登记", "There is no such code in the register: correct it or register it first"
)


def _call_it(code: str, zh: str, en: str) -> Text:
    return Text(
        f"该编码已停用或尚未启用；“{zh}”的登记编码为{code}，请核对其有效期",
        f"That code is not in force; “{en}” is registered as {code}: use it, if it is in force",
    )


def _departments(item: ItemContent) -> Iterator[tuple[str, str]]:
    """Every department that an item names, with the pointer to it."""
    yield "#/department/code", item.department.code
    for number, code in enumerate(item.joint_departments):
        yield f"#/joint_departments/{number}", code
    for number, stage in enumerate(item.review):
        for place, desk in enumerate(stage.desks):
            if desk.department:
                yield f"#/review/{number}/desks/{place}/department", desk.department


RULES = (
    review_has_a_stage,
    desk_is_staffed,
    department_registered,
    region_needed,
    region_registered,
    region_in_scope,
    province_level_means_province,
)

"""When the registers agree with themselves: nothing refers to what is not there, or outlasts what it depends on.

Each rule looks at one amended entry and at the registers as they would be afterwards. An entry ends by its last day
and is never removed: what once counted stays readable.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chalicelib.catalogue.registers.entries import CertificateType, Department, Entry, Lasting, Region, RegionKind
from chalicelib.catalogue.registers.model import Registers, normalised
from chalicelib.kernel.regions import PROVINCE, TOWNSHIP_DIGITS, parent_of
from chalicelib.kernel.text import Text

SMALLEST_KINDS = {RegionKind.TOWNSHIP, RegionKind.DEVELOPMENT_ZONE}
NAMED_AT_MOST = 5


@dataclass(frozen=True)
class EntryFault:
    """What is wrong with an entry: an RFC 6901 pointer into it, and what to do there."""

    path: str
    detail: Text


def faults_of(entry: Entry, after: Registers) -> Iterator[EntryFault]:
    """Everything that keeps `entry` from standing in the registers `after` the amendment."""
    if isinstance(entry, Region):
        yield from _codes_taken(entry, after.regions)
        yield from _region_faults(entry, after)
    elif isinstance(entry, Department):
        yield from _codes_taken(entry, after.departments)
        yield from _department_faults(entry, after)
    elif isinstance(entry, CertificateType):
        yield from _codes_taken(entry, after.certificate_types)
        yield from _certificate_type_faults(entry, after)


def _codes_taken(entry: Entry, others: Iterable[Entry]) -> Iterator[EntryFault]:
    """On no day do two entries have the same code."""
    names = {name for other in others if other.code != entry.code for name in _codes_with_days(other)}
    for path, code, days in _own_codes(entry):
        if path != "/code" and code == entry.code:
            yield EntryFault(path, Text("别名与现行编码相同，请删去", "The alias is its own code: remove it"))
        elif any(code == taken and days.overlaps(then) for taken, then in names):
            yield EntryFault(
                path, Text("该编码在同一时期已被其他条目使用", "Another entry has that code on the same days")
            )


def _own_codes(entry: Entry) -> Iterator[tuple[str, str, Lasting]]:
    yield "/code", entry.code, entry
    for number, alias in enumerate(entry.aliases):
        if alias.code:
            yield f"/aliases/{number}/code", alias.code, alias


def _codes_with_days(entry: Entry) -> list[tuple[str, Lasting]]:
    return [(code, days) for _, code, days in _own_codes(entry)]


def _region_faults(region: Region, after: Registers) -> Iterator[EntryFault]:
    if (region.code == PROVINCE) != (region.kind is RegionKind.PROVINCE):
        yield EntryFault("/kind", Text(f"省级区划即{PROVINCE}", f"The province, and nothing else, is {PROVINCE}"))
    if (len(region.code) == TOWNSHIP_DIGITS) != (region.kind in SMALLEST_KINDS):
        yield EntryFault(
            "/kind", Text("乡镇街道和开发区使用9位编码", "Nine digits are for townships, streets and zones")
        )
    if not region.in_scope and region.out_of_scope_reason is None:
        yield EntryFault("/out_of_scope_reason", Text("请说明不在范围内的原因", "Say why it is out of scope"))
    yield from _parent_faults(region, after)
    children = [it for it in after.regions if it.parent == region.code and it.outlasts(region)]
    yield from _still_needed(children)


def _parent_faults(region: Region, after: Registers) -> Iterator[EntryFault]:
    above = "" if region.code == PROVINCE else parent_of(region.code)
    if region.parent != above:
        yield EntryFault("/parent", Text(f"上级区划应为“{above}”", f"The division above is “{above}”"))
        return
    parent = next((it for it in after.regions if it.code == above), None)
    if above and parent is None:
        yield EntryFault("/parent", Text("请先登记上级区划", "Register the division above first"))
    elif parent and region.outlasts(parent):
        yield EntryFault("/valid_to", Text("终止日期不得晚于上级区划", "It cannot outlast the division above"))


def _department_faults(department: Department, after: Registers) -> Iterator[EntryFault]:
    known = {it.code: it for it in after.departments}
    for number, code in enumerate(department.supervises):
        path = f"/supervises/{number}"
        if code == department.code:
            yield EntryFault(path, Text("部门不得监督自己", "No department supervises itself"))
        elif code not in known:
            yield EntryFault(path, Text("请先登记该部门", "Register that department first"))
    yield from _still_needed(
        [
            *(it for it in after.departments if department.code in it.supervises and it.outlasts(department)),
            *(it for it in after.certificate_types if _issues(department, it) and it.outlasts(department)),
        ]
    )


def _certificate_type_faults(kind: CertificateType, after: Registers) -> Iterator[EntryFault]:
    issuer = next((it for it in after.departments if it.code == kind.issuing_department), None)
    if issuer is None:
        yield EntryFault("/issuing_department", Text("请先登记该部门", "Register that department first"))
    elif kind.outlasts(issuer):
        yield EntryFault(
            "/valid_to", Text("终止日期不得晚于签发部门", "It cannot outlast the department that issues it")
        )
    names = [field.name for field in kind.fields]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield EntryFault(f"/fields/{number}/name", Text("字段名称重复", "There is a field of that name already"))
    for number, name in enumerate(kind.replaces):
        if not normalised(name):
            yield EntryFault(f"/replaces/{number}", Text("请写明材料名称", "Name the material"))


def _issues(department: Department, kind: CertificateType) -> bool:
    return kind.issuing_department == department.code


def _still_needed(dependents: list[Entry] | list[Region]) -> Iterator[EntryFault]:
    """What others depend on does not end before them."""
    if dependents:
        codes = "、".join(it.code for it in dependents[:NAMED_AT_MOST])
        detail = Text(
            f"仍有{len(dependents)}个条目依赖于它（{codes}），请先终止这些条目",
            f"{len(dependents)} entries still depend on it ({codes.replace('、', ', ')}): end those first",
        )
        yield EntryFault("/valid_to", detail)

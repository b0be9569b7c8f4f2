"""One row of a staff list: the entry that it describes, or everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.kernel.cells import EDGES, CellRefused
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text
from chalicelib.parties.officials.posts import Post
from chalicelib.parties.provisioning.columns import (
    BY_NAME,
    COLUMNS,
    DEPARTMENT_MISSING,
    POST_TWICE,
    WITH_A_DEPARTMENT,
    Column,
)
from chalicelib.parties.staff import StaffEntry

EMPTY = Text("不能为空", "Must not be empty")
SURPLUS = Text("该行的格数多于表头", "There are more cells than the header has columns")


@dataclass(frozen=True)
class ListedRow:
    """`staff_id` is empty where the row does not say who it is about."""

    number: int
    staff_id: str = ""
    entry: StaffEntry | None = None
    faults: tuple[Pointer, ...] = ()

    def once(self, ids: dict[str, int], mobiles: dict[str, int]) -> "ListedRow":
        """The same row; refused where an earlier one of the list is about the same member or mobile. Notes both."""
        faults = []
        first = ids.setdefault(self.staff_id, self.number) if self.staff_id else self.number
        if first != self.number:
            faults.append(_again(self.number, BY_NAME["id"], first))
        if self.entry is not None:
            first = mobiles.setdefault(self.entry.mobile, self.number)
            if first != self.number:
                faults.append(_again(self.number, BY_NAME["mobile"], first))
        return self.refused(*faults) if faults else self

    def refused(self, *faults: Pointer) -> "ListedRow":
        """The same row, of which nothing is done because of these."""
        return replace(self, entry=None, faults=(*self.faults, *faults))


def row_of(number: int, cells: Mapping[str, str], surplus: bool) -> ListedRow:
    """What the cells of row `number`, by column, say."""
    values: dict[str, Any] = {}
    faults = [_fault(number, "", SURPLUS.zh, SURPLUS.en)] if surplus else []
    for column in COLUMNS:
        try:
            value = _value(column, cells.get(column.name, ""))
        except CellRefused as error:
            faults.append(fault_in(number, column, error.args[0]))
        else:
            values |= {} if value is None else {column.name: value}
    faults += _contradictions(number, values, bool(cells.get("department", "").strip(EDGES)))
    staff_id = str(values.get("id", ""))
    if faults:
        return ListedRow(number, staff_id, faults=tuple(faults))
    return ListedRow(number, staff_id, StaffEntry(**values))


def fault_in(number: int, column: Column, detail: Text) -> Pointer:
    """What is wrong with a cell."""
    return _fault(number, column.name, f"“{column.zh}”{detail.zh}", f"{column.name}: {detail.en}")


def _value(column: Column, raw: str) -> Any:
    if not raw.strip(EDGES):
        if column.required:
            raise CellRefused(EMPTY)
        return None
    return column.read(raw)


def _contradictions(number: int, values: Mapping[str, Any], has_department: bool) -> list[Pointer]:
    role = values.get("role")
    own = Post(role=role, department=values.get("department", ""), region=values.get("region", "")) if role else None
    faults = []
    if role in WITH_A_DEPARTMENT and not has_department:
        faults.append(fault_in(number, BY_NAME["department"], DEPARTMENT_MISSING))
    if own in values.get("posts", ()):
        faults.append(fault_in(number, BY_NAME["posts"], POST_TWICE))
    return faults


def _again(number: int, column: Column, first: int) -> Pointer:
    return fault_in(number, column, Text(f"在第 {first} 行已经出现", f"Stands in row {first} already"))


def _fault(number: int, column: str, zh: str, en: str) -> Pointer:
    place = f"#/{number}/{column}" if column else f"#/{number}"
    return Pointer(place, Text(f"第 {number} 行：{zh}", f"Row {number}: {en}"))

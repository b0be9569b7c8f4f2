"""Reading a staff list: comma-separated values in UTF-8 or GB18030, as Excel and WPS save them."""

import csv
import io
from collections.abc import Iterator, Sequence

from chalicelib.kernel.cells import EDGES
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text
from chalicelib.parties.provisioning.columns import COLUMNS, column_called
from chalicelib.parties.provisioning.errors import StaffListTooLarge, StaffListUnreadable
from chalicelib.parties.provisioning.rows import ListedRow, row_of

MIB = 1024 * 1024
LARGEST_MIB, MOST_ROWS = 10, 50_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
Header = dict[int, str]
"""Place → name of the column."""


def rows_of(data: bytes) -> list[ListedRow]:
    """Every row that says something, numbered as a spreadsheet numbers them: the header is row 1.

    Raises `StaffListUnreadable` or `StaffListTooLarge` when none of it is read; what is wrong with a row is in it.
    """
    table = _table(_text(data))
    header = _header(next(table, []))
    rows, ids, mobiles = [], dict[str, int](), dict[str, int]()
    for number, cells in enumerate(table, start=2):
        if number > MOST_ROWS + 1:
            raise StaffListTooLarge(mib=LARGEST_MIB, rows=MOST_ROWS)
        if any(cell.strip(EDGES) for cell in cells):
            row = row_of(number, _named(header, cells), _surplus(header, cells))
            rows.append(row.once(ids, mobiles))
    return rows


def _text(data: bytes) -> str:
    """Strictly UTF-8, or else GB18030; a byte order mark is dropped."""
    if data.startswith(UTF_16):
        raise _unreadable(Text("是 UTF-16 编码", "Is UTF-16"))
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise _unreadable(Text("既不是 UTF-8 也不是 GB18030 编码", "Is neither UTF-8 nor GB18030"))


def _table(text: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    at = 1
    try:
        for cells in reader:
            at += 1
            yield cells
    except csv.Error as error:
        detail = Text(f"第 {at} 行的引号或分隔符有误", f"Row {at}: quotes or separators are wrong")
        raise _unreadable(detail, f"#/{at}") from error


def _header(cells: Sequence[str]) -> Header:
    """Raises `StaffListUnreadable` with everything that is wrong with the header."""
    called = {place: column_called(cell) for place, cell in enumerate(cells)}
    names = [name for name in called.values() if name]
    faults = [
        Pointer(f"#/1/{place + 1}", Text(f"第 {place + 1} 列不是名册的列", f"Column {place + 1} is not one of ours"))
        for place, name in called.items()
        if not name and cells[place].strip(EDGES)
    ]
    for column in COLUMNS:
        if names.count(column.name) > 1:
            faults.append(Pointer(f"#/1/{column.name}", Text(f"“{column.zh}”列重复", f"{column.name} stands twice")))
        if column.required and column.name not in names:
            faults.append(Pointer(f"#/1/{column.name}", Text(f"缺少“{column.zh}”列", f"{column.name} is missing")))
    if faults:
        raise StaffListUnreadable(pointers=faults)
    return {place: name for place, name in called.items() if name}


def _named(header: Header, cells: Sequence[str]) -> dict[str, str]:
    return {name: cells[place] for place, name in header.items() if place < len(cells)}


def _surplus(header: Header, cells: Sequence[str]) -> bool:
    return any(cell.strip(EDGES) for place, cell in enumerate(cells) if place not in header)


def _unreadable(detail: Text, pointer: str = "#") -> StaffListUnreadable:
    return StaffListUnreadable(pointers=[Pointer(pointer, detail)])

"""Archives and workbooks as offices write them, and as nobody should."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from chalicelib.catalogue.files.reading import rows_of
from chalicelib.catalogue.files.workbook_writing import to_workbook
from chalicelib.jobs.errors import FileRefused
from tests.unit.catalogue.files.contents import content

SHEET = "xl/worksheets/sheet1.xml"
"""事项."""


def refusal_of(data: bytes, filename: str) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        list(rows_of(data, filename))
    return refused.value


def zip_of(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, body in entries:
            made.writestr(name, body)
    return buffer.getvalue()


def good_workbook() -> bytes:
    """One seeded item."""
    return to_workbook([content()])


def rewritten(data: bytes, **changes: Callable[[bytes], bytes] | None) -> bytes:
    """The archive with entries changed (by a name whose `/` is `__`), and left out where the change is None."""
    named = {name.replace("__", "/"): change for name, change in changes.items()}
    return repacked(data, lambda name, body: _changed(named, name, body))


def _changed(changes: dict[str, Any], name: str, body: bytes) -> bytes | None:
    if name not in changes:
        return body
    return changes[name](body) if changes[name] else None


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None], **added: bytes) -> bytes:
    """The archive with every entry changed; None leaves it out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = change(name, old.read(name))
            if body is not None:
                new.writestr(name, body)
        for name, body in added.items():
            new.writestr(name, body)
    return buffer.getvalue()


def with_part(data: bytes, name: str, body: bytes) -> bytes:
    """The archive with one more entry."""
    return repacked(data, lambda _, it: it, **{name: body})


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The archive with a text of one part replaced, which has to be there."""

    def change(name: str, body: bytes) -> bytes:
        if name != part:
            return body
        assert old in body
        return body.replace(old, new)

    return repacked(data, change)


Fill = Callable[[dict[str, Any]], None]


def handmade(fill: Fill, *, sheets: tuple[str, ...] = ("事项", "材料", "表单字段", "审查环节")) -> bytes:
    """A workbook that `fill` writes with xlsxwriter itself, given its sheets by name."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    made = {name: book.add_worksheet(name) for name in sheets}
    fill({**made, "book": book})
    book.close()
    return buffer.getvalue()


ITEM_CELLS: dict[str, Any] = {
    "事项编码": "ZZ-TEST-1",
    "事项名称": "虚构备案",
    "事项类型": "行政确认",
    "部门编码": "GA",
    "实施机关": "虚构机关",
    "实施区域": "460100、469001",
    "设定依据": "虚构条例第一条\n虚构条例第二条",
    "最低实名等级": 2,
    "法定时限": "20个工作日",
    "承诺时限": "即办",
    "补正时限": "１５ 工作日",
    "承诺书版本": "v1",
    "承诺书全文": "我承诺。",
    "失信后果": "撤销。",
    "结果证照类型": "ZZ_RESULT",
    "结果名称": "虚构证",
    "送达方式": "快递送达、电子送达",
    "咨询电话": "+86 898-1234567",
    "监督电话": "0898-00000001",
}
FIELD_ROWS: list[dict[str, Any]] = [
    {
        "事项编码": "ZZ-TEST-1",
        "字段名": "name",
        "标签": "名称",
        "字段类型": "文本",
        "必填": "是",
        "最大（长度或数值）": 50,
    },
    {"事项编码": "ZZ-TEST-1", "字段名": "way", "标签": "方式", "字段类型": "选择", "选项": "A、B", "必填": "否"},
]
MATERIAL_ROWS: list[dict[str, Any]] = [
    {"事项编码": "ZZ-TEST-1", "材料编码": "photo", "材料名称": "照片", "必要性": "必要", "材料规格": "清晰"},
]
STAGE_ROWS: list[dict[str, Any]] = [
    {"事项编码": "ZZ-TEST-1", "环节序号": 2, "环节名称": "决定", "岗位": "panel", "岗位层级": "省级"},
    {"事项编码": "ZZ-TEST-1", "环节序号": 1, "环节名称": "审查", "岗位": "reviewer"},
    {"事项编码": "ZZ-TEST-1", "环节序号": 1, "岗位": "fire", "岗位所属部门": "XF"},
]


def rows_under(sheet: Any, rows: list[dict[str, Any]], first: int = 0) -> None:
    """Headers and rows, numbers as numbers and everything else as text."""
    headers = list(dict.fromkeys(name for row in rows for name in row))
    for index, header in enumerate(headers):
        sheet.write_string(first, index, header)
        for number, row in enumerate(rows, first + 1):
            value = row.get(header, "")
            if isinstance(value, str):
                sheet.write_string(number, index, value)
            else:
                sheet.write(number, index, value)


def office_workbook(also: Fill = lambda sheets: None, **cells: Any) -> bytes:
    """One item in Chinese headers alone, in an order of its own, with other `cells`; `also` adds what it likes."""

    def fill(sheets: dict[str, Any]) -> None:
        rows_under(sheets["事项"], [{**ITEM_CELLS, **cells}])
        rows_under(sheets["材料"], MATERIAL_ROWS)
        rows_under(sheets["表单字段"], FIELD_ROWS)
        rows_under(sheets["审查环节"], STAGE_ROWS)
        also(sheets)

    return handmade(fill)

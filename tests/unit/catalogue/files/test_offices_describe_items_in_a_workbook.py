"""A workbook as an office fills it in: tolerant of what means nothing, strict about what could mean two things."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest

from chalicelib.catalogue.files import errors
from chalicelib.catalogue.files.contents import content_of_row
from chalicelib.catalogue.files.errors import RowRefused
from chalicelib.catalogue.files.hints import HINTS
from chalicelib.catalogue.files.reading import rows_of
from chalicelib.catalogue.files.required import is_required
from chalicelib.catalogue.files.rows import FileRow
from chalicelib.catalogue.files.tables import GUIDE, ITEMS, TABLES
from chalicelib.catalogue.files.workbook_writing import to_workbook
from chalicelib.catalogue.model import ItemContent
from chalicelib.jobs.errors import FileEmpty
from tests.unit.catalogue.files.workbooks import (
    FIELD_ROWS,
    ITEM_CELLS,
    Fill,
    handmade,
    office_workbook,
    refusal_of,
    rows_under,
)


def item_of(workbook: bytes) -> ItemContent:
    (row,) = rows_of(workbook, "a.xlsx")
    return content_of_row(row)


def faults_of(workbook: bytes) -> dict[str, str]:
    """Pointer → what is said in English, of the rows that are refused."""
    faults: dict[str, str] = {}
    for row in rows_of(workbook, "a.xlsx"):
        try:
            content_of_row(row)
        except RowRefused as refusal:
            faults.update({fault.pointer: fault.detail.en for fault in refusal.pointers})
    return faults


def unclear(workbook: bytes) -> dict[str, str]:
    refusal = refusal_of(workbook, "a.xlsx")
    assert isinstance(refusal, errors.WorkbookUnclear)
    return {fault.pointer: fault.detail.en for fault in refusal.pointers}


def test_chinese_headers_in_any_order_are_enough() -> None:
    item = item_of(office_workbook())
    assert (item.code, item.kind, item.regions) == ("ZZ-TEST-1", "07", ("460100", "469001"))
    assert item.legal_basis == ("虚构条例第一条", "虚构条例第二条")
    assert (item.limits.promised.amount, item.correction_time.amount, item.minimum_level) == (0, 15, 2)
    assert item.delivery == ("COURIER", "ELECTRONIC")
    assert item.enquiry_phone == "+86 898-1234567"
    assert item.fee is None
    assert item.materials[0].code == "photo"


def test_a_star_is_on_what_no_row_may_be_without() -> None:
    starred = {column.title.zh for column in ITEMS.columns if is_required(ITEMS, column)}
    assert set(ITEM_CELLS) == starred, "these alone make a draft"
    assert [title for title in starred - {"事项编码"} if not faults_of(office_workbook(**{title: ""}))] == []


def test_the_template_shows_the_stars() -> None:
    with zipfile.ZipFile(io.BytesIO(to_workbook([]))) as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert "<t>事项名称*</t>" in texts
    assert "<t>事项名称（英文）</t>" in texts


def test_every_hint_is_of_a_column() -> None:
    columns = {(table.sheet, column.name) for table in TABLES for column in table.columns}
    assert set(HINTS) <= columns


def test_stages_are_put_together_by_their_number() -> None:
    first, second = item_of(office_workbook()).review
    assert [(desk.role, desk.department) for desk in first.desks] == [("reviewer", ""), ("fire", "XF")]
    assert (first.name.zh, second.name.zh, second.desks[0].place) == ("审查", "决定", "PROVINCE")


def test_fields_become_a_schema() -> None:
    form = item_of(office_workbook()).form
    assert form["properties"]["name"] == {"type": "string", "maxLength": 50, "x-label": {"zh": "名称"}}
    assert form["properties"]["way"]["enum"] == ["A", "B"]
    assert (form["required"], form["additionalProperties"]) == (["name"], False)


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        ({"事项名称": "\u3000虚构备案\u00a0"}, lambda it: it.name.zh == "虚构备案"),
        ({"最低实名等级": "２"}, lambda it: it.minimum_level == 2),
        ({"事项类型": "07"}, lambda it: it.kind == "07"),
        ({"事项类型": "０７　行政确认"}, lambda it: it.kind == "07"),
        ({"实施区域": "460100；469001, 469002"}, lambda it: len(it.regions) == 3),
        ({"实施区域": 460100}, lambda it: it.regions == ("460100",)),
        ({"全省通办": True}, lambda it: it.province_wide),
        ({"全省通办": " 是 "}, lambda it: it.province_wide),
        ({"服务对象": "自然人、2 企业法人"}, lambda it: len(it.subjects) == 2),
        ({"行使层级": "镇（乡、街道）级"}, lambda it: it.level == "5"),
        ({"承诺时限": "1小时"}, lambda it: it.limits.promised.unit == "HOUR"),
        ({"承诺书全文": '"=全文"'}, lambda it: it.promise.text == "=全文"),
        ({"人生与企业事件": "婚姻、驾车出行"}, lambda it: len(it.life_events) == 2),
    ],
)  # fmt: skip
def test_what_means_nothing_is_tolerated(cells: dict[str, Any], read: Any) -> None:
    assert read(item_of(office_workbook(**cells)))


@pytest.mark.parametrize(
    ("cells", "pointer", "said"),
    [
        ({"事项名称": "=HYPERLINK(\"http://x\")"}, "#/name/zh", "taken for a formula"),
        ({"事项名称": "+1+1"}, "#/name/zh", "taken for a formula"),
        ({"事项名称": "-1"}, "#/name/zh", "taken for a formula"),
        ({"事项名称": "@SUM(A1)"}, "#/name/zh", "taken for a formula"),
        ({"事项名称": "\t=1"}, "#/name/zh", "taken for a formula"),
        ({"事项名称": "\r=1"}, "#/name/zh", "taken for a formula"),
        ({"事项名称": "　=1"}, "#/name/zh", "taken for a formula"),
        ({"事项名称": "＝1"}, "#/name/zh", "taken for a formula"),
        ({"咨询电话": "+cmd|' /C calc'!A0"}, "#/enquiry_phone", "taken for a formula"),
        ({"承诺时限": "20"}, "#/limits/promised", "number and unit"),
        ({"承诺时限": "20 工作"}, "#/limits/promised", "number and unit"),
        ({"最低实名等级": "二"}, "#/minimum_level", "whole number"),
        ({"最低实名等级": 2.5}, "#/minimum_level", "whole numbers"),
        ({"最低实名等级": 9}, "#/minimum_level", "At most 4"),
        ({"部门编码": 1e17}, "#/department/code", "too large"),
        ({"全省通办": "1"}, "#/province_wide", "是 (yes) or 否 (no)"),
        ({"事项类型": "许可"}, "#/kind", "One of"),
        ({"服务对象": "自然人、1"}, "#/subjects", "stands there twice"),
        ({"事项名称": ""}, "#/name", "required"),
        ({"部门编码": "公安"}, "#/department/code", "Has to match"),
    ],
)  # fmt: skip
def test_a_cell_that_is_wrong_is_named(cells: dict[str, Any], pointer: str, said: str) -> None:
    faults = faults_of(office_workbook(**cells))
    assert said in faults[pointer]
    assert faults[pointer].startswith("事项!")


def test_the_cell_is_named_by_its_letters() -> None:
    letter = "ABCDEFGHIJ"[list(ITEM_CELLS).index("事项名称")]
    assert faults_of(office_workbook(事项名称="=1"))["#/name/zh"].startswith(f"事项!{letter}2: ")


def test_dates_are_refused_because_a_program_made_them() -> None:
    def dated(sheets: dict[str, Any]) -> None:
        style = sheets["book"].add_format({"num_format": "yyyy-mm"})
        sheets["事项"].write_datetime(1, list(ITEM_CELLS).index("承诺书版本"), dt.datetime(2026, 1, 1), style)

    assert "Is a date" in faults_of(office_workbook(dated))["#/promise/version"]


def test_a_formula_is_refused_whatever_it_shows() -> None:
    def formula(sheets: dict[str, Any]) -> None:
        sheets["事项"].write_formula(1, list(ITEM_CELLS).index("事项名称"), "=A1", None, "虚构备案")

    assert "paste its value" in faults_of(office_workbook(formula))["#/name/zh"]


def test_merged_cells_are_refused() -> None:
    def merged(sheets: dict[str, Any]) -> None:
        sheets["材料"].merge_range(1, 3, 3, 3, "必要")

    assert any("merged" in said for said in faults_of(office_workbook(merged)).values())


def in_header(column: int, text: str, row: int = 0) -> Fill:
    return lambda sheets: sheets["事项"].write_string(row, column, text)


@pytest.mark.parametrize(
    ("also", "said"),
    [
        (in_header(40, "我的备注"), "no such column"),
        (in_header(40, "事项名称"), "stands there twice"),
        (in_header(0, "名称"), "no such column"),
        (lambda sheets: sheets["事项"].write_number(0, 40, 7), "no number"),
        (lambda sheets: sheets["事项"].write_formula(0, 40, "=1", None, "关键词"), "no formula"),
        (lambda sheets: sheets["事项"].merge_range(0, 40, 0, 41, "关键词"), "no merged cell"),
        (lambda sheets: sheets["book"].add_worksheet("材料2"), "Not a sheet of the template"),
        (lambda sheets: sheets["book"].add_worksheet("材料 "), "two sheets of this name"),
    ],
)  # fmt: skip
def test_sheets_and_headers_that_are_unclear_refuse_the_file(also: Fill, said: str) -> None:
    assert said in " ".join(unclear(office_workbook(also)).values())


def test_a_workbook_without_items_is_none() -> None:
    assert "事项 is missing" in unclear(handmade(lambda sheets: None, sheets=("材料",)))["#"]
    assert isinstance(refusal_of(to_workbook([]), "a.xlsx"), FileEmpty)


def test_header_and_technical_name_have_to_agree() -> None:
    def swapped(sheets: dict[str, Any]) -> None:
        rows_under(sheets["事项"], [{"事项编码": "code", "事项名称": "department.code"}, {"事项编码": "ZZ-1"}])

    assert "of two columns" in unclear(handmade(swapped)).popitem()[1]


def test_data_without_a_header_is_refused_in_its_row() -> None:
    assert any("has no header" in said for said in faults_of(office_workbook(in_header(45, "备注", row=1))).values())


def test_hidden_sheets_are_mentioned_and_not_read() -> None:
    def hidden(sheets: dict[str, Any]) -> None:
        sheet = sheets["book"].add_worksheet("草稿")
        sheet.write_formula(0, 0, "=1")
        sheet.hide()

    ignored, item = rows_of(office_workbook(hidden), "a.xlsx")
    assert (ignored.ignored, ignored.label) == (True, "草稿（隐藏的工作表）")
    assert content_of_row(item).code == "ZZ-TEST-1"


def test_empty_rows_are_skipped() -> None:
    def spaced(sheets: dict[str, Any]) -> None:
        sheets["材料"].write_string(9, 0, " \u3000")
        sheets["材料"].write_string(12, 0, "ZZ-TEST-1")
        for column, text in enumerate(("plan", "图纸", "非必要", "清晰"), 1):
            sheets["材料"].write_string(12, column, text)

    assert [material.code for material in item_of(office_workbook(spaced)).materials] == ["photo", "plan"]


def test_rows_of_an_item_that_is_not_there_are_refused_alone() -> None:
    def orphan(sheets: dict[str, Any]) -> None:
        sheets["材料"].write_string(5, 0, "ZZ-NONE")
        sheets["材料"].write_string(6, 1, "photo")

    rows = list(rows_of(office_workbook(orphan), "a.xlsx"))
    assert [(row.label, bool(row.faults)) for row in rows] == [("事项!2", False), ("材料!6", True), ("材料!7", True)]


def test_a_second_row_of_the_same_item_is_refused() -> None:
    def twice(sheets: dict[str, Any]) -> None:
        rows_under(sheets["事项"], [ITEM_CELLS, ITEM_CELLS])

    first, second = rows_of(handmade(twice), "a.xlsx")
    assert not first.faults
    assert "事项!2" in second.faults[0].detail.en


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"字段类型": "日期"}, "One of"),
        ({"字段类型": "选择"}, "lists its options"),
        ({"字段类型": "整数", "格式（正则）": "x"}, "not for fields of this kind"),
        ({"字段类型": "是否", "最大（长度或数值）": 3}, "not for fields of this kind"),
        ({"字段类型": "选择", "选项": "A：甲\nB"}, "Either all options"),
        ({"字段类型": "文本", "必填条件": "nowhere=1"}, "A condition is"),
        ({"字段名": "name", "字段类型": "文本"}, "already"),
        ({"字段名": "name.inner", "字段类型": "文本"}, "is an object"),
        ({"字段名": "", "字段类型": "文本"}, "has no name"),
    ],
)  # fmt: skip
def test_a_field_that_is_wrong_is_named(row: dict[str, Any], said: str) -> None:
    def one_more(sheets: dict[str, Any]) -> None:
        rows_under(sheets["表单字段"], [*FIELD_ROWS, {"事项编码": "ZZ-TEST-1", "字段名": "more", **row}])

    def fill(sheets: dict[str, Any]) -> None:
        rows_under(sheets["事项"], [ITEM_CELLS])
        one_more(sheets)

    assert said in faults_of(handmade(fill))["#/form"]


def test_a_form_is_described_in_one_place() -> None:
    assert "not both" in faults_of(office_workbook(表单JSON="{}"))["#/form"]


def test_a_form_as_json_has_to_be_json() -> None:
    def without_fields(sheets: dict[str, Any]) -> None:
        rows_under(sheets["事项"], [{**ITEM_CELLS, "表单JSON": "{"}])

    assert "not JSON" in faults_of(handmade(without_fields))["#/form"]


def test_the_template_explains_every_column() -> None:
    rows: list[FileRow] = []
    with pytest.raises(FileEmpty):
        rows = list(rows_of(to_workbook([]), "a.xlsx"))
    assert rows == []
    assert GUIDE not in {table.sheet for table in TABLES}
    for table in TABLES:
        assert len({column.title.zh for column in table.columns}) == len(table.columns)
        assert len({column.title.en for column in table.columns}) == len(table.columns)

"""Every content survives every kind of file, whatever its texts look like; and the same content is the same bytes."""

import io
import re
import subprocess
import sys
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings

from chalicelib.catalogue.files.contents import content_of_row
from chalicelib.catalogue.files.reading import rows_of
from chalicelib.catalogue.files.workbook_writing import rows_of_item, to_workbook
from chalicelib.catalogue.files.writing import to_json, to_yaml, to_zip
from chalicelib.catalogue.model import ItemContent
from tests.unit.catalogue.files.contents import any_contents, content, seeded_contents

WAYS = {
    "yaml": lambda item: (to_yaml(item), "a.yaml"),
    "json": lambda item: (to_json(item), "a.json"),
    "zip": lambda item: (to_zip([item]), "a.zip"),
    "workbook": lambda item: (to_workbook([item]), "a.xlsx"),
}
every_way = pytest.mark.parametrize("way", WAYS)
anything = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(data: bytes, filename: str) -> list[ItemContent]:
    return [content_of_row(row) for row in rows_of(data, filename)]


@every_way
@anything
@given(item=any_contents())
def test_any_content_comes_back(way: str, item: ItemContent) -> None:
    (again,) = read(*WAYS[way](item))
    assert again == item
    assert again.sha256 == item.sha256


@every_way
def test_the_same_content_is_the_same_bytes(way: str) -> None:
    assert WAYS[way](content()) == WAYS[way](content())


def test_the_seeded_items_come_back_in_order_and_fit_into_their_cells() -> None:
    items = list(seeded_contents())
    assert read(to_workbook(items), "a.xlsx") == items
    assert read(to_zip(items), "a.zip") == items
    assert read(to_zip(items, ".json"), "a.zip") == items
    assert not [item.code for item in items if "事项" not in rows_of_item(item)]


def test_what_no_cell_can_hold_travels_in_pieces() -> None:
    item = content(promise={"version": "1", "text": "承诺。=\"'\n" * 12_000, "consequence": {"zh": "后果"}})
    assert set(rows_of_item(item)) == {"完整JSON"}
    assert read(to_workbook([item, content(code="ZZ-2")]), "a.xlsx") == [content(code="ZZ-2"), item]


def test_every_cell_of_ours_is_a_constant_text() -> None:
    item = content(name={"zh": "=1+1", "en": "http://example.test"}, keywords=["=1", "+2", "-3", "@4", "mailto:a@b.c"])
    with zipfile.ZipFile(io.BytesIO(to_workbook([item]))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheets = {name: text for name, text in parts.items() if name.startswith("xl/worksheets/")}
    assert len(sheets) == 9
    for text in sheets.values():
        assert not re.search(r"<(f|hyperlink)[ />]", text)
        assert set(re.findall(r"<c [^>]*?t=\"(\w+)\"", text)) <= {"s"}
        assert "<v>" not in re.sub(r"<c [^>]*t=\"s\"[^>]*><v>", "", text)
    texts = re.findall(r"<t[^>]*>([^<]*)</t>", parts["xl/sharedStrings.xml"])
    assert not [text for text in texts if text[:1] in "=+-@\t\r" and text]
    assert not [name for name in parts if "externalLink" in name or name.startswith("xl/worksheets/_rels")]


def test_a_plain_form_is_written_field_by_field() -> None:
    rows = rows_of_item(content())
    assert "form" not in rows["事项"][0]
    fields = {row["field"]: row for row in rows["表单字段"]}
    assert fields["recipient.mobile"]["mask"] == "mobile"
    assert fields["recipient"]["required_if"] == "delivery_way=COURIER"
    assert fields["licence_class"]["options"].startswith("A1\nA2")


def test_what_a_field_is_filled_in_from_has_a_column() -> None:
    known = {"type": "string", "x-from": "licence:HOUSEHOLD_REGISTER#address"}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    form = {"$schema": dialect, "type": "object", "additionalProperties": False, "properties": {"address": known}}
    rows = rows_of_item(content(form=form))
    assert "form" not in rows["事项"][0]
    assert [row["known_from"] for row in rows["表单字段"]] == ["licence:HOUSEHOLD_REGISTER#address"]


def test_a_rich_form_travels_as_json() -> None:
    form = {"type": "object", "properties": {"rooms": {"type": "array", "items": {"type": "string"}}}}
    rows = rows_of_item(content(form=form))
    assert rows["表单字段"] == []
    assert rows["事项"][0]["form"].startswith("{")


def test_the_api_does_not_pay_for_what_reads_and_writes_files() -> None:
    modules = "chalicelib.catalogue.files.api, chalicelib.workflow.catalogue_jobs"
    program = f"import sys, {modules}; sys.exit(not {{'yaml', 'xlsxwriter', 'puremagic'}}.isdisjoint(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

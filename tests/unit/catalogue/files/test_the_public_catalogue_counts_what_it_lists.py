"""The public document of an edition: counts by level, department and region, one line an item, nothing that runs."""

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest

from chalicelib.catalogue.files.addresses import column_letters
from chalicelib.catalogue.files.public_document import public_catalogue
from chalicelib.catalogue.files.workbook_cells import CellReader
from chalicelib.catalogue.files.workbook_parts import Parts
from chalicelib.catalogue.finding.names import Names
from chalicelib.catalogue.finding.summary import Summary, Words
from chalicelib.catalogue.vocabulary import AdministrativeLevel
from tests.support.summaries import HEALTH, a_summary

AT = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
TODAY, YESTERDAY, TOMORROW = dt.date(2026, 3, 2), dt.date(2026, 3, 1), dt.date(2026, 3, 3)
SUMMARIES = [
    a_summary("B-1", "就医", by=HEALTH, level=AdministrativeLevel.PROVINCE, regions=("460100", "460200")),
    a_summary("A-1", '=HYPERLINK("http://x","旧")', valid_from=YESTERDAY, valid_to=TODAY, no_visit=False, visits=1),
    a_summary("A-1", "新", version=2, valid_from=TOMORROW),
    a_summary("A-2", "http://example.test/即将", valid_from=TOMORROW, fee_fen=1000),
]


def made(summaries: list[Summary] | None = None) -> dict[str, bytes]:
    return public_catalogue(
        SUMMARIES if summaries is None else summaries,
        edition=3,
        published_at=AT,
        names=Names(departments={"GA": Words("公安")}, regions={"460100": Words("海口市")}),
    )


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    parts = Parts(data)
    reader = CellReader(parts)
    rows = {sheet.title: reader.cells_of(sheet).rows for sheet in parts.sheets}
    return {title: [list(row.values()) for _, row in sorted(cells.items())] for title, cells in rows.items()}


def test_an_item_counts_once_as_it_stands_on_the_day() -> None:
    counts = json.loads(made()["json"])["counts"]
    assert (counts["items"], counts["no_visit"]) == (3, 2)
    assert [(it["code"], it["items"], it["no_visit"]) for it in counts["by_level"]] == [("2", 1, 1), ("3", 2, 1)]
    assert [(it["code"], it["name"], it["items"]) for it in counts["by_department"]] == [
        ("GA", "公安", 2),
        ("WJ", HEALTH[1].zh, 1),
    ]
    assert [(it["code"], it["name"], it["items"]) for it in counts["by_region"]] == [
        ("460100", "海口市", 3),
        ("460200", "", 1),
    ]


def test_every_version_that_counts_is_listed_in_one_order() -> None:
    document = json.loads(made()["json"])
    assert [(it["code"], it["version"]) for it in document["items"]] == [("A-1", 1), ("A-1", 2), ("A-2", 1), ("B-1", 1)]
    assert document["items"][2]["fee_fen"] == 1000
    assert made(SUMMARIES[::-1]) == made()


def test_the_workbook_says_the_same() -> None:
    told = sheets(made()["xlsx"])
    assert ["合计", 3.0, 2.0, "66.6%"] in told["汇总"]
    assert ["按区域", "460100", "海口市", 3.0, 2.0, "66.6%"] in told["汇总"]
    assert "海口市、460200" in told["目录"][4]
    assert [row[0] for row in told["目录"][1:]] == ["A-1", "A-1", "A-2", "B-1"]


@pytest.mark.parametrize("forbidden", [b"<f>", b"<f ", b"hyperlink", b"externalLink", b"ddeLink"])
def test_nothing_in_it_runs_or_leads_elsewhere(forbidden: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made()["xlsx"])) as archive:
        for name in archive.namelist():
            assert forbidden not in archive.read(name).replace(b"=HYPERLINK", b""), name


def test_what_looks_like_a_formula_is_a_text() -> None:
    assert sheets(made()["xlsx"])["目录"][1][1] == '=HYPERLINK("http://x","旧")'


def test_an_edition_without_items_has_a_document_too() -> None:
    assert json.loads(made([])["json"])["counts"]["items"] == 0
    assert len(sheets(made([])["xlsx"])["目录"]) == 1


def test_letters_of_columns() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]

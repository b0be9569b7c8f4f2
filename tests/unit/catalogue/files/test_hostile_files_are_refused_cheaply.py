"""Bombs, bait and broken files: each refused with its own reason, and before it has cost anything."""

import contextlib
import io
import struct
import tracemalloc
import zipfile
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.files import archive, errors, reading
from chalicelib.catalogue.files.archive import Archive
from chalicelib.catalogue.files.kinds import LIMITS_MIB, MIB, Kind
from chalicelib.catalogue.files.reading import rows_of
from chalicelib.catalogue.files.writing import to_yaml, to_zip
from chalicelib.jobs.errors import FileEmpty, FileRefused
from chalicelib.kernel.text import Text
from tests.unit.catalogue.files.contents import content
from tests.unit.catalogue.files.workbooks import (
    SHEET,
    good_workbook,
    refusal_of,
    repacked,
    replaced,
    rewritten,
    with_part,
    zip_of,
)

DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes were unpacked, entry by entry."""
    sizes: list[int] = []
    read = Archive.read

    def noting(self: Archive, name: str) -> bytes:
        data = read(self, name)
        sizes.append(len(data))
        return data

    monkeypatch.setattr(Archive, "read", noting)
    return sizes


@pytest.mark.parametrize("name", ["a.xlsx", "a.yaml", "a.json", "a.zip"])
def test_what_is_too_large_is_not_even_opened(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "require_kind", lambda *_: pytest.fail("it was looked into"))
    limit = LIMITS_MIB[Kind(f".{name.partition('.')[2]}")]
    refusal = refusal_of(bytes(limit * MIB + 1), name)
    assert isinstance(refusal, errors.FileTooLarge)
    assert refusal.facts == {"limit_mib": limit}


def test_a_workbook_of_fifty_megabytes_is_too_large() -> None:
    assert isinstance(refusal_of(bytes(50_000_000), "a.xlsx"), errors.FileTooLarge)


@cache
def a_bomb() -> bytes:
    """A workbook whose first sheet has 300 MiB."""
    return repacked(good_workbook(), lambda entry, body: bytes(300 * MIB) if entry == SHEET else body)


@pytest.mark.parametrize("name", ["a.xlsx", "a.zip"])
def test_a_bomb_is_known_by_its_declared_sizes(name: str, unpacked: list[int]) -> None:
    assert len(a_bomb()) < MIB
    assert isinstance(refusal_of(a_bomb(), name), errors.ArchiveExpands)
    assert unpacked == []


def test_many_entries_that_are_small_each_are_one_bomb(unpacked: list[int]) -> None:
    many = zip_of(*((f"{number}.yaml", bytes(200_000)) for number in range(1500)))
    assert isinstance(refusal_of(many, "a.zip"), errors.ArchiveExpands)
    assert unpacked == []


def test_more_entries_than_a_catalogue_has_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_COUNT", 50)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_, **__: pytest.fail("its directory was read"))
    assert isinstance(refusal_of(ZIP_OF_51, "a.zip"), errors.TooManyDocuments)


ZIP_OF_51 = zip_of(*((f"{number}.yaml", b"a: b") for number in range(51)))


def test_a_bomb_that_lies_about_its_size_is_unpacked_to_that_size_and_no_further() -> None:
    lying = zip_of(("a.yaml", bytes(100 * MIB)))
    for place, offset in ((lying.index(b"PK\x01\x02"), 24), (lying.index(b"PK\x03\x04"), 22)):
        lying = lying[: place + offset] + struct.pack("<I", 500) + lying[place + offset + 4 :]
    tracemalloc.start()
    (row,) = rows_of(lying, "a.zip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert row.faults[0].detail == Text(errors.ArchiveBroken.title.zh, errors.ArchiveBroken.title.en)
    assert peak < 2 * MIB


def test_entries_of_one_name_are_two_readings_of_one_archive() -> None:
    with pytest.warns(UserWarning):
        twice = zip_of(("a.yaml", b"code: A"), ("a.yaml", b"code: B"))
    assert isinstance(refusal_of(twice, "a.zip"), errors.ArchiveBroken)


def test_archives_within_archives_are_not_opened() -> None:
    rows = list(rows_of(zip_of(("inner.zip", zip_of(("a.yaml", b"code: A"))), ("b.yaml", b"code: B")), "a.zip"))
    assert [(row.label, bool(row.faults)) for row in rows] == [("inner.zip", True), ("b.yaml", False)]


def test_other_compressions_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("a.yaml", b"code: A")
    assert isinstance(refusal_of(buffer.getvalue(), "a.zip"), errors.ArchiveBroken)


def test_an_encrypted_archive_says_so() -> None:
    data = bytearray(zip_of(("a.yaml", b"code: A")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert isinstance(refusal_of(bytes(data), "a.zip"), errors.FileEncrypted)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", "a.xlsx", FileEmpty),
        (b"code: A", "a.docx", errors.FileKindUnknown),
        (b"code: A", "a", errors.FileKindUnknown),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", errors.FileOutdated),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "a.xlsx", errors.FileOutdated),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", errors.FileEncrypted),
        (b"%PDF-1.7", "a.xlsx", errors.FileNotWhatItSays),
        (b"PK\x03\x04", "a.yaml", errors.FileNotWhatItSays),
        (b"PK\x03\x04", "a.xlsx", errors.ArchiveBroken),
    ],
)  # fmt: skip
def test_a_file_is_what_its_first_bytes_say(data: bytes, name: str, kind: type[FileRefused]) -> None:
    assert type(refusal_of(data, name)) is kind


def test_a_workbook_without_a_part_is_named_with_the_part() -> None:
    for part in ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET):
        refusal = refusal_of(
            repacked(good_workbook(), lambda name, body, part=part: None if name == part else body), "a.xlsx"
        )
        assert isinstance(refusal, errors.WorkbookBroken)
    assert refusal.facts == {"part": "事项"}


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", SHEET])
def test_xml_that_is_none_is_named_with_its_part(part: str) -> None:
    broken = rewritten(good_workbook(), **{part.replace("/", "__"): lambda body: body[: len(body) // 2]})
    refusal = refusal_of(broken, "a.xlsx")
    assert isinstance(refusal, errors.WorkbookBroken)
    assert refusal.facts == {"part": part}


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", SHEET])
@pytest.mark.parametrize("doctype", [DOCTYPE, EXTERNAL])
def test_entities_are_refused_before_they_are_read(part: str, doctype: bytes) -> None:
    armed = replaced(good_workbook(), part, b"?>\n<", b"?>\n" + doctype + b"<")
    refusal = refusal_of(armed, "a.xlsx")
    assert isinstance(refusal, errors.WorkbookDefinesEntities)
    assert refusal.facts == {"part": part}


def test_elements_nested_without_end_are_refused() -> None:
    nested = replaced(good_workbook(), SHEET, b"<sheetData>", b"<a>" * 1000 + b"<sheetData>")
    assert isinstance(refusal_of(nested, "a.xlsx"), errors.WorkbookBroken)


def test_macros_are_refused() -> None:
    assert isinstance(refusal_of(with_part(good_workbook(), "xl/vbaProject.bin", b"x"), "a.xlsx"), errors.FileHasMacros)


@pytest.mark.parametrize(("old", "new"), [(b'r="A3"', b'r="XFD3"'), (b'<row r="3"', b'<row r="1048576"')])
def test_a_cell_far_away_does_not_reserve_everything_before_it(old: bytes, new: bytes) -> None:
    far = replaced(good_workbook(), SHEET, old, new)
    if b"row" in old:
        far = replaced(far, SHEET, b' r="A3"', b"")
    refusal = refusal_of(far, "a.xlsx")
    assert isinstance(refusal, errors.WorkbookTooBig)
    assert refusal.facts["sheet"] == "事项"


def test_formatted_cells_far_away_that_hold_nothing_are_no_harm() -> None:
    far = replaced(good_workbook(), SHEET, b"</row></sheetData>", b'<c r="XFD3" s="1"/></row></sheetData>')
    assert len(list(rows_of(far, "a.xlsx"))) == 1


@pytest.mark.parametrize("cut", [100, 2_000, -30])
def test_a_workbook_that_was_cut_off_is_refused(cut: int) -> None:
    assert isinstance(refusal_of(good_workbook()[:cut], "a.xlsx"), errors.ArchiveBroken)


def test_a_damaged_part_is_refused() -> None:
    data = bytearray(good_workbook())
    place = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[place : place + 40] = bytes(40)
    assert isinstance(refusal_of(bytes(data), "a.xlsx"), errors.ArchiveBroken)


GOOD = {"a.xlsx": good_workbook(), "a.zip": to_zip([content()]), "a.yaml": to_yaml(content())}


@settings(max_examples=80, deadline=None)
@given(
    name=st.sampled_from(sorted(GOOD)),
    spots=st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=4)), max_size=4),
)
def test_whatever_is_damaged_is_read_or_refused_and_nothing_else(name: str, spots: list[tuple[float, bytes]]) -> None:
    data = bytearray(GOOD[name])
    for place, scribble in spots:
        at = int(place * len(data))
        data[at : at + len(scribble)] = scribble
    with contextlib.suppress(FileRefused):
        list(rows_of(bytes(data), name))


@settings(max_examples=80, deadline=None)
@given(
    place=st.floats(0, 0.999), scribble=st.sampled_from([b"<", b"0", b"Z9", b"</c>", b'"', b"<f>1</f>", b"99999999"])
)
def test_whatever_is_scribbled_into_a_sheet_is_read_or_refused(place: float, scribble: bytes) -> None:
    def scribbled(body: bytes) -> bytes:
        at = int(place * len(body))
        return body[:at] + scribble + body[at:]

    with contextlib.suppress(FileRefused):
        list(rows_of(rewritten(GOOD["a.xlsx"], **{SHEET.replace("/", "__"): scribbled}), "a.xlsx"))


def test_parts_that_say_nothing_of_items_are_not_even_unpacked(unpacked: list[int]) -> None:
    picture = with_part(good_workbook(), "xl/media/image1.png", bytes(MIB - 1))
    assert len(list(rows_of(picture, "a.xlsx"))) == 1
    assert sum(unpacked) < MIB - 1


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/sharedStrings.xml", b'uniqueCount="', b'uniqueCount="99999999999'),
        (SHEET, b'<dimension ref="', b'<dimension ref="A1:XFD1048576" x="'),
    ],
)
def test_what_a_file_promises_is_not_reserved(part: str, old: bytes, new: bytes) -> None:
    """Readers that believe such counts end their whole process."""
    assert len(list(rows_of(replaced(good_workbook(), part, old, new), "a.xlsx"))) == 1


@pytest.mark.parametrize("reference", [b"A1:XFD1048576", b"B2:B1048576"])
def test_merged_cells_without_end_cost_nothing(reference: bytes) -> None:
    merged = replaced(
        good_workbook(),
        SHEET,
        b"</sheetData>",
        b'</sheetData><mergeCells><mergeCell ref="' + reference + b'"/></mergeCells>',
    )
    assert isinstance(refusal_of(merged, "a.xlsx"), errors.WorkbookUnclear)

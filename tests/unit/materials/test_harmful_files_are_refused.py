"""What is uploaded to harm whoever opens it does not count, and the applicant is told what is wrong with it."""

from pathlib import Path
from unittest.mock import patch

import pytest
from pikepdf import String

from chalicelib.cases.material_reasons import WHY
from chalicelib.materials.inspection import contained
from chalicelib.materials.inspection.contained import ExaminationFailed, require_harmless
from chalicelib.materials.inspection.examining import examined
from chalicelib.materials.inspection.findings import Objection, WhyRefused
from tests.unit.materials import files
from tests.unit.materials.files import HTML, JPEG, PDF, PNG, a_picture, declared, on_opening

A_PDF = "application/pdf"
HARMFUL = {
    "a page with a script, called a picture": (HTML, "image/jpeg", WhyRefused.TYPE),
    "a drawing with a script": (files.SVG, "image/png", WhyRefused.TYPE),
    "a program": (files.EXECUTABLE, A_PDF, WhyRefused.TYPE),
    "an archive that an item accepts by mistake": (b"PK\x05\x06" + bytes(18), "application/zip", WhyRefused.TYPE),
    "a script on opening": (on_opening("JavaScript", JS=String("app.alert(1)")), A_PDF, WhyRefused.ACTIVE),
    "a script in a form": (files.a_script_in_a_form(), A_PDF, WhyRefused.ACTIVE),
    "a program to be launched": (on_opening("Launch", F=String("cmd.exe")), A_PDF, WhyRefused.ACTIVE),
    "a form that sends itself": (on_opening("SubmitForm", F=String("https://x.test")), A_PDF, WhyRefused.ACTIVE),
    "a file within the file": (files.WITH_A_FILE, A_PDF, WhyRefused.ATTACHED),
    "encrypted": (files.ENCRYPTED, A_PDF, WhyRefused.ENCRYPTED),
    "locked against changes": (files.LOCKED, A_PDF, WhyRefused.ENCRYPTED),
    "a decompression bomb": (files.BOMB, A_PDF, WhyRefused.EXPANDS),
    "a bomb within a bomb": (files.BOMB_IN_A_BOMB, A_PDF, WhyRefused.EXPANDS),
    "a picture as wide as a street": (a_picture(31_000, 1), "image/png", WhyRefused.DIMENSIONS),
    "a picture of 900 million points": (a_picture(30_000, 30_000), "image/png", WhyRefused.DIMENSIONS),
    "half a picture": (PNG[:-20], "image/png", WhyRefused.UNREADABLE),
    "a document without a page": (files.WITHOUT_PAGES, A_PDF, WhyRefused.UNREADABLE),
    "a document cut short": (PDF[:60], A_PDF, WhyRefused.UNREADABLE),
}


def clean(_: Path) -> str:
    return ""


@pytest.mark.parametrize("name", HARMFUL)
def test_it_does_not_count_and_it_is_said_why(tmp_path: Path, name: str) -> None:
    content, media_type, why = HARMFUL[name]
    path = tmp_path / "file"
    path.write_bytes(content)
    assert examined(path, declared(content, media_type), clean).why is why


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (PDF, A_PDF),
        (on_opening("GoTo"), A_PDF),
        (a_picture(9_000, 9_000, mode="RGB"), "image/png"),
    ],
)
def test_an_honest_file_counts(tmp_path: Path, content: bytes, media_type: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    verdict = examined(path, declared(content, media_type), clean)
    assert (verdict.why, verdict.size, path.read_bytes()) == (None, len(content), content)


def test_what_the_scanner_finds_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(PDF)
    assert examined(path, declared(PDF, A_PDF), lambda _: "Eicar-Test-Signature").why is WhyRefused.MALWARE


@pytest.mark.parametrize("program", ["import os; os.abort()", "while True: pass", "print('unreadable', end='')"])
def test_a_file_over_which_its_reader_dies_or_never_ends_is_unreadable(tmp_path: Path, program: str) -> None:
    (tmp_path / "killed.py").write_text(program, encoding="utf-8")
    with (
        patch.multiple(contained, EXAMINATION="killed", PATIENCE_SECONDS=0.5),
        patch.object(contained.sys, "path", [str(tmp_path), *contained.sys.path]),
        pytest.raises(Objection) as found,
    ):
        require_harmless(tmp_path / "file", A_PDF)
    assert found.value.why is WhyRefused.UNREADABLE


def test_a_broken_examiner_is_not_taken_for_a_broken_file(tmp_path: Path) -> None:
    with patch.object(contained, "EXAMINATION", "no_such_module"), pytest.raises(ExaminationFailed, match="no_such"):
        require_harmless(tmp_path / "file", A_PDF)


@pytest.mark.parametrize("why", WhyRefused)
def test_every_reason_is_told_with_what_to_do(why: WhyRefused) -> None:
    assert "上传" in WHY[why].zh and WHY[why].en

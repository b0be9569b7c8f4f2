"""A file counts only as what its bytes show, whatever it is called."""

from pathlib import Path

import pytest

from chalicelib.materials.inspection.declared import HEAD, media_type_of, require_declared
from chalicelib.materials.inspection.findings import Objection, WhyRefused
from chalicelib.materials.model import DeclaredFile
from tests.unit.materials.files import EXECUTABLE, HTML, JPEG, PDF, PNG, SVG, TEXT, declared

END_OF_JPEG = b"\xff\xd9"


def objection(directory: Path, content: bytes, declaration: DeclaredFile) -> WhyRefused | None:
    file = directory / "file"
    file.write_bytes(content)
    try:
        require_declared(file, declaration)
    except Objection as found:
        return found.why
    return None


@pytest.mark.parametrize(
    ("content", "media_type"), [(JPEG, "image/jpeg"), (PNG, "image/png"), (PDF, "application/pdf")]
)
def test_the_type_is_read_from_the_bytes(tmp_path: Path, content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type_of(content + bytes(HEAD)) == media_type
    assert objection(tmp_path, content, declared(content, media_type)) is None


@pytest.mark.parametrize(
    "content", [PNG, PDF, HTML, HTML + END_OF_JPEG, EXECUTABLE, EXECUTABLE + END_OF_JPEG, SVG, TEXT, b"\x00"]
)
def test_what_is_only_called_a_jpeg_is_none(tmp_path: Path, content: bytes) -> None:
    assert objection(tmp_path, content, declared(content)) is WhyRefused.TYPE


def test_an_empty_file_has_no_type() -> None:
    assert media_type_of(b"") == ""


@pytest.mark.parametrize("content", [JPEG + b"\x00", JPEG[:-1], b""])
def test_a_larger_or_smaller_file_than_declared_is_refused(tmp_path: Path, content: bytes) -> None:
    assert objection(tmp_path, content, declared(JPEG)) is WhyRefused.SIZE


def test_another_file_of_the_same_size_is_refused(tmp_path: Path) -> None:
    other = JPEG[:-3] + bytes([JPEG[-3] ^ 1]) + JPEG[-2:]
    assert objection(tmp_path, other, declared(JPEG)) is WhyRefused.SHA256

import pytest

from chalicelib.materials.inspection import inspect, media_type_of
from chalicelib.materials.model import WhyRefused
from tests.unit.materials.files import EXECUTABLE, HTML, JPEG, PDF, PNG, TEXT, declared

END_OF_JPEG = b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "media_type"), [(JPEG, "image/jpeg"), (PNG, "image/png"), (PDF, "application/pdf")]
)
def test_the_type_is_read_from_the_bytes(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type
    assert inspect(content, declared(content, media_type)).why is None


@pytest.mark.parametrize(
    "content", [PNG, PDF, HTML, HTML + END_OF_JPEG, EXECUTABLE, EXECUTABLE + END_OF_JPEG, TEXT, b"\x00"]
)
def test_what_is_only_called_a_jpeg_is_none(content: bytes) -> None:
    assert inspect(content, declared(content)).why is WhyRefused.TYPE


def test_an_empty_file_has_no_type() -> None:
    assert media_type_of(b"") == ""


@pytest.mark.parametrize("content", [JPEG + b"\x00", JPEG[:-1], b""])
def test_a_larger_or_smaller_file_than_declared_is_refused(content: bytes) -> None:
    assert inspect(content, declared(JPEG)).why is WhyRefused.SIZE


def test_another_file_of_the_same_size_is_refused() -> None:
    other = JPEG[:-3] + bytes([JPEG[-3] ^ 1]) + JPEG[-2:]
    assert inspect(other, declared(JPEG)).why is WhyRefused.SHA256

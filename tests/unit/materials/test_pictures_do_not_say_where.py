"""Of a picture what it shows is kept, not where it was taken nor what hangs on behind it."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from chalicelib.materials.inspection.examining import examined
from chalicelib.materials.inspection.findings import WhyRefused
from tests.unit.materials.files import declared

ORIENTATION, DATE, MAKER, POSITION = 0x0112, 0x0132, 0x010F, 0x8825
BEHIND = b"PK\x03\x04 an archive behind the picture"
SHOWN = Image.effect_mandelbrot((120, 80), (-2, -1.5, 1, 1.5), 50).convert("RGB")


def taken_at_home() -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION], exif[DATE], exif[MAKER] = 6, "2026:03:01 10:00:00", "Maker"
    position = exif.get_ifd(POSITION)
    position[1], position[2] = "N", (20.0, 2.0, 44.0)
    return exif


def a_jpeg(**options: object) -> bytes:
    written = io.BytesIO()
    xmp = b"<x:xmpmeta>exif:GPSLatitude=20,2.7N</x:xmpmeta>"
    SHOWN.save(written, "JPEG", exif=taken_at_home(), xmp=xmp, comment=b"at home", **options)
    return written.getvalue()


def a_png() -> bytes:
    written, telling = io.BytesIO(), PngInfo()
    telling.add_text("Comment", "at home")
    telling.add_itxt("XML:com.adobe.xmp", "exif:GPSLatitude")
    SHOWN.save(written, "PNG", exif=taken_at_home(), pnginfo=telling)
    return written.getvalue()


def kept(directory: Path, content: bytes, media_type: str) -> bytes:
    path = directory / "picture"
    path.write_bytes(content)
    verdict = examined(path, declared(content, media_type), lambda _: "")
    assert verdict.why is None
    left = path.read_bytes()
    assert (verdict.sha256, verdict.size) == (declared(left).sha256, len(left))
    return left


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"icc_profile": b"a profile of colours"}])
def test_a_jpeg_keeps_its_points_its_orientation_and_nothing_of_the_place(tmp_path: Path, options: dict) -> None:  # type: ignore[type-arg]
    content = a_jpeg(**options)
    left = kept(tmp_path, content + BEHIND, "image/jpeg")
    with Image.open(io.BytesIO(left)) as picture, Image.open(io.BytesIO(content)) as original:
        assert dict(picture.getexif()) == {ORIENTATION: 6, DATE: "2026:03:01 10:00:00"}
        assert picture.tobytes() == original.tobytes()
        assert picture.info.get("icc_profile") == options.get("icc_profile")
    assert not [telling for telling in (b"GPS", b"Maker", b"at home", BEHIND) if telling in left]


def test_a_png_keeps_its_points_only(tmp_path: Path) -> None:
    left = kept(tmp_path, a_png() + BEHIND, "image/png")
    with Image.open(io.BytesIO(left)) as picture:
        assert (picture.tobytes(), dict(picture.getexif()), picture.info) == (SHOWN.tobytes(), {}, {})
    assert not [telling for telling in (b"GPS", b"Maker", b"at home", BEHIND) if telling in left]


def test_what_was_cleaned_once_is_left_alone(tmp_path: Path) -> None:
    once = kept(tmp_path, a_jpeg(), "image/jpeg")
    assert kept(tmp_path, once, "image/jpeg") == once


def test_segments_that_lead_nowhere_make_a_picture_unreadable(tmp_path: Path) -> None:
    content = a_jpeg()
    broken = content.replace(b"\xff\xe1", b"\xff\xe1\xff\xff", 1)
    path = tmp_path / "picture"
    path.write_bytes(broken)
    assert examined(path, declared(broken), lambda _: "").why is WhyRefused.UNREADABLE

"""What a picture says besides what it shows: where it was taken, and whatever hangs on behind it. None of it is kept.

Pixels are not touched: JPEG (ITU-T T.81) and PNG (ISO/IEC 15948) are taken apart into their segments and put together
again. Of Exif only what a reader needs to show the picture upright, and when it was taken, stays.
"""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from chalicelib.materials.inspection.findings import Objection, WhyRefused

BEGINNING = b"\xff\xd8"
EXIF = b"Exif\0\0"
XMP = b"http://ns.adobe.com/"
KEPT_TAGS = frozenset({0x0112, 0x0132})
"""Orientation and DateTime."""
ENTROPY_CODED, END_OF_IMAGE, START_OF_IMAGE, APPLICATION_1 = 0xDA, 0xD9, 0xD8, 0xE1
APPLICATION_2, APPLICATION_13, COMMENT = 0xE2, 0xED, 0xFE
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_TELLING = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt"})


def without_metadata(path: Path, media_type: str) -> bytes | None:
    """The same picture without what it tells besides; None when there is nothing to take away."""
    cleaners = {"image/jpeg": jpeg_without_metadata, "image/png": _png_without_metadata}
    if media_type not in cleaners:
        return None
    content = path.read_bytes()
    try:
        cleaned = cleaners[media_type](content)
    except (IndexError, ValueError):
        raise Objection(WhyRefused.UNREADABLE) from None
    return None if cleaned == content else cleaned


def jpeg_without_metadata(content: bytes, *, whole: bool = True) -> bytes:
    """The picture without what it tells besides. Raises IndexError or ValueError where it cannot be taken apart; with
    `whole` false only up to where its points begin, for readers of PDFs show also what breaks off.
    """
    try:
        return b"".join(_jpeg_parts(content))
    except (IndexError, ValueError):
        if whole:
            raise
        return b"".join(_jpeg_parts(content, to_its_points=True))


def _png_without_metadata(content: bytes) -> bytes:
    return b"".join(_png_parts(content))


def _jpeg_parts(content: bytes, *, to_its_points: bool = False) -> Iterator[bytes]:
    if content[:2] != BEGINNING:
        raise ValueError(content[:2])
    yield content[:2]
    at = 2
    while content[at + 1] != END_OF_IMAGE:
        if content[at] != 0xFF:  # noqa: PLR2004 - every marker begins with it
            raise ValueError(at)
        marker = content[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - fill bytes may stand before a marker
            at += 1
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == ENTROPY_CODED and to_its_points:
            yield content[at:]
            return
        if marker == ENTROPY_CODED:
            end = _end_of_scan(content, end)
        yield _jpeg_segment(marker, content[at:end])
        at = end
    yield content[at : at + 2]


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands; within a scan 0xFF is followed by 0 or by a restart marker."""
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:  # noqa: PLR2004 - RST0 to RST7
            return at
        at += 2


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    """The segment as it is kept; colour profiles stay, everything else that only describes goes."""
    if marker == APPLICATION_1:
        return _exif_segment(segment) if segment[4:].startswith(EXIF) else b""
    is_profile = segment[4:].startswith(b"ICC_PROFILE\0")
    gone = marker in {APPLICATION_13, COMMENT} or (marker == APPLICATION_2 and not is_profile)
    return b"" if gone else segment


def _exif_segment(segment: bytes) -> bytes:
    exif = Image.Exif()
    try:
        exif.load(segment[4:])
        kept = {tag: exif[tag] for tag in KEPT_TAGS if tag in exif}
    except Exception:  # whatever is wrong with it, what cannot be read is not kept
        return b""
    if not kept:
        return b""
    fresh = Image.Exif()
    for tag, value in kept.items():
        fresh[tag] = value
    body = fresh.tobytes()
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body


def _png_parts(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    at = 8
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        kind = content[at + 4 : at + 8]
        if kind not in PNG_TELLING:
            yield content[at:end]
        if kind == b"IEND":
            return
        at = end
    raise ValueError(at)

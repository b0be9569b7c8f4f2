"""Real files, as small as they come, and the ways in which files do harm."""

import base64
import hashlib
import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Stream, String
from PIL import Image

from chalicelib.materials.model import DeclaredFile

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////"
    "////////////2wBDAf//////////////////////////////////////////////////////////////////////////////////////wAAR"
    "CAABAAEDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAA"
    "AP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AKpgA//Z"
)
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXECUTABLE = b"MZ\x90\x00\x03" + b"\x00" * 64
TEXT = "一段文字".encode()
EICAR = base64.b64decode("WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=")
"""The test file of the European Institute for Computer Antivirus Research; encoded, so that no scanner takes this one
for it.
"""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\xff"))
    + _chunk(b"IEND", b"")
)


def a_pdf(change: Callable[[Pdf], Any] = lambda _: None, **options: Any) -> bytes:
    """One blank page of A4, changed by `change`; `options` are those of `Pdf.save`."""
    pdf, written = Pdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(595, 842))
    change(pdf)
    pdf.save(written, static_id=True, **options)
    return written.getvalue()


def a_picture(width: int, height: int, kind: str = "PNG", mode: str = "1", **options: Any) -> bytes:
    """A black picture."""
    written = io.BytesIO()
    Image.new(mode, (width, height)).save(written, kind, **options)
    return written.getvalue()


def on_opening(kind: str, **members: Any) -> bytes:
    """A PDF that acts as soon as it is opened."""
    return a_pdf(lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name(f"/{kind}"), **members)))


def _filled_with(content: bytes, filters: Any) -> bytes:
    def fill(pdf: Pdf) -> None:
        pdf.Root.Filling = pdf.make_indirect(Stream(pdf, content, Filter=filters))

    return a_pdf(fill, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def a_script_in_a_form() -> bytes:
    """JavaScript that runs when a field is left, deep within a page's annotations."""

    def fill(pdf: Pdf) -> None:
        when_left = Dictionary(Bl=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([0, 0, 1, 1]), AA=when_left)
        pdf.pages[0].Annots = fields = Array([pdf.make_indirect(field)])
        pdf.Root.AcroForm = Dictionary(Fields=fields)

    return a_pdf(fill)


PDF = a_pdf()
ENCRYPTED = a_pdf(encryption=Encryption(owner="owner", user="user"))
LOCKED = a_pdf(encryption=Encryption(owner="owner", user=""))
WITH_A_FILE = a_pdf(lambda pdf: pdf.attachments.__setitem__("program.exe", EXECUTABLE))
BOMB = _filled_with(zlib.compress(bytes(300 * 2**20)), Name.FlateDecode)
BOMB_IN_A_BOMB = _filled_with(zlib.compress(zlib.compress(bytes(300 * 2**20))), Array([Name.FlateDecode] * 2))
WITHOUT_PAGES = a_pdf(lambda pdf: pdf.pages.__delitem__(0))


def declared(content: bytes, media_type: str = "image/jpeg", filename: str = "photo.jpg") -> DeclaredFile:
    """An honest declaration of `content`, apart from what the caller says."""
    sha256 = hashlib.sha256(content).hexdigest()
    return DeclaredFile(filename=filename, media_type=media_type, size=len(content), sha256=sha256)

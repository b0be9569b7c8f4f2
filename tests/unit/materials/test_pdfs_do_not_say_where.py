"""Of a PDF what it shows is kept: not who wrote it, nor where the pictures inside it were taken; one that is signed
stays as it is.
"""

import base64
import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from chalicelib.materials.inspection.examining import examined
from chalicelib.materials.inspection.findings import WhyRefused, WhyUntouched
from chalicelib.materials.model import Verdict
from tests.unit.materials.files import a_pdf, declared
from tests.unit.materials.test_pictures_do_not_say_where import SHOWN, a_jpeg

MADE = "D:20260301100000+08'00'"
TELLING = (b"GPS", b"Maker", b"at home", b"Zhang San", b"exif:", b"kept by a program")
RAW = pikepdf.StreamDecodeLevel.none


def with_picture(content: bytes, filters: Any = Name.DCTDecode) -> Callable[[Pdf], None]:
    """A picture that fills the page."""

    def change(pdf: Pdf) -> None:
        picture = Stream(pdf, content, Type=Name.XObject, Subtype=Name.Image, Width=SHOWN.width, Height=SHOWN.height)
        picture.ColorSpace, picture.BitsPerComponent, picture.Filter = Name.DeviceRGB, 8, filters
        picture.Metadata = pdf.make_indirect(Stream(pdf, b"exif:GPSLatitude of the picture"))
        page = pdf.pages[0]
        page.Resources = Dictionary(XObject=Dictionary(Picture=pdf.make_indirect(picture)))
        page.Contents = Stream(pdf, b"595 0 0 842 0 0 cm /Picture Do")
        page.PieceInfo = Dictionary(Program=Dictionary(Private=String("kept by a program")))

    return change


def described(pdf: Pdf) -> None:
    pdf.docinfo["/Author"], pdf.docinfo["/CreationDate"] = "Zhang San", MADE
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        told["dc:creator"] = ["Zhang San"]
        told["{http://ns.adobe.com/exif/1.0/}GPSLatitude"] = "20,2.7N"


def as_pdfa(pdf: Pdf) -> None:
    described(pdf)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        told["pdfaid:part"], told["pdfaid:conformance"] = "2", "B"


def signed(pdf: Pdf) -> None:
    described(pdf)
    with_picture(a_jpeg())(pdf)
    signature = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=String("signature"))
    field = Dictionary(FT=Name.Sig, T=String("signature"), V=signature)
    pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([pdf.make_indirect(field)]))


def both(*changes: Callable[[Pdf], None]) -> Callable[[Pdf], None]:
    return lambda pdf: [change(pdf) for change in changes] and None


def kept(directory: Path, content: bytes) -> tuple[Verdict, bytes]:
    path = directory / "file"
    path.write_bytes(content)
    verdict = examined(path, declared(content, "application/pdf"), lambda _: "")
    left = path.read_bytes()
    if verdict.why is None:
        assert (verdict.sha256, verdict.size) == (declared(left).sha256, len(left))
    return verdict, left


def told_by(content: bytes) -> list[bytes]:
    """What of the telling words stands anywhere in the document, also where it is packed."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = [it for it in pdf.objects if isinstance(it, Stream)]
        unpacked = [it.read_raw_bytes() for it in streams] + [_unpacked(it) for it in streams]
        everything = b"\n".join([content, str(pdf.docinfo).encode(), *(bytes(each) for each in unpacked)])
    return [word for word in TELLING if word in everything]


def _unpacked(stream: Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def page_of(content: bytes) -> bytes:
    with pypdfium2.PdfDocument(content) as pdf:
        return pdf[0].render(scale=1).to_pil().tobytes()


PACKED = {
    "plain": (a_jpeg(), Name.DCTDecode),
    "deflated": (zlib.compress(a_jpeg()), Array([Name.FlateDecode, Name.DCTDecode])),
    "as text": (base64.a85encode(a_jpeg()) + b"~>", Array([Name.ASCII85Decode, Name.DCTDecode])),
    "broken off": (a_jpeg()[:-2], Name.DCTDecode),
}


@pytest.mark.parametrize("how", PACKED)
def test_pictures_inside_keep_their_points_and_nothing_of_the_place(tmp_path: Path, how: str) -> None:
    content = a_pdf(with_picture(*PACKED[how]), compress_streams=False, stream_decode_level=RAW)
    assert told_by(content) != []
    verdict, left = kept(tmp_path, content)
    assert (verdict.why, verdict.untouched) == (None, None)
    assert told_by(left) == []
    assert page_of(left) == page_of(content)


def test_a_jpeg_2000_inside_loses_its_boxes_that_tell(tmp_path: Path) -> None:
    written = io.BytesIO()
    SHOWN.save(written, "JPEG2000")
    telling = b"exif:GPSLatitude of a picture"
    box = (len(telling) + 24).to_bytes(4) + b"uuid" + b"0" * 16 + telling
    content = a_pdf(with_picture(written.getvalue() + box, Name.JPXDecode), stream_decode_level=RAW)
    verdict, left = kept(tmp_path, content)
    assert verdict.why is None
    assert told_by(left) == []
    assert page_of(left) == page_of(content)


def test_who_wrote_it_goes_and_when_it_was_made_stays(tmp_path: Path) -> None:
    _, left = kept(tmp_path, a_pdf(described))
    assert told_by(left) == []
    with pikepdf.open(io.BytesIO(left)) as pdf:
        assert {name: str(value) for name, value in pdf.docinfo.items()} == {"/CreationDate": MADE}
        assert "/Metadata" not in pdf.Root


def test_that_it_is_fit_for_the_archive_stays(tmp_path: Path) -> None:
    _, left = kept(tmp_path, a_pdf(as_pdfa))
    assert told_by(left) == []
    with pikepdf.open(io.BytesIO(left)) as pdf, pdf.open_metadata() as told:
        assert (told.pdfa_status, told["xmp:CreateDate"]) == ("2B", "2026-03-01T10:00:00+08:00")


@pytest.mark.parametrize("change", [as_pdfa, both(described, with_picture(a_jpeg()))], ids=["pdfa", "picture"])
def test_the_same_bytes_become_the_same_and_what_was_cleaned_once_is_left_alone(tmp_path: Path, change: Any) -> None:
    content = a_pdf(change)
    once = kept(tmp_path, content)[1]
    assert once != content
    assert kept(tmp_path, content)[1] == once
    assert kept(tmp_path, once)[1] == once


def test_what_says_nothing_besides_is_kept_byte_by_byte(tmp_path: Path) -> None:
    content = a_pdf()
    assert kept(tmp_path, content)[1] == content


def test_former_states_of_it_go_with_what_they_told(tmp_path: Path) -> None:
    """Whoever takes the author out in an editor may only have written a new state behind the former."""
    former = a_pdf(described)
    behind = b"1 0 obj\n<< /Former true >>\nendobj\ntrailer\n<< >>\n% at home\n"
    _, left = kept(tmp_path, former + behind)
    assert told_by(left) == []


def test_a_signed_one_is_left_as_it_is_and_the_finding_says_so(tmp_path: Path) -> None:
    content = a_pdf(signed)
    verdict, left = kept(tmp_path, content)
    assert (verdict.why, verdict.untouched) == (None, WhyUntouched.SIGNED)
    assert left == content


def test_a_picture_that_cannot_be_taken_apart_makes_it_unreadable(tmp_path: Path) -> None:
    broken = a_jpeg().replace(b"\xff\xe1", b"\xff\xe1\xff\xff", 1)
    verdict, _ = kept(tmp_path, a_pdf(with_picture(broken), stream_decode_level=RAW))
    assert verdict.why is WhyRefused.UNREADABLE

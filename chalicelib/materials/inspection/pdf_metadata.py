"""What a PDF says besides what it shows: who wrote it with what (Info and XMP, ISO 32000 §14.3), what programs keep in
it for themselves (§14.5), and where the pictures inside it were taken. None of it is kept.

What pages show is not touched: pictures in JPEG and JPEG 2000 are taken apart into their segments or boxes, nothing is
encoded anew. When it was made stays, and that it is PDF/A. Former states that hang on before its end go.
"""

from pathlib import Path
from typing import Any

import pikepdf

from chalicelib.materials.inspection.findings import Objection, WhyRefused, WhyUntouched
from chalicelib.materials.inspection.metadata import jpeg_without_metadata
from chalicelib.materials.inspection.pdf import dictionaries_in

DATES = ("/CreationDate", "/ModDate")
TELLING = ("/Metadata", "/PieceInfo")
JPEG, JPEG_2000 = frozenset({"/DCTDecode", "/DCT"}), "/JPXDecode"
BOXES_TELLING = frozenset({b"uuid", b"xml ", b"uinf"})
PDFA = ("pdfaid:part", "pdfaid:conformance")


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether somebody's signature covers its bytes (§12.8.1): changing one of them would break it."""
    written = (each for entry in pdf.objects for each in dictionaries_in(entry))
    return any("/ByteRange" in each and "/Contents" in each for each in written)


def clean(path: Path) -> WhyUntouched | None:
    """Leave of the document only what it shows, always the same for the same bytes; or, where it is signed, all of it.
    Raises `Objection` for pictures that cannot be taken apart.
    """
    cleaned = path.with_suffix(".cleaned")
    with pikepdf.open(path) as pdf:
        if is_signed(pdf):
            return WhyUntouched.SIGNED
        changes = [_without_description(pdf), *(_without_telling(entry) for entry in pdf.objects)]
        if any(changes):
            pdf.save(cleaned, deterministic_id=True)
    if cleaned.exists():
        cleaned.replace(path)
    return None


def _without_description(pdf: pikepdf.Pdf) -> bool:
    """Leave of Info only the dates, and of XMP only that it is PDF/A, as which kind, and the same dates."""
    kept = {name: pdf.docinfo[name] for name in DATES if name in pdf.docinfo} if "/Info" in pdf.trailer else {}
    tells = "/Info" in pdf.trailer and set(pdf.docinfo.keys()) != set(kept)
    if "/Metadata" not in pdf.Root and not tells:
        return False
    kind = _kind_of_pdfa(pdf)
    before = bytes(pdf.Root.Metadata.read_bytes()) if "/Metadata" in pdf.Root else b""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for name, value in kept.items():
        pdf.docinfo[name] = value
    if "/Metadata" in pdf.Root:
        del pdf.Root.Metadata
    if kind:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as fresh:
            if kept:
                fresh.load_from_docinfo(pdf.docinfo)
            fresh.update(kind)
    return tells or (bytes(pdf.Root.Metadata.read_bytes()) if kind else b"") != before


def _kind_of_pdfa(pdf: pikepdf.Pdf) -> dict[str, str]:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        return {name: str(told[name]) for name in PDFA if name in told}


def _without_telling(entry: Any) -> bool:
    """Take away what one object tells; whether there was anything. The document's own XMP was seen to before."""
    told = False
    for written in dictionaries_in(entry):
        for name in TELLING:
            if name in written and written.get("/Type") != "/Catalog":
                del written[name]
                told = True
    shown = isinstance(entry, pikepdf.Stream) and entry.get("/Subtype") == "/Image"
    return (shown and _picture_cleaned(entry)) or told


def _picture_cleaned(stream: Any) -> bool:
    filters, parameters = _filters(stream)
    if not filters or not (filters[-1] in JPEG or filters[-1] == JPEG_2000):
        return False
    content = _encoded_within(stream, filters, parameters)
    cleaned = _jpeg(content) if filters[-1] in JPEG else _jpeg_2000(content)
    if cleaned == content:
        return False
    stream.write(cleaned, filter=pikepdf.Name(filters[-1]), decode_parms=parameters[-1] if parameters else None)
    return True


def _filters(stream: Any) -> tuple[list[str], list[Any]]:
    """Names and parameters of its filters, in order; as many parameters as filters, or none."""
    given, parameters = stream.get("/Filter"), stream.get("/DecodeParms")
    names = [str(name) for name in given] if isinstance(given, pikepdf.Array) else [str(given)] if given else []
    told = list(parameters) if isinstance(parameters, pikepdf.Array) else [parameters] if parameters else []
    return names, told if len(told) == len(names) else []


def _encoded_within(stream: Any, filters: list[str], parameters: list[Any]) -> bytes:
    """The picture's own bytes, also where they were packed once more."""
    raw = bytes(stream.read_raw_bytes())
    if len(filters) == 1:
        return raw
    with pikepdf.new() as elsewhere:
        packed = pikepdf.Stream(elsewhere, raw)
        packed.Filter = pikepdf.Array([pikepdf.Name(name) for name in filters[:-1]])
        if parameters:
            written = b" ".join(
                each.unparse(resolved=True) if each is not None else b"null" for each in parameters[:-1]
            )
            packed.DecodeParms = pikepdf.Object.parse(b"[" + written + b"]")
        return bytes(packed.read_bytes())


def _jpeg(content: bytes) -> bytes:
    try:
        return jpeg_without_metadata(content, whole=False)
    except (IndexError, ValueError):
        raise Objection(WhyRefused.UNREADABLE) from None


def _jpeg_2000(content: bytes) -> bytes:
    """ISO/IEC 15444-1, annex I: boxes of length, type and content. A bare codestream has none."""
    if content[4:8] != b"jP  ":
        return content
    left, at = [], 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 4])
        if length == 1:
            length = int.from_bytes(content[at + 8 : at + 16])
        end = len(content) if length == 0 else at + length
        if end < at + 8 or end > len(content):
            raise Objection(WhyRefused.UNREADABLE)
        if content[at + 4 : at + 8] not in BOXES_TELLING:
            left.append(content[at:end])
        at = end
    return b"".join(left)

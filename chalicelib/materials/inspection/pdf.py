"""PDFs (ISO 32000): none that is locked, acts by itself, carries other files, or swells up when it is opened."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from chalicelib.materials.inspection.findings import Objection, WhyRefused

ACTING = frozenset(
    f"/{name}"
    for name in ("JavaScript", "Launch", "ImportData", "SubmitForm", "Rendition", "RichMediaExecute", "GoToE", "GoToR")
)
"""Types of actions (§12.6.4) that do more than turn a page or open an address."""
ACTING_ANNOTATIONS = frozenset({"/RichMedia", "/3D", "/Movie", "/Screen", "/Sound"})
EXPANDING = frozenset({"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"})
FLATE = frozenset({"/FlateDecode", "/Fl"})
LARGEST_STREAM = 256 * 2**20
LARGEST_TOGETHER = 2 * 2**30
"""Bytes once expanded. A page of A4 scanned in colour at 300 dpi is 26 MiB, and almost nothing when it is blank."""
MOST_PIXELS = 200_000_000
DEEPEST = 50
PIECE = 2**20


def examine(path: Path) -> None:
    """Raise `Objection` for a PDF that may not be kept."""
    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise Objection(WhyRefused.ENCRYPTED)
            if not pdf.pages:
                raise Objection(WhyRefused.UNREADABLE)
            _examine_objects(pdf)
    except pikepdf.PasswordError:
        raise Objection(WhyRefused.ENCRYPTED) from None
    except (pikepdf.PdfError, zlib.error):
        raise Objection(WhyRefused.UNREADABLE) from None


def _examine_objects(pdf: pikepdf.Pdf) -> None:
    expanded = 0
    for entry in (pdf.trailer, *pdf.objects):
        for dictionary in dictionaries_in(entry):
            _refuse_what_acts(dictionary)
            _refuse_what_is_attached(dictionary)
        if isinstance(entry, pikepdf.Stream):
            expanded += _expanded_size(entry)
            if expanded > LARGEST_TOGETHER:
                raise Objection(WhyRefused.EXPANDS)


def dictionaries_in(entry: Any, depth: int = 0) -> Iterator[Any]:
    """All dictionaries written directly within an object; what it only refers to comes by itself."""
    if depth > DEEPEST:
        raise Objection(WhyRefused.UNREADABLE)
    if isinstance(entry, pikepdf.Stream):
        yield from dictionaries_in(entry.stream_dict, depth)
    elif isinstance(entry, pikepdf.Dictionary):
        yield entry
        for _, value in entry.items():
            yield from _written_within(value, depth)
    elif isinstance(entry, pikepdf.Array):
        for value in entry:
            yield from _written_within(value, depth)


def _written_within(value: Any, depth: int) -> Iterator[Any]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from dictionaries_in(value, depth + 1)


def _refuse_what_acts(dictionary: Any) -> None:
    acts = _name(dictionary, "/S") in ACTING or _name(dictionary, "/Subtype") in ACTING_ANNOTATIONS
    if acts or any(key in dictionary for key in ("/JS", "/JavaScript", "/XFA", "/AA")):
        raise Objection(WhyRefused.ACTIVE)


def _refuse_what_is_attached(dictionary: Any) -> None:
    attached = "/EmbeddedFiles" in dictionary or "/EF" in dictionary
    if attached or _name(dictionary, "/Subtype") == "/FileAttachment" or _name(dictionary, "/Type") == "/EmbeddedFile":
        raise Objection(WhyRefused.ATTACHED)


def _name(dictionary: Any, key: str) -> str:
    value = dictionary.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _expanded_size(stream: Any) -> int:
    """Bytes that the stream takes once it is read, counted without holding them. Pictures inside count by pixels."""
    if _number(stream, "/Width") * _number(stream, "/Height") > MOST_PIXELS:
        raise Objection(WhyRefused.DIMENSIONS)
    filters = _filters(stream)
    if sum(name in EXPANDING for name in filters) > 1:
        raise Objection(WhyRefused.EXPANDS)
    raw = stream.read_raw_bytes()
    return _inflated_size(raw) if filters and filters[0] in FLATE else len(raw)


def _filters(stream: Any) -> list[str]:
    given = stream.get("/Filter")
    if isinstance(given, pikepdf.Array):
        return [str(name) for name in given]
    return [str(given)] if given is not None else []


def _number(stream: Any, key: str) -> int:
    value = stream.get(key, 0)
    return int(value) if isinstance(value, int) else 0


def _inflated_size(raw: bytes) -> int:
    inflater, size, rest = zlib.decompressobj(), 0, raw
    while rest and not inflater.eof:
        size += len(inflater.decompress(rest, PIECE))
        if size > LARGEST_STREAM:
            raise Objection(WhyRefused.EXPANDS)
        rest = inflater.unconsumed_tail
    return size

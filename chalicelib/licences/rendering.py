"""Sealed documents as PDF/A-2b, set by typst with Noto SC fonts embedded.

Only the issuing function imports this module: typst and the fonts live in its layer. Text reaches the templates as
data (JSON in `sys.inputs`), never as markup, so nothing that somebody typed is executed. Equal content gives equal
bytes: the file's creation date is the content's `issued_at`. The seal is a drawing; trust comes from verification.
"""

import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import segno
import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

from chalicelib.catalogue.registers.entries import DocumentLayout
from chalicelib.licences.documents import DocumentContent, ReceiptContent
from chalicelib.licences.glyphs import Coverage

TEMPLATES = Path(__file__).parent / "templates"
PDF_STANDARD: Final = "a-2b"


def render_decision_document(content: DocumentContent, layout: DocumentLayout = DocumentLayout.DECISION) -> bytes:
    """The decision as a PDF/A-2b file, in the layout of the certificate type that it grants."""
    return _render(f"{layout.lower()}.typ", content)


def render_receipt(content: ReceiptContent) -> bytes:
    """The acceptance receipt as a PDF/A-2b file."""
    return _render("receipt.typ", content)


def unprintable_characters(content: DocumentContent | ReceiptContent) -> frozenset[str]:
    """Characters that no font at hand can print; the document shows their code points instead."""
    texts = _texts(content.model_dump(mode="json"))
    return frozenset().union(*map(_coverage().unprintable, texts))


def _render(template: str, content: DocumentContent | ReceiptContent) -> bytes:
    data = _printable(content.model_dump(mode="json"))
    pictures = {
        "qr": _qr_code(content.verification_url),
        "seal": _seal(data["authority"], data["seal_caption"]),
    }
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data | pictures, ensure_ascii=False)},
        format="pdf",
        pdf_standards=PDF_STANDARD,
        timestamp=int(content.issued_at.timestamp()),
    )


def _printable(value: Any) -> Any:
    """The same JSON value with every text in it made printable."""
    if isinstance(value, str):
        return _coverage().printable(value)
    if isinstance(value, list):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _qr_code(url: str) -> str:
    target = io.BytesIO()
    segno.make(url, error="m", micro=False).save(target, kind="svg", border=0, xmldecl=False)
    return target.getvalue().decode()


@cache
def _coverage() -> Coverage:
    return Coverage((serif_path(), sans_path()))


@cache
def _fonts() -> "typst.Fonts":
    folders = sorted({str(path.parent) for path in (sans_path(), serif_path())})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@cache
def _seal(authority: str, caption: str) -> str:
    """The seal as an SVG of outlines: drawn letters do not get among the document's text when it is copied."""
    data = json.dumps({"authority": authority, "caption": caption}, ensure_ascii=False)
    drawn = typst.compile(
        TEMPLATES / "seal.typ", root=TEMPLATES, font_paths=_fonts(), sys_inputs={"data": data}, format="svg"
    )
    return drawn.decode()

"""What is read from a file: documents one by one, each with a label by which an office finds it again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.jobs.errors import FileRefused
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

ITEM = "item"
HEADER = "document"
"""The member by which a document says what it describes; without it, it is an item."""
KINDS = (ITEM, "region", "department", "certificate-type")

WHAT = Text(f"document 应为 {'、'.join(KINDS)} 之一", f"`document` is one of {', '.join(KINDS)}")
SHAPE = Text("每份内容应为一个对象（键与值）", "Each document is an object (names and values)")


@dataclass(frozen=True)
class FileRow:
    """One document of a file, or why it could not be read (`faults`).

    `places` leads from pointers into the document to where they were written, such as a workbook's cell.
    """

    label: str
    document: dict[str, Any] | None = None
    faults: tuple[Pointer, ...] = ()
    kind: str = ITEM
    places: Mapping[str, str] = field(default_factory=dict)
    ignored: bool = False
    """Nothing that counts, such as a hidden sheet; it is mentioned in the report."""


def row_of(label: str, value: object) -> FileRow:
    """`value` as the document of one row."""
    if not isinstance(value, dict):
        return FileRow(label, faults=(Pointer("#", SHAPE),))
    kind = value.get(HEADER, ITEM)
    if kind not in KINDS:
        return FileRow(label, faults=(Pointer(f"#/{HEADER}", WHAT),))
    return FileRow(label, {name: member for name, member in value.items() if name != HEADER}, kind=kind)


def refused_row(label: str, refusal: FileRefused) -> FileRow:
    """A file within a file that could not be read."""
    title = Text(refusal.title.in_language("zh-CN", refusal.facts), refusal.title.in_language("en", refusal.facts))
    return FileRow(label, faults=refusal.pointers or (Pointer("#", title),))


def with_each_code_once(rows: Iterable[FileRow]) -> Iterator[FileRow]:
    """The same rows; one that describes what an earlier row of the file describes is refused."""
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        code = row.document.get("code") if row.document else None
        if not isinstance(code, str):
            yield row
            continue
        first = seen.setdefault((row.kind, code), row.label)
        yield row if first == row.label else replace(row, document=None, faults=(_again(code, first),))


def _again(code: str, first: str) -> Pointer:
    told = Text(
        f"编码 {code} 在本文件的“{first}”中已经出现", f"The code {code} stands in “{first}” of this file already"
    )
    return Pointer("#/code", told)

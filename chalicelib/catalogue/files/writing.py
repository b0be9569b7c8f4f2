"""Writing items down as YAML, JSON and ZIP: the same content is always the same bytes."""

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from chalicelib.catalogue.files.rows import HEADER, ITEM
from chalicelib.catalogue.files.yaml_text import plain_value
from chalicelib.catalogue.model import ItemContent

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
"""Permissions of a file in an archive, for those who unpack it on Unix."""
WIDTH = 120


def document_of(content: ItemContent) -> dict[str, Any]:
    """`content` as a file holds it: what has its default value is left out."""
    written = content.model_dump(mode="json", include=set(ItemContent.model_fields), exclude_defaults=True)
    return {HEADER: ITEM, **written}


def to_json(content: ItemContent) -> bytes:
    """One item as JSON."""
    return (json.dumps(document_of(content), ensure_ascii=False, indent=2) + "\n").encode()


def to_yaml(content: ItemContent) -> bytes:
    """One item as YAML, every text quoted that another program could take for something else."""
    import yaml  # noqa: PLC0415 - only the function that writes files needs it

    class Writer(yaml.CSafeDumper):
        """Knows no aliases."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    Writer.add_representer(str, _scalar)
    written: bytes = yaml.dump(
        document_of(content), Dumper=Writer, allow_unicode=True, sort_keys=False, width=WIDTH, encoding="utf-8"
    )
    return written


def to_zip(contents: Iterable[ItemContent], extension: str = ".yaml") -> bytes:
    """One file an item, named by department and code."""
    write = {".yaml": to_yaml, ".json": to_json}[extension]
    return zipped((f"{item.department.code}/{item.code}{extension}", write(item)) for item in contents)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of named files, in the given order, all of one fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, READABLE
            archive.writestr(entry, data)
    return buffer.getvalue()


def _scalar(writer: Any, text: str) -> Any:
    if "\n" in text:
        return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=None if _is_plain(text) else '"')


def _is_plain(text: str) -> bool:
    """Whether the text, unquoted, is read as itself."""
    try:
        return bool(plain_value(text) == text)
    except ValueError:
        return False

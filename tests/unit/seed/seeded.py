"""What `infra/seed` holds, read as the models read it."""

import json
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.registers.entries import CertificateType, Department, Entry, Region
from chalicelib.catalogue.registers.model import Registers
from infra.seed.matters import SEED

AnyEntry = TypeVar("AnyEntry", bound=Entry)
ITEMS = tuple(sorted(path.stem for path in (SEED / "items").glob("*.json")))
EXAMPLES = json.loads(Path(__file__).with_name("examples.json").read_bytes())


@cache
def seeded_registers() -> Registers:
    """The three registers."""
    return Registers(
        regions=_entries("regions", Region),
        departments=_entries("departments", Department),
        certificate_types=_entries("certificate-types", CertificateType),
    )


@cache
def content_of(slug: str) -> ItemContent:
    """One of the items."""
    return ItemContent.model_validate(document_of(slug))


def document_of(slug: str) -> dict[str, Any]:
    """An item as it is written."""
    document: dict[str, Any] = json.loads((SEED / "items" / f"{slug}.json").read_bytes())
    return {name: value for name, value in document.items() if name != "version"}


def _entries(name: str, kind: type[AnyEntry]) -> tuple[AnyEntry, ...]:
    documents = json.loads((SEED / f"{name}.json").read_bytes())
    return tuple(kind.model_validate(document) for document in documents)

"""Which cells of a row must not be empty: without them the row is refused. What else is wanted, the publication checks
tell.
"""

import types
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.files import tables
from chalicelib.catalogue.files.columns import Column, Table
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.parts import MaterialRequirement, Question, Waiver

ELEMENT_OF: dict[str, type[BaseModel]] = {
    tables.ITEMS.sheet: ItemContent,
    tables.MATERIALS.sheet: MaterialRequirement,
    tables.WAIVERS.sheet: Waiver,
    tables.INTERMEDIARIES.sheet: Bilingual,
    tables.QUESTIONS.sheet: Question,
}
PUT_TOGETHER = {
    tables.FORM_FIELDS.sheet: {"field", "label.zh", "type"},
    tables.STAGES.sheet: {"stage", "role"},
    tables.WHOLE.sheet: {"part", "json"},
}
"""Sheets whose rows are no element of an item by themselves."""
ELSEWHERE = {"form"}
"""What may be said in another sheet instead."""


def is_required(table: Table, column: Column) -> bool:
    """Whether every row of that sheet fills that column."""
    if column.name == tables.ITEM_CODE:
        return True
    if table.sheet in PUT_TOGETHER:
        return column.name in PUT_TOGETHER[table.sheet]
    return column.name not in ELSEWHERE and _demanded(ELEMENT_OF[table.sheet], column.path)


def _demanded(model: Any, path: tuple[str, ...]) -> bool:
    """Whether every step of the path is required, and none may be given as nothing."""
    for step in path:
        member = model.model_fields[step]
        if not member.is_required() or _may_be_none(member.annotation):
            return False
        model = member.annotation
    return True


def _may_be_none(annotation: Any) -> bool:
    return get_origin(annotation) in {Union, types.UnionType} and type(None) in get_args(annotation)

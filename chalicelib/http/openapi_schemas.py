"""The JSON Schemas of everything that goes in and out, made from the pydantic models.

Requests are described as they are validated, answers as they are sent: the edge leaves out what is None, so a
member of an answer may be absent and is never null.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from pydantic_core.core_schema import CoreSchema, DataclassField, ModelField, TypedDictField

from chalicelib.http.field_terms import term_of
from chalicelib.http.route import Route
from chalicelib.kernel.text import Language

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/"
NULL = {"type": "null"}


@dataclass(frozen=True)
class Schemas:
    """The named schemas of a document, and which of them describes which model."""

    named: dict[str, Schema]
    references: Mapping[tuple[Any, str], Schema]

    def received(self, model: type[BaseModel]) -> Schema:
        """A reference to the schema of a request."""
        return self.references[model, "validation"]

    def sent(self, model: type[BaseModel]) -> Schema:
        """A reference to the schema of an answer."""
        return self.references[model, "serialization"]

    def resolve(self, schema: Schema) -> Schema:
        """What a reference stands for; anything else stands for itself."""
        return self.named[schema["$ref"].removeprefix(REFERENCE)] if "$ref" in schema else schema


def schemas_of(routes: Iterable[Route], also: Iterable[type[BaseModel]], language: Language) -> Schemas:
    """Schemas of all bodies, queries and replies of `routes`, and of the models that are sent `also`."""
    models: dict[tuple[type[BaseModel], Literal["validation", "serialization"]], None] = {}
    for route in routes:
        models.update({(shape, "validation"): None for shape in (route.body, route.query) if shape})
        models.update({(shape, "serialization"): None for shape in (route.reply,) if shape})
    models.update({(shape, "serialization"): None for shape in also})
    references, definitions = models_json_schema(
        list(models), ref_template=REFERENCE + "{model}", schema_generator=AsSpoken
    )
    named = definitions.get("$defs", {})
    names = {name: public_name(name) for name in named}
    if len(set(names.values())) != len(names):
        raise ValueError(f"two models would have one public name: {sorted(names.values())}")
    return Schemas(
        {names[name]: _told(names[name], _renamed(schema, names), language) for name, schema in named.items()},
        {key: _renamed(reference, names) for key, reference in references.items()},
    )


class AsSpoken(GenerateJsonSchema):
    """No invented titles; and in answers, what may be None is optional instead of nullable."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def field_is_required(self, field: ModelField | DataclassField | TypedDictField, total: bool) -> bool:
        if self.mode == "serialization":
            return not _may_be_none(field["schema"])
        return super().field_is_required(field, total)

    def model_field_schema(self, schema: ModelField) -> Schema:
        return self._as_sent(super().model_field_schema(schema))

    def dataclass_field_schema(self, schema: DataclassField) -> Schema:
        return self._as_sent(super().dataclass_field_schema(schema))

    def _as_sent(self, schema: Schema) -> Schema:
        return without_null(schema) if self.mode == "serialization" else schema


def without_null(schema: Schema) -> Schema:
    """`schema` without the permission to be null."""
    options = schema.get("anyOf", [])
    if NULL not in options:
        return schema
    rest = [option for option in options if option != NULL]
    said = {key: value for key, value in schema.items() if key != "anyOf" and (key, value) != ("default", None)}
    return {**rest[0], **said} if len(rest) == 1 else {"anyOf": rest, **said}


def public_name(name: str) -> str:
    """`chalicelib__cases__views__MaterialView` is published as `CasesMaterialView`, `ListOf_X_` as `ListOfX`."""
    package, *path = name.split("__")
    if package == "chalicelib":
        name = path[0].capitalize() + path[-1]
    return name.replace("_", "")


def public_words(docstring: str | None) -> str:
    """A docstring in one line."""
    return " ".join((docstring or "").split())


def _may_be_none(schema: CoreSchema) -> bool:
    kind, inner = schema["type"], cast(CoreSchema | None, schema.get("schema"))
    if kind in {"nullable", "any", "none"}:
        return True
    wraps = kind == "default" or kind.startswith("function-")
    return wraps and inner is not None and _may_be_none(inner)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(entry, names) for entry in value]
    if not isinstance(value, dict):
        return value
    renamed = {key: _renamed(entry, names) for key, entry in value.items()}
    if isinstance(value.get("$ref"), str):
        renamed["$ref"] = REFERENCE + names[value["$ref"].removeprefix(REFERENCE)]
    return renamed


def _told(name: str, schema: Schema, language: Language) -> Schema:
    """`schema` described for outsiders, its properties (`title`) and values (`x-labels`) named in `language`."""
    told = {key: value for key, value in schema.items() if key != "title"}
    if "description" in told:
        told["description"] = public_words(told["description"])
    labels = {str(value): term_of(name, str(value), language) for value in told.get("enum", ())}
    if any(labels.values()):
        told["x-labels"] = {value: label for value, label in labels.items() if label}
    if "properties" in told:
        told["properties"] = {
            field: _with_term(property_, term_of(name, field, language))
            for field, property_ in told["properties"].items()
        }
    return told


def _with_term(schema: Schema, term: str) -> Schema:
    return {"title": term, **schema} if term else schema

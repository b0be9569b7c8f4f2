"""Example values for the schemas of the API. Every person, number and address in them is fictional."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from chalicelib.http.openapi_schemas import Schema, Schemas, without_null

SAMPLES = Path(__file__).with_name("field_samples.json")
OF_FORMAT = {"date-time": "2026-03-02T01:00:00Z", "date": "2026-03-02"}
OF_TYPE: dict[str, tuple[type, Any]] = {
    "string": (str, "…"),
    "integer": (int, 1),
    "number": (float, 1.5),
    "boolean": (bool, True),
    "array": (list, []),
    "object": (dict, {}),
}


def sample(schemas: Schemas, schema: Schema, owner: str = "", name: str = "") -> Any:
    """A value that `schema` allows, for the member `name` of `owner`; known by name where it fits."""
    schema = without_null(schema)
    if "$ref" in schema:
        target, called = schemas.resolve(schema), schema["$ref"].rpartition("/")[2]
        if "properties" not in target:
            return sample(schemas, target, owner, name)
        whole = [known for known in (*named_samples(owner, name), *named_samples("", called)) if type(known) is dict]
        return whole[0] if whole else sample(schemas, target, called, name)
    for known in (*schema.get("examples", ()), *named_samples(owner, name)):
        if _fits(known, schema):
            return known
    if "properties" in schema:
        return {
            field: sample(schemas, inner, owner, field)
            for field, inner in schema["properties"].items()
            if field in schema.get("required", ()) or _tells_something(inner, owner, field)
        }
    return _plain(schemas, schema, owner, name)


def named_samples(owner: str, name: str) -> list[Any]:
    """What the list has for `name` in `owner`, the closest first; of whole shapes by their own name."""
    known = _all_samples()
    return [known[key] for key in (f"{owner}.{name}", name) if key in known]


def _tells_something(schema: Schema, owner: str, name: str) -> bool:
    """Whether an optional member is worth showing: not a text of which nothing is known."""
    shape = without_null(schema)
    return bool(named_samples(owner, name)) or shape.get("type") != "string" or "format" in shape or "enum" in shape


def _plain(schemas: Schemas, schema: Schema, owner: str, name: str) -> Any:
    """A value for a schema without members, of which nothing is known by name."""
    choices = [schema["const"]] if "const" in schema else schema.get("enum")
    if choices:
        return choices[0]
    options = schema.get("anyOf") or schema.get("oneOf")
    if options:
        return sample(schemas, options[0], owner, name)
    if "items" in schema:
        return [sample(schemas, schema["items"], owner, name)]
    if schema.get("type") in {"integer", "number"}:
        return schema.get("default", schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1))
    return OF_FORMAT.get(schema.get("format", ""), OF_TYPE[schema.get("type", "object")][1])


def _fits(value: Any, schema: Schema) -> bool:
    """Whether `value` may stand there, as far as choice, type, length and pattern tell."""
    if "enum" in schema or "const" in schema:
        return value in schema.get("enum", [schema.get("const")])
    kind = OF_TYPE.get(schema.get("type", ""))
    if kind is None or type(value) is not kind[0] or "properties" in schema:
        return False
    if not isinstance(value, str):
        return True
    if "format" in schema:
        return len(value) == len(OF_FORMAT.get(schema["format"], ""))
    fitting_length = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
    return fitting_length and re.search(schema.get("pattern", ""), value) is not None


@lru_cache(maxsize=1)
def _all_samples() -> dict[str, Any]:
    return dict(json.loads(SAMPLES.read_text(encoding="utf-8")))

"""Schemas for readers: what a type is called, and tables of members."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.http.docs_words import WORDS
from chalicelib.http.markup import Html, joined, prose, tag
from chalicelib.kernel.text import Language

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Reader:
    """A document, and the language of whoever reads it."""

    document: Mapping[str, Any]
    language: Language

    def say(self, word: str, **facts: object) -> str:
        """One of the page's own words."""
        return WORDS[word].in_language(self.language, facts)

    def resolve(self, part: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a `$ref` of the document stands for."""
        if "$ref" not in part:
            return part
        found: Mapping[str, Any] = self.document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return found

    def told(self, text: str) -> Html:
        """A description, which is English, marked as such for those who read Chinese."""
        return tag("span", prose(text), lang="en", class_="told") if text else Html()


Row = tuple[str, str, Schema]
"""A name, a remark beside it, and the schema of what it names."""


def members(reader: Reader, schema: Schema, *, answer: bool) -> Html:
    """The members of an object: name, type, meaning. An `answer` requires nothing, but members may be absent.

    Those of a request are listed down to the last; those of an answer link to the shapes that they hold.
    """
    return table(reader, _rows_of_answer(reader, schema) if answer else _rows_of_request(reader, schema))


def _rows_of_answer(reader: Reader, schema: Schema) -> Iterator[Row]:
    for name, member in schema.get("properties", {}).items():
        yield name, "" if name in schema.get("required", ()) else reader.say("may-be-absent"), member


def _rows_of_request(reader: Reader, schema: Schema, prefix: str = "") -> Iterator[Row]:
    for name, member in schema.get("properties", {}).items():
        yield f"{prefix}{name}", reader.say("required" if name in schema.get("required", ()) else "optional"), member
        many = "items" in member
        inner = reader.resolve(member["items"] if many else member)
        yield from _rows_of_request(reader, inner, f"{prefix}{name}{'[]' if many else ''}.")


def table(reader: Reader, rows: Iterable[Row]) -> Html:
    """A table of named things, each with a remark beside its name."""
    head = tag("tr", *(tag("th", reader.say(word), scope="col") for word in ("field", "type", "meaning")))
    return tag("table", tag("thead", head), tag("tbody", *(_row(reader, *row) for row in rows)), class_="members")


def type_of(reader: Reader, schema: Schema) -> Html:
    """What may stand there, in words."""
    if "$ref" in schema:
        return _named(reader, schema)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return _separated(reader.say("or"), [type_of(reader, choice) for choice in choices])
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    if values:
        return _separated(" ", [_value(str(value), schema.get("x-labels", {})) for value in values])
    if schema.get("type") == "array":
        return joined(reader.say("array"), " ", type_of(reader, schema.get("items", {})), _limits(reader, schema))
    kind = schema.get("format") if schema.get("format") in WORDS else schema.get("type")
    return joined(reader.say(str(kind or "any")), _limits(reader, schema))


def anchor(name: str) -> str:
    """The address within the page of a named schema."""
    return f"schema-{name}"


def _row(reader: Reader, name: str, remark: str, schema: Schema) -> Html:
    term, about = schema.get("title", ""), schema.get("description", "")
    told_by_itself = about.lower().startswith(term.lower())
    meaning = joined(None if told_by_itself else tag("b", term), " ", reader.told(about))
    named = joined(tag("code", name), tag("small", remark) if remark else None)
    return tag("tr", tag("th", named, scope="row"), tag("td", type_of(reader, schema)), tag("td", meaning))


def _value(value: str, labels: Mapping[str, str]) -> Html:
    """A value, and what it is called."""
    code = tag("code", value)
    return tag("span", code, " ", labels[value], class_="value") if value in labels else code


def _named(reader: Reader, schema: Schema) -> Html:
    target = reader.resolve(schema)
    if "enum" in target or "const" in target:
        return type_of(reader, target)
    name = schema["$ref"].rpartition("/")[2]
    return tag("a", name, href=f"#{anchor(name)}")


def _limits(reader: Reader, schema: Schema) -> Html:
    shown = [
        _range(schema, "minimum", "maximum", "{range}", reader),
        _range(schema, "minLength", "maxLength", "characters", reader),
        _range(schema, "minItems", "maxItems", "entries", reader),
    ]
    pattern = tag("code", schema["pattern"]) if "pattern" in schema else None
    parts = [tag("span", text, class_="limit") for text in shown if text]
    return joined(*(joined(" ", part) for part in (*parts, pattern) if part))


def _range(schema: Schema, least: str, most: str, word: str, reader: Reader) -> str:
    low, high = schema.get(least), schema.get(most)
    if low is None and "exclusiveMinimum" in schema and least == "minimum":
        low = schema["exclusiveMinimum"] + 1
    if low is None and high is None:
        return ""
    span = (
        f"{low}"
        if low == high
        else f"≥ {low}"
        if high is None
        else f"≤ {high}"
        if low in {None, 0}
        else f"{low}–{high}"
    )
    return reader.say(word, range=span) if word in WORDS else span


def _separated(separator: str, pieces: list[Html]) -> Html:
    return joined(*(part for index, piece in enumerate(pieces) for part in ((separator, piece) if index else (piece,))))

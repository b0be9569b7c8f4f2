"""Looking at a form's schema without trusting it: bounded in every direction before any validator touches it.

Measured with jsonschema_rs 0.60, which forms are checked with: a schema nested 100,000 deep ends the process; 18
definitions, each referring twice to the next one, make 131,072 errors of one fault (2.9 s, 607 MB), and every further
one doubles that; a `$ref`, `$id` or `$schema` elsewhere is fetched from the network or read from the disk.
`{"$ref": "#"}` ends, but means nothing. So: no reference but within the schema, none that comes back to where it was,
and no more than `LARGEST_UNFOLDED` nodes when every reference is written out.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

LARGEST_BYTES = 65_536
DEEPEST = 32
MOST_FIELDS = 300
LARGEST_UNFOLDED = 10_000
"""Nodes of the schema with every reference replaced by what it refers to."""
DEEPEST_UNFOLDED = 64
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ELSEWHERE = ("$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "$vocabulary")
"""What makes a reference mean something else than it says."""


def step(name: object) -> str:
    """`name` as a step of an RFC 6901 pointer."""
    return "/" + str(name).replace("~", "~0").replace("/", "~1")


def nodes(schema: Any) -> Iterator[tuple[str, int, Any]]:
    """Every value in `schema` with its pointer and its depth, the whole first; without recursion."""
    waiting: list[tuple[str, int, Any]] = [("", 0, schema)]
    while waiting:
        pointer, depth, value = waiting.pop()
        yield pointer, depth, value
        waiting += [(pointer + step(name), depth + 1, member) for name, member in reversed(members(value))]


def members(value: Any) -> list[tuple[object, Any]]:
    """The parts of a JSON value by name or number."""
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list | tuple) else []


def reference_of(value: Any) -> str | None:
    """The reference that stands in `value` itself, if there is one."""
    reference = value.get("$ref") if isinstance(value, dict) else None
    return reference if isinstance(reference, str) else None


def target_of(schema: Any, reference: str) -> tuple[bool, Any]:
    """Whether `reference` leads anywhere within `schema`, and where to."""
    if reference != "#" and not reference.startswith("#/"):
        return False, None
    here = schema
    for raw in reference[1:].split("/")[1:]:
        name = unquote(raw).replace("~1", "/").replace("~0", "~")
        if isinstance(here, dict) and name in here:
            here = here[name]
        elif isinstance(here, list | tuple) and name.isdecimal() and int(name) < len(here):
            here = here[int(name)]
        else:
            return False, None
    return True, here


class Unfolded(NamedTuple):
    """A schema with every reference written out: how many nodes it has, and how deep they lie."""

    size: int
    depth: int


def unfolded(schema: Any) -> Unfolded | None:
    """`schema` with all references written out; None when that never ends, because a reference comes back to
    something that it stands in. A reference that leads nowhere counts for nothing.
    """
    known: dict[int, Unfolded] = {}
    under_way: set[int] = set()
    waiting = [(schema, False)]
    while waiting:
        value, is_done = waiting.pop()
        name = id(value)
        if is_done:
            under_way.discard(name)
            known[name] = _together([known[id(part)] for part in parts(schema, value)])
        elif name in under_way:
            return None
        elif name not in known:
            under_way.add(name)
            waiting.append((value, True))
            waiting += [(part, False) for part in parts(schema, value)]
    return known[id(schema)]


def _together(inner: list[Unfolded]) -> Unfolded:
    return Unfolded(1 + sum(part.size for part in inner), 1 + max((part.depth for part in inner), default=0))


def parts(schema: Any, value: Any) -> list[Any]:
    """The objects and lists within `value`, and what it refers to: all that is looked at when it is."""
    inner = [member for _, member in members(value)]
    reference = reference_of(value)
    if reference is not None:
        is_there, target = target_of(schema, reference)
        inner += [target] if is_there else []
    return [part for part in inner if isinstance(part, dict | list | tuple)]


def shown(schema: Any) -> Iterator[tuple[str | None, str, Any]]:
    """Everything that a reader of the form sees: the form itself, its fields and the entries of its lists, each with
    its name (None but for a field), its pointer and its schema. Seen is what `properties` and `items` lead to, as forms
    are shown and masked; nothing behind a reference or a condition is.
    """
    waiting: list[tuple[str | None, str, Any]] = [(None, "", schema)]
    while waiting:
        name, pointer, value = waiting.pop()
        yield name, pointer, value
        if not isinstance(value, dict):
            continue
        listed = value.get("properties")
        if isinstance(listed, dict):
            found = [(str(key), f"{pointer}/properties{step(key)}", member) for key, member in listed.items()]
            waiting += reversed(found)
        if isinstance(value.get("items"), dict):
            waiting.append((None, f"{pointer}/items", value["items"]))


def fields(schema: Any) -> Iterator[tuple[str, str, Any]]:
    """The fields among what is shown."""
    return ((name, pointer, value) for name, pointer, value in shown(schema) if name is not None)


def objects(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects among what is shown; the form itself always is one."""
    return ((pointer, value) for _, pointer, value in shown(schema) if not pointer or is_object(value))


def is_object(value: Any) -> bool:
    """Whether a field has fields of its own."""
    return isinstance(value, dict) and (value.get("type") == "object" or isinstance(value.get("properties"), dict))

"""Application forms: JSON Schema 2020-12, checked by `jsonschema_rs`, faults told place by place."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from chalicelib.kernel.canonical import canonical_json, sha256_hex
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

MISSING = "required"
WORDS = {
    "required": Text("必填项缺失", "A required field is missing"),
    "additionalProperties": Text("表单中没有这个字段", "The form has no such field"),
    "pattern": Text("格式不正确", "The format is not right"),
    "enum": Text("不在可选范围内", "Not one of the choices"),
    "const": Text("必须确认此项", "This has to be confirmed"),
    "minLength": Text("内容过短", "Too short"),
    "maxLength": Text("内容过长", "Too long"),
}
OTHERWISE = Text("不符合表单要求", "Does not fit the form")


def form_faults(schema: dict[str, Any], form: dict[str, Any], *, complete: bool) -> list[Pointer]:
    """What is wrong with `form`, as pointers into the request; a draft (not `complete`) may leave fields out."""
    faults = []
    for error in _validator(canonical_json(schema)).iter_errors(form):
        keyword = error.kind.name
        if keyword == MISSING and not complete:
            continue
        place = "".join(f"/{step}" for step in error.instance_path)
        named = f"/{error.kind.property}" if keyword == MISSING else ""
        faults.append(Pointer(f"#/form{place}{named}", WORDS.get(keyword, OTHERWISE)))
    return faults


def form_sha256(form: dict[str, Any]) -> str:
    """Identifies the exact content of a form."""
    return sha256_hex(canonical_json(form))


def changed_fields(before: dict[str, Any], after: dict[str, Any], at: str = "") -> Iterator[str]:
    """Pointers of all fields that differ, leaf by leaf."""
    for name in sorted({*before, *after}):
        old, new, pointer = before.get(name), after.get(name), f"{at}/{name}"
        if isinstance(old, dict) and isinstance(new, dict):
            yield from changed_fields(old, new, pointer)
        elif old != new:
            yield pointer


def field_at(form: dict[str, Any], pointer: str) -> Any:
    """The value at an RFC 6901 `pointer`, or None."""
    value: Any = form
    for step in pointer.lstrip("/").split("/"):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def has_field(schema: dict[str, Any], pointer: str) -> bool:
    """Whether the form described by `schema` has a field at `pointer`."""
    here: Any = schema
    for step in pointer.lstrip("/").split("/"):
        here = here.get("properties", {}).get(step)
        if here is None:
            return False
    return True


@lru_cache(maxsize=256)
def _validator(schema: bytes) -> Any:
    import jsonschema_rs  # noqa: PLC0415 - a compiled library that only forms need

    return jsonschema_rs.validator_for(schema.decode())

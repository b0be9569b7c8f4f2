"""Application forms: JSON Schema 2020-12, checked by `jsonschema_rs`, faults told place by place."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from chalicelib.catalogue.checks.compiling import validator_of
from chalicelib.catalogue.elements import Bilingual
from chalicelib.kernel.canonical import LARGEST_INTEGER, canonical_json, sha256_hex
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.masking import mask_address, mask_id, mask_mobile, mask_name
from chalicelib.kernel.text import Text

MISSING, UNKNOWN = "required", "additionalProperties"
WORDS = {
    MISSING: Text("必填项缺失", "A required field is missing"),
    UNKNOWN: Text("表单中没有这个字段", "The form has no such field"),
    "pattern": Text("格式不正确", "The format is not right"),
    "enum": Text("不在可选范围内", "Not one of the choices"),
    "const": Text("必须确认此项", "This has to be confirmed"),
    "minLength": Text("内容过短", "Too short"),
    "maxLength": Text("内容过长", "Too long"),
}
MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "mobile": mask_mobile,
    "id": mask_id,
    "address": mask_address,
}
OTHERWISE = Text("不符合表单要求", "Does not fit the form")
INEXACT = Text("请填写整数，小数请按文字填写", "Only whole numbers; write any other number as a text")
ABSENT = object()


def form_faults(schema: dict[str, Any], form: dict[str, Any], *, complete: bool) -> list[Pointer]:
    """What is wrong with `form`, as pointers into the request; a draft (not `complete`) may leave fields out.

    Besides what `schema` says, a number has to be one that every reader of JSON keeps exactly, or the form's hash
    would mean nothing.
    """
    faults = []
    for error in _validator(canonical_json(schema)).iter_errors(form):
        keyword = error.kind.name
        if keyword == MISSING and not complete:
            continue
        place = pointer_to(error.instance_path)
        faults += [Pointer(f"#/form{place}{name}", WORDS.get(keyword, OTHERWISE)) for name in _names_in(error.kind)]
    named = {fault.pointer for fault in faults}
    inexact = (f"#/form{place}" for place in _inexact_numbers(form, ""))
    return [*faults, *(Pointer(place, INEXACT) for place in inexact if place not in named)]


def pointer_to(steps: Iterable[object]) -> str:
    """The RFC 6901 pointer that leads along `steps`."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def form_sha256(form: dict[str, Any]) -> str:
    """Identifies the exact content of a form."""
    return sha256_hex(canonical_json(form))


def changed_fields(before: dict[str, Any], after: dict[str, Any], at: str = "") -> Iterator[str]:
    """Pointers of all fields that differ, leaf by leaf; a field that is there, even empty, differs from none."""
    for name in sorted({*before, *after}):
        old, new = before.get(name, ABSENT), after.get(name, ABSENT)
        pointer = at + pointer_to([name])
        if isinstance(old, dict) and isinstance(new, dict):
            yield from changed_fields(old, new, pointer)
        elif not _same(old, new):
            yield pointer


def field_at(form: dict[str, Any], pointer: str) -> Any:
    """The value at an RFC 6901 `pointer`, or None."""
    value: Any = form
    for step in _steps_of(pointer):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def masked_form(schema: dict[str, Any], form: dict[str, Any]) -> dict[str, Any]:
    """`form` with every field masked whose schema says how (`x-mask`: name, mobile, id or address)."""
    return {name: _masked(schema.get("properties", {}).get(name, {}), value) for name, value in form.items()}


def mask_of(schema: dict[str, Any], pointer: str) -> str:
    """How the field at `pointer` is masked (`x-mask`); empty where it is shown whole."""
    here: Any = schema
    for step in _steps_of(pointer):
        here = here.get("properties", {}).get(step, {})
    return str(here.get("x-mask", ""))


def label_of(schema: dict[str, Any], pointer: str) -> Bilingual | None:
    """What the field at `pointer` is called on the form (`x-label`), where it is called anything."""
    here: Any = schema
    for step in _steps_of(pointer):
        here = here.get("properties", {}).get(step, {})
    said = here.get("x-label")
    return Bilingual.model_validate(said) if isinstance(said, dict) else None


def masked_value(value: str, mask: str) -> str:
    """`value` as a field that is masked so shows it."""
    return MASKS[mask](value) if mask else value


def is_masked(schema: dict[str, Any], pointer: str) -> bool:
    """Whether the field at `pointer`, or anything within it, is shown masked."""
    here: Any = schema
    for step in _steps_of(pointer):
        here = here.get("properties", {}).get(step, {})
    return _marks_anything(here)


def has_field(schema: dict[str, Any], pointer: str) -> bool:
    """Whether the form described by `schema` has a field at `pointer`, which begins with a slash as RFC 6901 says."""
    here: Any = schema
    for step in _steps_of(pointer):
        here = here.get("properties", {}).get(step) if isinstance(here, dict) else None
    return pointer.startswith("/") and here is not None


def _masked(field: dict[str, Any], value: Any) -> Any:
    if isinstance(value, dict):
        return masked_form(field, value)
    if isinstance(value, list):
        return [_masked(_entries_of(field), entry) for entry in value]
    return MASKS[field["x-mask"]](str(value)) if "x-mask" in field else value


def _marks_anything(field: dict[str, Any]) -> bool:
    inner = [*field.get("properties", {}).values(), *([_entries_of(field)] if "items" in field else [])]
    return "x-mask" in field or any(_marks_anything(member) for member in inner)


def _entries_of(field: dict[str, Any]) -> dict[str, Any]:
    """The schema of a list's entries; a mark on the list is one on each of them."""
    mark = {"x-mask": field["x-mask"]} if "x-mask" in field else {}
    return {**mark, **field.get("items", {})}


def _same(old: Any, new: Any) -> bool:
    """As JSON tells values apart: `true` is not 1."""
    return ABSENT not in (old, new) and canonical_json(old) == canonical_json(new)


def _steps_of(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.removeprefix("/").split("/")]


def _names_in(kind: Any) -> list[str]:
    """The fields that a fault of an object is about: the one that is missing, those that do not belong there."""
    if kind.name == MISSING:
        return [pointer_to([kind.property])]
    return [pointer_to([name]) for name in kind.unexpected] if kind.name == UNKNOWN else [""]


def _inexact_numbers(value: Any, at: str) -> Iterator[str]:
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST_INTEGER):
        yield at
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from _inexact_numbers(member, at + pointer_to([name]))


@lru_cache(maxsize=256)
def _validator(schema: bytes) -> Any:
    return validator_of(schema.decode())

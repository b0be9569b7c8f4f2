"""The application form's schema: safe to validate with, and nothing in it that a validator could not bring to an end.

The later rules say nothing about a schema that the earlier ones found unsafe.
"""

from collections.abc import Iterator
from typing import Any

from chalicelib.catalogue.checks.bases import FORMS
from chalicelib.catalogue.checks.compiling import compile_pattern, schema_fault
from chalicelib.catalogue.checks.rules import Fault, Known, rule
from chalicelib.catalogue.checks.schemas import (
    DEEPEST,
    DEEPEST_UNFOLDED,
    DIALECT,
    ELSEWHERE,
    LARGEST_BYTES,
    LARGEST_UNFOLDED,
    MOST_FIELDS,
    members,
    nodes,
    reference_of,
    step,
    target_of,
    unfolded,
)
from chalicelib.catalogue.model import ItemContent
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.text import Text

FORM = "#/form"
LONGEST_PATTERN = 200
"""Characters of one regular expression."""


@rule(
    "form-is-bounded",
    f"表单定义不超过{LARGEST_BYTES}字节、{DEEPEST}层、{MOST_FIELDS}个字段",
    f"The form's schema has at most {LARGEST_BYTES} bytes, {DEEPEST} levels and {MOST_FIELDS} fields",
    FORMS,
)
def form_is_bounded(item: ItemContent, _: Known) -> Iterator[Fault]:
    """A schema nested too deep ends the process that reads it."""
    if len(canonical_json(item.form)) > LARGEST_BYTES:
        yield Fault(
            FORM, Text(f"请缩减到{LARGEST_BYTES}字节以内", f"Shorten the schema to {LARGEST_BYTES} bytes at most")
        )
    if any(depth > DEEPEST for _, depth, _ in nodes(item.form)):
        yield Fault(FORM, Text(f"请减少嵌套到{DEEPEST}层以内", f"Nest at most {DEEPEST} levels deep"))
    if sum(len(_declared(value)) for _, _, value in nodes(item.form)) > MOST_FIELDS:
        yield Fault(FORM, Text(f"请减少到{MOST_FIELDS}个字段以内", f"Declare at most {MOST_FIELDS} fields"))


@rule(
    "form-refers-to-itself-only",
    "表单定义只能引用自身之内的部分",
    "The form's schema refers to nothing but its own parts",
    FORMS,
)
def form_refers_to_itself_only(item: ItemContent, _: Known) -> Iterator[Fault]:
    """A reference elsewhere would be fetched from the network or read from the disk, and could change after
    publication. Identifiers and anchors, which redirect references, are refused for the same reason; `$schema` is
    2020-12.
    """
    for pointer, _depth, value in nodes(item.form):
        reference = reference_of(value)
        if reference is not None and not target_of(item.form, reference)[0]:
            detail = Text("引用应以“#/”开头并指向本表单之内", "Refer by “#/…” to a part of this schema that is there")
            yield Fault(f"{FORM}{pointer}/$ref", detail)
        if isinstance(value, dict):
            yield from _redirections(pointer, value)


@rule(
    "form-comes-to-an-end",
    "表单定义不得循环引用，展开后大小有限",
    "The form's schema never comes back to itself, and is of bounded size when written out",
    FORMS,
)
def form_comes_to_an_end(item: ItemContent, _: Known) -> Iterator[Fault]:
    """`{"$ref": "#"}`, loops of allOf and recursive definitions have no end; references that double at every step
    have one that nobody lives to see.
    """
    whole = unfolded(item.form)
    if whole is None:
        yield Fault(FORM, Text("请去掉循环引用", "Remove the reference that leads back to itself"))
    elif whole.size > LARGEST_UNFOLDED or whole.depth > DEEPEST_UNFOLDED:
        detail = Text(
            f"引用展开后超过{LARGEST_UNFOLDED}个节点或{DEEPEST_UNFOLDED}层，请减少引用",
            f"Written out it has more than {LARGEST_UNFOLDED} nodes or {DEEPEST_UNFOLDED} levels: use fewer references",
        )
        yield Fault(FORM, detail)


@rule(
    "form-patterns-are-linear",
    f"正则表达式不超过{LONGEST_PATTERN}个字符，且能在线性时间内匹配",
    f"Patterns have at most {LONGEST_PATTERN} characters and are matched in linear time",
    FORMS,
)
def form_patterns_are_linear(item: ItemContent, known: Known) -> Iterator[Fault]:
    """Patterns run in an engine without backtracking, in which `^(a+)+$` is harmless; what it does not know (look
    around, back-references) or what compiles to more than its bound is refused.
    """
    if next(form_is_bounded.check(item, known), None):
        return
    for pointer, pattern in _patterns(item.form):
        if len(pattern) > LONGEST_PATTERN or not compile_pattern(pattern):
            detail = Text(
                "请改用更短、不含环视和反向引用、重复次数较小的正则表达式",
                "Use a shorter pattern without look-around, back-references and large repetitions",
            )
            yield Fault(FORM + pointer, detail)


@rule(
    "form-is-json-schema",
    "表单定义应是有效的 JSON Schema 2020-12",
    "The form's schema is valid JSON Schema 2020-12",
    FORMS,
)
def form_is_json_schema(item: ItemContent, known: Known) -> Iterator[Fault]:
    """Asked only of a schema that the rules above found safe."""
    if not is_safe(item, known):
        return
    pointer = schema_fault(item.form)
    if pointer is not None:
        detail = Text("此处不符合 JSON Schema 2020-12，请更正", "This is not valid JSON Schema 2020-12: correct it")
        yield Fault(FORM + pointer, detail)


def is_safe(item: ItemContent, known: Known) -> bool:
    """Whether a validator may be made of the form's schema."""
    return not any(next(safety.check(item, known), None) for safety in SAFETY)


def is_sound(item: ItemContent, known: Known) -> bool:
    """Whether the form's schema is safe and valid: a form can be checked with it."""
    return is_safe(item, known) and schema_fault(item.form) is None


SAFETY = (form_is_bounded, form_refers_to_itself_only, form_comes_to_an_end, form_patterns_are_linear)
RULES = (*SAFETY, form_is_json_schema)


def _redirections(pointer: str, value: dict[str, Any]) -> Iterator[Fault]:
    for name in ELSEWHERE:
        if isinstance(value.get(name), str | bool) or (name == "$vocabulary" and name in value):
            yield Fault(f"{FORM}{pointer}{step(name)}", Text("请删去此项", "Remove this"))
    dialect = value.get("$schema", DIALECT)
    if isinstance(dialect, str) and dialect.removesuffix("#") != DIALECT:
        yield Fault(f"{FORM}{pointer}/$schema", Text(f"请使用 {DIALECT}", f"Use {DIALECT}"))


def _declared(value: Any) -> list[tuple[object, Any]]:
    return members(value.get("properties")) if isinstance(value, dict) else []


def _patterns(schema: Any) -> Iterator[tuple[str, str]]:
    """Every regular expression in `schema`, with the pointer to it."""
    for pointer, _depth, value in nodes(schema):
        if not isinstance(value, dict):
            continue
        if isinstance(value.get("pattern"), str):
            yield f"{pointer}/pattern", value["pattern"]
        for name, _member in members(value.get("patternProperties")):
            yield f"{pointer}/patternProperties{step(name)}", str(name)

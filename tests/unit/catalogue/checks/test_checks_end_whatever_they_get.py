"""Checks never raise and always end: on hostile schemas, and on anything that is well formed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.checks import violations_of
from chalicelib.catalogue.checks.compiling import validator_of
from chalicelib.catalogue.checks.forms import is_safe
from chalicelib.catalogue.checks.rules import Known
from chalicelib.catalogue.model import ItemContent
from tests.support.contents import FORM, changed_at, lawful_content, lawful_document
from tests.support.registers import registers


def doubling(times: int) -> dict[str, Any]:
    """Each definition refers to the next one twice: 2^times ways through it, and not one of them comes back."""
    steps = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}, {"$ref": f"#/$defs/d{n + 1}"}]} for n in range(times)}
    return {"$defs": {**steps, f"d{times}": {"type": "object"}}, "$ref": "#/$defs/d0"}


def nested(levels: int, inner: dict[str, Any]) -> dict[str, Any]:
    for _ in range(levels):
        inner = {"not": inner}
    return inner


LOOP = {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"anyOf": [{"$ref": "#/$defs/a"}]}}
TREE = {"node": {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#/$defs/node"}}}}}
HOSTILE = {
    "itself": ("form-comes-to-an-end", {"$ref": "#"}),
    "itself, in an encoding": ("form-comes-to-an-end", {"allOf": [{"$ref": "#/%61llOf/0"}]}),
    "its own part": ("form-comes-to-an-end", {"properties": {"a": {"$ref": "#/properties"}}}),
    "a loop of allOf and anyOf": ("form-comes-to-an-end", {"$defs": LOOP, "$ref": "#/$defs/a"}),
    "a loop that nothing enters": ("form-comes-to-an-end", {"$defs": LOOP}),
    "a recursive definition": ("form-comes-to-an-end", {"$defs": TREE, "allOf": [{"$ref": "#/$defs/node"}]}),
    "a dynamic reference": ("form-refers-to-itself-only", {"$dynamicAnchor": "x", "$dynamicRef": "#x"}),
    "an anchor": ("form-refers-to-itself-only", {"$anchor": "x", "allOf": [{"$ref": "#x"}]}),
    "the network": ("form-refers-to-itself-only", {"allOf": [{"$ref": "http://127.0.0.1:9/form.json"}]}),
    "the disk": ("form-refers-to-itself-only", {"allOf": [{"$ref": "file:///etc/hostname"}]}),
    "another base": ("form-refers-to-itself-only", {"$id": "http://127.0.0.1:9/", "allOf": [{"$ref": "#/$defs"}]}),
    "another dialect": ("form-refers-to-itself-only", {"$schema": "http://127.0.0.1:9/dialect"}),
    "doubling": ("form-comes-to-an-end", doubling(25)),
    "too deep": ("form-is-bounded", nested(100, {})),
    "too many fields": ("form-is-bounded", {"properties": {f"f{number}": {} for number in range(301)}}),
    "too long": ("form-is-bounded", {"$comment": "长" * 30_000}),
    "a pattern that is too long": ("form-patterns-are-linear", {"properties": {"a": {"pattern": "a" * 201}}}),
    "a pattern as a name": ("form-patterns-are-linear", {"patternProperties": {"(a)\\1": {}}}),
}


@pytest.mark.parametrize(("rule", "schema"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_schema_is_refused_before_a_validator_is_made_of_it(rule, schema, monkeypatch):
    monkeypatch.setattr("chalicelib.catalogue.checks.forms.schema_fault", lambda _: pytest.fail("compiled"))
    violations = violations_of(lawful_content(form=schema), registers())
    assert rule in {violation.rule for violation in violations}


def test_a_catastrophic_pattern_is_harmless():
    """Refused or not: the engine it runs in does not go back, so that 100,000 characters are nothing to it."""
    content = ItemContent.model_validate(changed_at("/form/properties/number/pattern", "^(a+)+$"))
    assert violations_of(content, registers()) == ()
    faults = validator_of(content.form).iter_errors({"number": "a" * 100_000 + "b", "delivery_way": "ELECTRONIC"})
    assert [fault.kind.name for fault in faults] == ["pattern"]


def test_references_within_the_form_are_welcome():
    text = {"$defs": {"short": {"maxLength": 20}}}
    number = {**FORM["properties"]["number"], "$ref": "#/$defs/short"}
    form = {**FORM, **text, "properties": {**FORM["properties"], "number": number}}
    assert violations_of(lawful_content(form=form), registers()) == ()


def test_nothing_is_fetched_when_a_validator_is_made_all_the_same():
    with pytest.raises(ValueError, match="disabled"):
        validator_of({"$ref": "http://127.0.0.1:9/form.json"})


WORDS = [
    "type", "properties", "items", "$ref", "$defs", "allOf", "required", "additionalProperties", "x-label", "x-mask",
    "enum", "const", "pattern", "patternProperties", "zh", "delivery_way", "prefixItems", "$id", "$schema", "if", "a",
]  # fmt: skip
VALUES = [
    None, True, False, 0, -1, 2**53 - 1, "", "#", "#/$defs/a", "#/properties", "object", "array", "string", "id", "(",
    "^a+$", "https://json-schema.org/draft/2020-12/schema",
]  # fmt: skip
JSON = st.recursive(
    st.sampled_from(VALUES) | st.text(max_size=5).filter(str.isprintable),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=30,
)
SCHEMAS = st.dictionaries(st.sampled_from(WORDS), JSON, max_size=8)
TEXTS = st.sampled_from(["", " ", "法", "《行政许可法》", "{", "{0}", "%s", "~/"]) | st.text(max_size=12)
LIMITS = st.fixed_dictionaries(
    {"amount": st.integers(0, 10**9), "unit": st.sampled_from(["WORKING_DAY", "CALENDAR_DAY", "MONTH", "HOUR"])}
)
CODES = st.sampled_from(["GA", "GS", "ZJ", "XX", "460000", "469003", "460300", "999999999"])
PARTS = {
    "regions": st.lists(CODES | TEXTS, max_size=4),
    "joint_departments": st.lists(CODES | TEXTS, max_size=3),
    "legal_basis": st.lists(TEXTS, max_size=2),
    "level": st.sampled_from("1234567"),
    "case_kind": st.sampled_from("129"),
    "limits": st.fixed_dictionaries({"statutory": LIMITS, "promised": LIMITS, "extension": LIMITS}),
    "acceptance_check": LIMITS,
    "correction_time": LIMITS,
    "online_depth": st.integers(1, 7),
    "visits": st.integers(0, 3),
    "visit_basis": TEXTS,
    "enquiry_phone": TEXTS,
    "supervision_phone": TEXTS,
    "safety_related": st.booleans(),
    "tacit_approval": st.none() | st.fixed_dictionaries({"basis": TEXTS}),
    "delivery": st.lists(st.sampled_from(["COURIER", "ELECTRONIC"]), max_size=3),
    "channels": st.lists(st.sampled_from("12349"), max_size=3),
    "review": st.just([]),
    "fee": st.none(),
    "materials": st.just([]),
}


@settings(max_examples=300, deadline=None)
@given(form=SCHEMAS, parts=st.fixed_dictionaries({}, optional=PARTS))
def test_checks_never_raise(form: dict[str, Any], parts: dict[str, Any]) -> None:
    content = lawful_content(**{**parts, "form": form})
    for violation in violations_of(content, registers()):
        assert violation.pointer.startswith("#/")
        assert all((*violation.detail, *violation.basis))


@settings(max_examples=300, deadline=None)
@given(form=SCHEMAS)
def test_what_is_called_safe_can_be_made_a_validator_of_or_is_told_to_be_no_schema(form: dict[str, Any]) -> None:
    content = lawful_content(form=form)
    if is_safe(content, Known(registers())):
        broken = {violation.rule for violation in violations_of(content, registers())}
        assert "form-is-json-schema" in broken or validator_of(form) is not None


@settings(max_examples=50, deadline=None)
@given(document=st.fixed_dictionaries({}, optional=PARTS))
def test_the_same_content_always_hears_the_same(document: dict[str, Any]) -> None:
    content = ItemContent.model_validate({**lawful_document(), **document})
    assert violations_of(content, registers()) == violations_of(content, registers())

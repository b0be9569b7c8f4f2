"""Checks never raise and always end: on hostile schemas, and on anything that is well formed."""

from typing import Any

import pytest
from hypothesis import given, settings

from chalicelib.catalogue.checks import violations_of
from chalicelib.catalogue.checks.compiling import validator_of
from chalicelib.catalogue.checks.forms import is_safe
from chalicelib.catalogue.checks.rules import Known
from chalicelib.catalogue.model import ItemContent
from tests.support.any_contents import SCHEMAS, documents
from tests.support.contents import FORM, changed_at, lawful_content
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
    "too deep": ("form-is-bounded", nested(60, {})),
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


@settings(max_examples=60, deadline=None)
@given(document=documents())
def test_checks_never_raise(document: dict[str, Any]) -> None:
    content = ItemContent.model_validate(document)
    for violation in violations_of(content, registers()):
        assert violation.pointer.startswith("#/")
        assert all((*violation.detail, *violation.basis))


@settings(max_examples=60, deadline=None)
@given(form=SCHEMAS)
def test_what_is_called_safe_can_be_made_a_validator_of_or_is_told_to_be_no_schema(form: dict[str, Any]) -> None:
    content = lawful_content(form=form)
    if is_safe(content, Known(registers())):
        broken = {violation.rule for violation in violations_of(content, registers())}
        assert "form-is-json-schema" in broken or validator_of(form) is not None

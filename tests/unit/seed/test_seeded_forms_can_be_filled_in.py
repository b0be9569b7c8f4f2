"""The application forms of the seeded items: labelled for their readers, filled in by an example, strict about gaps."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.cases.forms import form_faults, masked_form
from tests.unit.seed.seeded import EXAMPLES, ITEMS, content_of

OF_THE_DEMONSTRATION = "driving-licence-renewal"
"""Older than the words for choices (`x-options`)."""
each_form = pytest.mark.parametrize("slug", ITEMS)


def fields(schema: dict[str, Any], at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, field in schema.get("properties", {}).items():
        yield f"{at}/{name}", field
        yield from fields(field, f"{at}/{name}")
        yield from fields(field.get("items", {}), f"{at}/{name}/0")


@each_form
def test_an_example_is_accepted(slug):
    assert form_faults(content_of(slug).form, EXAMPLES[slug], complete=True) == []


@each_form
def test_every_field_has_its_name_in_both_languages(slug):
    for place, field in fields(content_of(slug).form):
        assert field["x-label"]["zh"] and field["x-label"]["en"], place
        assert not field.get("x-help") or (field["x-help"]["zh"] and field["x-help"]["en"]), place


@each_form
def test_every_choice_has_its_words(slug):
    if slug == OF_THE_DEMONSTRATION:
        return
    for place, field in fields(content_of(slug).form):
        codes = field.get("enum") or field.get("items", {}).get("enum")
        if codes:
            assert set(field["x-options"]) == set(codes), place
            assert all(words["zh"] and words["en"] for words in field["x-options"].values()), place


@each_form
def test_a_gap_is_found_and_may_stay_in_a_draft(slug):
    schema = content_of(slug).form
    for name in schema["required"]:
        form = {key: value for key, value in EXAMPLES[slug].items() if key != name}
        assert f"#/form/{name}" in {fault.pointer for fault in form_faults(schema, form, complete=True)}
        assert form_faults(schema, form, complete=False) == []


@each_form
def test_a_parcel_needs_an_address(slug):
    schema = content_of(slug).form
    if "recipient" not in schema["properties"]:
        return
    form = {key: value for key, value in EXAMPLES[slug].items() if key != "recipient"} | {"delivery_way": "COURIER"}
    assert [fault.pointer for fault in form_faults(schema, form, complete=True)] == ["#/form/recipient"]


@pytest.mark.parametrize(
    ("slug", "choice", "missing"),
    [
        ("residence-permit", {"ground": "EMPLOYMENT"}, "employer"),
        ("residence-permit", {"ground": "SCHOOLING"}, "school"),
        ("id-card-replacement", {"reason": "CHANGED"}, "changed_entry"),
        ("hk-macao-endorsement", {"kind": "T", "family_member": None}, "family_member"),
        ("retail-pharmacy", {"scope": ["OTC", "PRESCRIPTION"], "pharmacist": None}, "pharmacist"),
    ],
)
def test_a_choice_asks_for_more(slug, choice, missing):
    form = {name: value for name, value in {**EXAMPLES[slug], **choice}.items() if value is not None}
    faults = form_faults(content_of(slug).form, form, complete=True)
    assert [fault.pointer for fault in faults] == [f"#/form/{missing}"]


@each_form
def test_officials_see_no_whole_number_of_a_person(slug):
    shown = str(masked_form(content_of(slug).form, EXAMPLES[slug]))
    for personal in ("460105199003072215", "46020019951218442X", "13800138000", "13900000002", "李收件"):
        assert personal not in shown

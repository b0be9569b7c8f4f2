"""What the form's schema marks as personal is masked for officials; seeing it whole is an act with a reason."""

from chalicelib.cases.forms import is_masked, masked_form

SCHEMA = {
    "properties": {
        "licence_number": {"type": "string", "x-mask": "id"},
        "licence_class": {"enum": ["C1"]},
        "recipient": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "x-mask": "name"},
                "mobile": {"type": "string", "x-mask": "mobile"},
                "address": {"type": "string", "x-mask": "address"},
            },
        },
    }
}
FORM = {
    "licence_number": "460105199003072215",
    "licence_class": "C1",
    "recipient": {"name": "王示例", "mobile": "13800138000", "address": "海口市龙华区示例路1号"},
}


def test_marked_fields_are_masked_at_every_depth_and_others_stay() -> None:
    assert masked_form(SCHEMA, FORM) == {
        "licence_number": "460105********2215",
        "licence_class": "C1",
        "recipient": {"name": "王**", "mobile": "138****8000", "address": "海口市龙华区" + "*" * 5},
    }


def test_lists_are_masked_entry_by_entry() -> None:
    person = {"type": "object", "properties": {"name": {"x-mask": "name"}, "share": {"type": "string"}}}
    schema = {
        "properties": {
            "partners": {"type": "array", "items": person},
            "mobiles": {"type": "array", "items": {"x-mask": "mobile"}},
            "numbers": {"type": "array", "x-mask": "id"},
            "classes": {"type": "array", "items": {"type": "string"}},
        }
    }
    form = {
        "partners": [{"name": "王示例", "share": "50"}, {"name": "李示例", "share": "50"}],
        "mobiles": ["13800138000"],
        "numbers": ["460105199003072215"],
        "classes": ["C1"],
    }
    assert masked_form(schema, form) == {
        "partners": [{"name": "王**", "share": "50"}, {"name": "李**", "share": "50"}],
        "mobiles": ["138****8000"],
        "numbers": ["460105********2215"],
        "classes": ["C1"],
    }
    assert [name for name in form if is_masked(schema, f"/{name}")] == ["partners", "mobiles", "numbers"]


def test_a_field_that_the_schema_does_not_know_is_left_alone() -> None:
    assert masked_form({}, {"note": "x"}) == {"note": "x"}


def test_a_pointer_into_or_above_a_marked_field_is_personal() -> None:
    assert is_masked(SCHEMA, "/recipient/mobile")
    assert is_masked(SCHEMA, "/recipient")
    assert not is_masked(SCHEMA, "/licence_class")
    assert not is_masked(SCHEMA, "/unknown")

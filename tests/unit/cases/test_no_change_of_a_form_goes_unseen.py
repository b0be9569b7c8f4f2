"""Property tests of the comparison that a correction rests on."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.forms import changed_fields, field_at, form_sha256, pointer_to
from chalicelib.cases.parts import Correction
from tests.support.cases import field
from tests.support.clocks import on

NAMES = st.sampled_from(["a", "b", "a/b", "~", "~1", ""])
LEAVES = st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "0", "true"])
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner), max_leaves=6)
FORMS = st.dictionaries(NAMES, VALUES, max_size=4)


@given(before=FORMS, after=FORMS)
def test_forms_differ_somewhere_exactly_if_their_hashes_differ(before: dict[str, Any], after: dict[str, Any]):
    assert bool(list(changed_fields(before, after))) == (form_sha256(before) != form_sha256(after))


@given(before=FORMS, after=FORMS)
def test_every_changed_place_can_be_followed(before: dict[str, Any], after: dict[str, Any]):
    for pointer in changed_fields(before, after):
        old, new = field_at(before, pointer), field_at(after, pointer)
        assert (repr(old), type(old)) != (repr(new), type(new)) or old is None


@given(opened=st.lists(NAMES, min_size=1, max_size=3), changed=st.lists(NAMES, min_size=1, max_size=3))
def test_a_listed_place_opens_itself_and_what_lies_below(opened: list[str], changed: list[str]):
    correction = Correction(points=(field(pointer_to(opened)),), at=on(3, 2))
    assert correction.opens_field(pointer_to(changed)) == (changed[: len(opened)] == opened)

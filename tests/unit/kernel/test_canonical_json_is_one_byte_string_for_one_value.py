import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.canonical import NotCanonical, canonical_json, sha256_hex

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=20
)


@given(VALUES)
def test_it_reads_back_as_the_value_it_was_made_from(value: Any) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(TEXT, SCALARS, min_size=2, max_size=6), st.randoms())
def test_the_order_in_which_an_object_was_filled_does_not_show(value: dict[str, Any], random: Any) -> None:
    members = list(value.items())
    random.shuffle(members)
    assert canonical_json(dict(members)) == canonical_json(value)


def test_it_has_sorted_keys_no_white_space_and_readable_chinese() -> None:
    value = {"b": [1, True, None], "a": {"说明": "补正\n一次"}, "A": '/"\\\u001f\u007f'}
    expected = r'{"A":"/\"\\\u001f' + "\u007f" + r'","a":{"说明":"补正\n一次"},"b":[1,true,null]}'
    assert canonical_json(value) == expected.encode()


def test_keys_are_sorted_by_utf_16_as_rfc_8785_demands() -> None:
    """The example of RFC 8785 §3.2.3."""
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical_json(value))) == order


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        0.1,
        float("nan"),
        float("inf"),
        {"fee": [{"amount": 10.5}]},
        {1: "a"},
        {"a": {None: 1}},
        ({"a": (1, 2.0)},),
        Decimal("1.00"),
        b"bytes",
        {1, 2},
        2**53,
        -(2**53),
        "\ud800",
        {"\udfff": 1},
    ],
    ids=repr,
)
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


def test_sha256_is_lower_case_hexadecimal() -> None:
    """The vector of FIPS 180-4."""
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

"""JSON and YAML: one meaning for every program, or a refusal that says what and where."""

from typing import Any

import pytest

from chalicelib.catalogue.files import errors
from chalicelib.catalogue.files.reading import rows_of
from chalicelib.catalogue.files.rows import FileRow
from chalicelib.jobs.errors import FileEmpty, FileRefused
from tests.unit.catalogue.files.workbooks import refusal_of, zip_of

BILLION_LAUGHS = "a: &a [x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)},*{chr(97 + i)}]\n" for i in range(20)
)


def rows(text: str, name: str = "a.yaml") -> list[FileRow]:
    return list(rows_of(text.encode(), name))


def document(text: str, name: str = "a.yaml") -> Any:
    (row,) = rows(text, name)
    return row.document


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (BILLION_LAUGHS, errors.TextNotAllowed, "Line 1: Anchors"),
        ("a: *b", errors.TextNotAllowed, "Line 1: Anchors"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]", errors.TextNotAllowed, "Line 2: Tags"),
        ("a: !!str 1", errors.TextNotAllowed, "Line 1: Tags"),
        ("a: 1\nb: 2\na: 3", errors.TextAmbiguous, "Line 3: “a” stands twice"),
        ("x:\n  a: 1\n  a: 1", errors.TextAmbiguous, "Line 3: “a”"),
        ("a: yes", errors.TextAmbiguous, "put texts in quotes"),
        ("a: 010", errors.TextAmbiguous, "put texts in quotes"),
        ("a: 1:30", errors.TextAmbiguous, "put texts in quotes"),
        ("a: 1_000", errors.TextAmbiguous, "put texts in quotes"),
        ("a: 1.5", errors.TextAmbiguous, "whole numbers"),
        ("a: .inf", errors.TextAmbiguous, "whole numbers"),
        ("a: .NaN", errors.TextAmbiguous, "whole numbers"),
        ("a: 9007199254740993", errors.TextNotAllowed, "too large"),
        ("? [a]\n: b", errors.TextNotAllowed, "key is one line"),
        ("<<: {a: 1}", errors.TextAmbiguous, "put texts in quotes"),
        ("a: " + "[" * 50, errors.TextNotAllowed, "Nested too deeply"),
        ('a: "\\0"', errors.TextNotAllowed, "control characters"),
        ("a: [1", errors.TextUnreadable, "Near line 2"),
        ("a: \x01", errors.TextUnreadable, "Near line 1"),
        ("\ta: 1", errors.TextUnreadable, "Near line 1"),
    ],
)
def test_yaml(text: str, kind: type[FileRefused], said: str) -> None:
    refusal = refusal_of(text.encode(), "a.yaml")
    assert type(refusal) is kind
    assert said in refusal.pointers[0].detail.en


@pytest.mark.parametrize(
    ("text", "kind", "place", "said"),
    [
        ('{"a": 1, "a": 2}', errors.TextAmbiguous, "#", "“a” stands twice"),
        ('{"a": {"b": [1, 0.5]}}', errors.TextNotAllowed, "#/a/b/1", "whole numbers"),
        ('{"a": NaN}', errors.TextNotAllowed, "#/a", "whole numbers"),
        ('{"a": -Infinity}', errors.TextNotAllowed, "#/a", "whole numbers"),
        ('{"a": 9007199254740992}', errors.TextNotAllowed, "#/a", "too large"),
        ('{"a": ' + "9" * 5000 + "}", errors.TextNotAllowed, "#/a", "too large"),
        ("[" * 200_000, errors.TextNotAllowed, "#", "Nested too deeply"),
        ('{"a":' * 60 + "1" + "}" * 60, errors.TextNotAllowed, "#" + "/a" * 41, "Nested too deeply"),
        ('{"a": "\\ud800"}', errors.TextNotAllowed, "#/a", "control characters"),
        ('{"\\u0000": 1}', errors.TextNotAllowed, "#", "A name"),
        ('{"' + "x" * 201 + '": 1}', errors.TextNotAllowed, "#", "A name is too long"),
        ('{\n"a": }', errors.TextUnreadable, "#", "Line 2, column 6"),
        ('{"a": 1} {"a": 2}', errors.TextUnreadable, "#", "Line 1, column 10"),
        ("{'a': 1}", errors.TextUnreadable, "#", "Line 1, column 2"),
    ],
)
def test_json(text: str, kind: type[FileRefused], place: str, said: str) -> None:
    refusal = refusal_of(text.encode(), "a.json")
    assert (type(refusal), refusal.pointers[0].pointer) == (kind, place)
    assert said in refusal.pointers[0].detail.en


def test_dates_and_codes_stay_texts() -> None:
    assert document("a: 2026-01-31\nb: '0898'\nc: 460100\nd: ~\ne: true\nf: 0898-1\ng: 2026-01") == {
        "a": "2026-01-31", "b": "0898", "c": 460100, "d": None, "e": True, "f": "0898-1", "g": "2026-01",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "guess"),
    [("事项: 备案".encode("gbk"), "GBK"), ("事项".encode("utf-16"), "UTF-16"), (b"a: \xff\xff", "")],
)
def test_other_encodings_are_named(data: bytes, guess: str) -> None:
    for name in ("a.yaml", "a.json"):
        refusal = refusal_of(data, name)
        assert isinstance(refusal, errors.TextNotUtf8)
        assert guess in refusal.pointers[0].detail.en


def test_a_byte_order_mark_is_no_harm() -> None:
    assert document("\ufeffcode: A") == {"code": "A"}
    assert document('\ufeff{"code": "A"}', "a.json") == {"code": "A"}


def test_a_file_may_hold_several_documents() -> None:
    told = rows("code: A\n---\n- code: B\n- code: C\n- text\n")
    assert [(row.label, row.document, bool(row.faults)) for row in told] == [
        ("a.yaml#1", {"code": "A"}, False),
        ("a.yaml#2", {"code": "B"}, False),
        ("a.yaml#3", {"code": "C"}, False),
        ("a.yaml#4", None, True),
    ]


def test_what_stands_in_a_file_twice_is_refused_the_second_time() -> None:
    first, second, other = rows("- {code: A, name: x}\n- {code: A}\n- {code: A, document: region}")
    assert (first.document, second.document, other.kind) == ({"code": "A", "name": "x"}, None, "region")
    assert "a.yaml#1" in second.faults[0].detail.en


def test_a_document_says_what_it_is() -> None:
    (row,) = rows("document: department\ncode: GA")
    assert (row.kind, row.document) == ("department", {"code": "GA"})
    (row,) = rows("document: nonsense\ncode: GA")
    assert row.faults[0].pointer == "#/document"


def test_one_bad_file_of_an_archive_leaves_the_others_alone() -> None:
    entries = [
        ("b/甲.yaml", b"a: *x"),
        ("乙.json", b'{"code": "B"}'),
        ("c.txt", b"x"),
        ("__MACOSX/._a", b""),
        (".DS_Store", b""),
    ]
    told = list(rows_of(zip_of(*entries), "a.zip"))
    assert [(row.label, row.document) for row in told] == [
        ("b/甲.yaml", None),
        ("乙.json", {"code": "B"}),
        ("c.txt", None),
    ]


@pytest.mark.parametrize("text", ["", "---\n", "[]", "# nothing"])
def test_a_file_of_nothing_is_empty(text: str) -> None:
    if text.startswith("---"):
        assert rows(text)[0].faults
    else:
        assert isinstance(refusal_of(text.encode(), "a.yaml"), FileEmpty)


def test_more_documents_than_a_catalogue_has_items() -> None:
    assert isinstance(refusal_of(b"[" + b"{}," * 20_000 + b"{}]", "a.json"), errors.TooManyDocuments)

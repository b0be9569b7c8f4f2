"""Fragments become one template: patterns are filled for each member, and nothing is defined twice."""

from pathlib import Path

import pytest

from infra.package.merge import TemplateError, merged


def write(directory: Path, name: str, text: str) -> None:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_sections_of_all_fragments_are_joined(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "Resources: {A: {Type: T}}")
    write(tmp_path, "b.yaml", "Resources: {B: {Type: T}}")
    assert merged(tmp_path) == {"Resources": {"A": {"Type": "T"}, "B": {"Type": "T"}}}


def test_a_pattern_is_filled_for_each_member(tmp_path: Path) -> None:
    write(tmp_path, "patterns/p.yaml", "Resources: {<Name>Queue: {Size: <Size>, Note: for <Name>}}")
    write(tmp_path, "q.yaml", "Pattern: p\nMembers: {A: {Size: 1}, B: {Size: {Ref: X}}}")
    assert merged(tmp_path)["Resources"] == {
        "AQueue": {"Size": 1, "Note": "for A"},
        "BQueue": {"Size": {"Ref": "X"}, "Note": "for B"},
    }


def test_a_property_that_a_member_does_not_give_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "patterns/p.yaml", "Resources: {<Name>: {Size: <Size>}}")
    write(tmp_path, "q.yaml", "Pattern: p\nMembers: {A: {}}")
    assert merged(tmp_path)["Resources"] == {"A": {}}


def test_two_definitions_of_the_same_thing_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "Resources: {A: {Type: T}}")
    write(tmp_path, "b.yaml", "Resources: {A: {Type: U}}")
    with pytest.raises(TemplateError, match=r"b\.yaml defines Type"):
        merged(tmp_path)

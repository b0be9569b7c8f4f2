"""docs/access.md says of every route who may, exactly as it is declared; a reader need not look into the code."""

from pathlib import Path

import pytest

from app import AREAS
from chalicelib.http.access import Grant, Role, Rule, Scope
from chalicelib.http.authority import Power
from chalicelib.http.grants import allow, applicant, approver, everybody, in_person, manager, operator, public
from infra.tools import access_matrix
from tests.support.samples import address


def test_the_committed_document_is_what_would_be_written_today() -> None:
    assert access_matrix.is_up_to_date(), access_matrix.HOW


def test_every_route_has_exactly_one_line() -> None:
    told = access_matrix.document()
    for route in (route for area in AREAS for route in area.routes):
        assert told.count(f"| `{address(route)}` |") == 1, address(route)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (public("anybody may look"), "*public*: anybody may look"),
        (allow(applicant(2)), "**applicant**: what is their own; L2"),
        (allow(applicant(2, Power.PAY)), "**applicant**: what is their own; L2; power PAY"),
        (allow(in_person()), "**applicant**: what is their own; L1; in person"),
        (allow(*everybody()), "**everybody signed in**: what is their own"),
        (
            allow(applicant(), operator()),
            "**applicant**: what is their own; L1<br>**operator**: the whole province",
        ),
        (
            allow(manager(), approver()),
            "**catalogue manager**, **catalogue approver**: their department's line in the whole province",
        ),
    ],
)
def test_a_rule_is_told_whole(rule: Rule, words: str) -> None:
    assert access_matrix.who(rule) == words


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scope", Scope)
def test_every_role_and_every_scope_has_words(role: Role, scope: Scope) -> None:
    assert role.replace("-", " ") in access_matrix.who(allow(Grant(role, scope)))


def test_what_is_stale_or_missing_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(access_matrix, "DOCUMENT", tmp_path / "access.md")
    assert access_matrix.main(["--check"]) == 1
    assert "python -m infra.tools.access_matrix" in capsys.readouterr().out
    assert access_matrix.main([]) == 0
    assert access_matrix.main(["--check"]) == 0

"""Role, level and reach, tried on the probes; the rules of the real routes are walked in `test_access_matrix`."""

import pytest

from chalicelib.http.access import Caller, Grant, Role, Rule, Scope, roles_of
from chalicelib.http.access_refusals import LevelTooLow, RoleRefused, TokenMissing
from chalicelib.http.grants import allow, applicant, head, operator, public, reviewer
from chalicelib.kernel.events import Party
from tests.support.platform import FakePlatform
from tests.support.probes import (
    HEAD,
    OPERATOR,
    OWNER,
    REVIEWER,
    REVIEWER_ELSEWHERE,
    REVIEWER_OF_ANOTHER_DEPARTMENT,
    SOMEBODY_ELSE,
    Api,
    rows_of,
)

LEDGER = "/v1/ledgers/{ledger_id}"


def test_a_role_without_a_grant_is_refused_and_told_whose_it_is(cloud: FakePlatform, api: Api) -> None:
    answer = api.call("POST", "/v1/ledgers", {"note": "a"}, by=HEAD)
    assert (answer.status, answer.body["code"], answer.body["roles"]) == (403, "access.role-refused", ["applicant"])
    assert cloud.table.rows == {}


def test_a_level_too_low_is_refused_and_told_which_is_needed(cloud: FakePlatform, api: Api) -> None:
    novice = Caller("account-9", Role.APPLICANT, 1, "session-9")
    answer = api.call("POST", "/v1/ledgers", {"note": "a"}, by=novice)
    assert (answer.status, answer.body["code"]) == (403, "access.level-too-low")
    assert (answer.body["required_level"], answer.body["present_level"]) == (2, 1)
    assert cloud.table.rows == {}


def test_access_is_refused_before_the_body_is_looked_at(api: Api) -> None:
    assert api.call("POST", "/v1/ledgers", raw=b"{", by=HEAD).status == 403
    assert api.call("POST", "/v1/ledgers", raw=b"{").status == 401


@pytest.mark.parametrize("caller", [OWNER, REVIEWER, OPERATOR], ids=lambda it: it.id)
def test_whose_business_it_is_may_read(api: Api, ledger_id: str, caller: Caller) -> None:
    assert api.call("GET", LEDGER, by=caller, ledger_id=ledger_id).status == 200


@pytest.mark.parametrize(
    "caller", [SOMEBODY_ELSE, REVIEWER_ELSEWHERE, REVIEWER_OF_ANOTHER_DEPARTMENT], ids=lambda it: it.id
)
def test_for_everybody_else_it_does_not_exist(api: Api, ledger_id: str, caller: Caller) -> None:
    hidden = api.call("GET", LEDGER, by=caller, ledger_id=ledger_id)
    absent = api.call("GET", LEDGER, by=caller, ledger_id="nothing-here")
    assert (hidden.status, hidden.body["code"]) == (404, "access.not-found")
    assert {**hidden.body, "instance": ""} == {**absent.body, "instance": ""}


def test_what_does_not_exist_for_somebody_cannot_be_changed_by_them(
    cloud: FakePlatform, api: Api, ledger_id: str
) -> None:
    before = rows_of(cloud.table)
    for caller in (SOMEBODY_ELSE, REVIEWER_ELSEWHERE, REVIEWER_OF_ANOTHER_DEPARTMENT):
        answer = api.call(
            "POST", LEDGER + "/notes", {"note": "x"}, by=caller, headers={"If-Match": '"2"'}, ledger_id=ledger_id
        )
        assert answer.status == 404
    assert rows_of(cloud.table) == before


def test_an_owner_of_the_same_name_in_another_role_does_not_own(api: Api, ledger_id: str) -> None:
    """A member of staff may have the same id as an account; only applicants reach what is their own."""
    twin = Caller(OWNER.id, Role.REVIEWER, 4, "session-8", "WJ", "460200")
    assert api.call("GET", LEDGER, by=twin, ledger_id=ledger_id).status == 404


def test_a_rule_names_the_grant_that_was_used() -> None:
    rule = allow(applicant(level=2), reviewer())
    assert rule.grant_for(OWNER) == Grant(Role.APPLICANT, Scope.OWN, 2)
    assert rule.grant_for(REVIEWER) == Grant(Role.REVIEWER, Scope.DEPARTMENT)
    with pytest.raises(RoleRefused):
        rule.grant_for(HEAD)
    with pytest.raises(TokenMissing):
        rule.grant_for(None)
    with pytest.raises(LevelTooLow):
        allow(applicant(level=3)).grant_for(OWNER)


def test_a_public_route_asks_nobody_and_says_why() -> None:
    assert public("it is public").grant_for(None) is None
    assert public("it is public").grant_for(OWNER) is None
    with pytest.raises(ValueError, match="why"):
        public("")


def test_a_rule_for_nobody_cannot_be_declared_and_would_let_nobody_in() -> None:
    with pytest.raises(ValueError, match="nobody"):
        allow()
    with pytest.raises(RoleRefused):
        Rule(()).grant_for(OWNER)


def test_roles_of_rules() -> None:
    assert roles_of([allow(head()), public("x"), allow(operator(), head())]) == {Role.HEAD, Role.OPERATOR}


def test_events_name_a_caller_without_personal_data() -> None:
    assert (OWNER.actor.party, REVIEWER.actor.party) == (Party.APPLICANT, Party.OFFICIAL)
    assert (REVIEWER.actor.id, REVIEWER.actor.role) == ("staff-1", "reviewer")

"""Every route that is not public, through the real edge, asked well in everything but who asks: nobody gets in who
should not, nothing is written, and forged tokens do not even cost a look into the table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app import AREAS
from chalicelib.http import edge
from chalicelib.http.access import Caller, Grant, Role
from chalicelib.http.authority import Authority, AuthorityKind, Power
from chalicelib.http.routes import Route
from tests.support.cases import WHO
from tests.support.forged_tokens import FORGERIES, genuine, signed_anew
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.samples import BODIES, QUERIES, address
from tests.unit.http.test_somebody_elses_things_do_not_exist import FOREIGN, PAIRS, RIGHTFUL, furnished

CLOSED = [route for area in AREAS for route in area.routes if route.access.grants]
PERSONAL = [route for route in CLOSED if {grant.role for grant in route.access.grants} == set(Role)]
"""What belongs to the human being, in whatever capacity they act: their sessions."""
CALLERS = {**RIGHTFUL, Role.OPERATOR: Caller("operator-1", Role.OPERATOR, 4, "session-20")}
AGENT = "account-agent"
OTHER_POWERS = {power: tuple(other for other in Power if other is not power) for power in Power}
REPRESENTING = [kind for kind in AuthorityKind if Authority(kind, "authority-1").represents]
REFUSALS = {"token-missing", "token-refused", "authority-over", "role-refused", "level-too-low"}
"""What is said to those who are not let in at all, as `access.…`."""


def strongest(role: Role) -> Caller:
    """Somebody of that role whom no level keeps out."""
    caller = CALLERS.get(role) or Caller(f"{role}-1", role, 4, f"session-{role}", "GA", "460100")
    return replace(caller, level=4)


def with_authority(caller: Caller, kind: AuthorityKind, powers: tuple[str, ...] = (), until: str = "") -> Caller:
    """Somebody who acts for `caller`."""
    return replace(caller, actor_id=AGENT, authority=Authority(kind, "authority-1", powers=powers, until=until))


def granted(wanted: str) -> list[tuple[Route, Grant]]:
    """All grants of all routes in which that attribute is set."""
    return [(route, grant) for route in CLOSED for grant in route.access.grants if getattr(grant, wanted)]


def over(cases: list[tuple[Route, object]]) -> pytest.MarkDecorator:
    """One test for each, named by route and what is tried."""
    return pytest.mark.parametrize(
        ("route", "tried"), [pytest.param(route, what, id=f"{address(route)} with {what}") for route, what in cases]
    )


def by_grant(wanted: str) -> pytest.MarkDecorator:
    """One test for each grant that sets that attribute."""
    cases = [pytest.param(route, grant, id=f"{address(route)} {grant.role}") for route, grant in granted(wanted)]
    return pytest.mark.parametrize(("route", "grant"), cases)


every_closed_route = pytest.mark.parametrize("route", CLOSED, ids=address)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    platform, _ = furnished()
    monkeypatch.setattr(edge, "platform", lambda: platform)
    monkeypatch.setattr(platform.table, "rows", dict(platform.table.rows))
    return platform


@pytest.fixture
def api(cloud: FakePlatform) -> Api:
    return Api(cloud, *AREAS)


def ask(api: Api, route: Route, token: str | None) -> Answered:
    """Well formed in every other way."""
    _, things = furnished()
    headers = {"Authorization": f"Bearer {token}" if token else None, "If-Match": '"1"' if route.changes else None}
    parameters = {name: things.get(name, "unknown") for name in route.parameters}
    body, query = BODIES.get(address(route)), QUERIES.get(address(route))
    return api.call(route.method, route.path, body, query=query, headers=headers, **parameters)


def refused(answer: Answered, status: int, code: str) -> bool:
    """Whether it is that refusal, and says what to do."""
    return (answer.status, answer.body["code"]) == (status, f"access.{code}") and bool(answer.body["detail"])


@contextmanager
def untouched(cloud: FakePlatform, *, unasked: bool = False) -> Iterator[None]:
    """Nothing is written, and if `unasked` nothing is read."""
    before, asked = dict(cloud.table.rows), cloud.table.round_trips
    yield
    assert cloud.table.rows == before
    assert cloud.table.round_trips == asked or not unasked


def test_there_is_something_to_try() -> None:
    assert len(CLOSED) > 60
    assert granted("level")
    assert granted("power")
    assert granted("only_in_person")


@over([(route, grant.role) for route in CLOSED for grant in route.access.grants])
def test_those_who_may_are_let_in(api: Api, route: Route, tried: Role) -> None:
    """Whatever else is said to them: this is what makes the refusals below mean something."""
    answer = ask(api, route, api.token(strongest(tried)))
    code = answer.body.get("code", "") if answer.text else ""
    assert code.removeprefix("access.") not in REFUSALS


def test_a_token_taken_apart_and_signed_anew_by_our_key_is_good(cloud: FakePlatform, api: Api) -> None:
    """So that a forged one is refused for the one thing that was changed in it."""
    read = next(route for route in PERSONAL if not route.is_command)
    for role in Role:
        assert ask(api, read, signed_anew(cloud, strongest(role))).status == 200


@every_closed_route
def test_without_a_token_nobody(cloud: FakePlatform, api: Api, route: Route) -> None:
    with untouched(cloud, unasked=True):
        assert refused(ask(api, route, None), 401, "token-missing")


@over([(route, name) for route in CLOSED for name in FORGERIES])
def test_with_a_forged_token_nobody(cloud: FakePlatform, api: Api, route: Route, tried: str) -> None:
    token = FORGERIES[tried](cloud, strongest(route.access.grants[0].role))
    with untouched(cloud, unasked=True):
        assert refused(ask(api, route, token), 401, "token-refused")


@over([(route, role) for route in CLOSED for role in Role if role not in {g.role for g in route.access.grants}])
def test_in_another_role_nobody(cloud: FakePlatform, api: Api, route: Route, tried: Role) -> None:
    with untouched(cloud, unasked=True):
        assert refused(ask(api, route, genuine(cloud, strongest(tried))), 403, "role-refused")


@by_grant("level")
def test_below_the_level_nobody(cloud: FakePlatform, api: Api, route: Route, grant: Grant) -> None:
    caller = replace(strongest(grant.role), level=grant.level - 1)
    with untouched(cloud, unasked=True):
        assert refused(ask(api, route, genuine(cloud, caller)), 403, "level-too-low")


@by_grant("power")
def test_for_somebody_else_nobody_without_the_power(cloud: FakePlatform, api: Api, route: Route, grant: Grant) -> None:
    assert grant.power
    for kind in REPRESENTING:
        caller = with_authority(strongest(grant.role), kind, powers=OTHER_POWERS[grant.power])
        with untouched(cloud, unasked=True):
            assert refused(ask(api, route, genuine(cloud, caller)), 403, "power-missing"), kind


@by_grant("only_in_person")
def test_what_is_done_in_person_nobody_for_somebody_else(
    cloud: FakePlatform, api: Api, route: Route, grant: Grant
) -> None:
    for kind in set(REPRESENTING) - {grant.also_as}:
        with untouched(cloud, unasked=True):
            caller = with_authority(strongest(grant.role), kind)
            assert refused(ask(api, route, genuine(cloud, caller)), 403, "only-in-person"), kind


@by_grant("also_as")
def test_but_for_an_organisations_representative_or_a_clerks_help(api: Api, route: Route, grant: Grant) -> None:
    assert grant.also_as in {AuthorityKind.REPRESENTATIVE, AuthorityKind.ASSISTANCE}
    answer = ask(api, route, api.token(with_authority(strongest(grant.role), grant.also_as)))
    assert answer.body.get("code") != "access.only-in-person"


@every_closed_route
def test_what_was_ended_lets_nobody_in(
    cloud: FakePlatform, api: Api, route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session that was ended, an authority that was, and one that has run its time."""
    caller = strongest(route.access.grants[0].role)
    session, kind = caller.session_id, AuthorityKind.ATTORNEY
    ids = {session: datetime.now(UTC)}
    monkeypatch.setattr(cloud.warm["revocations"], "ids", ids)
    with untouched(cloud, unasked=True):
        assert refused(ask(api, route, genuine(cloud, caller)), 401, "token-refused")
        ids["authority-1"] = ids.pop(session)
        assert refused(ask(api, route, genuine(cloud, with_authority(caller, kind))), 401, "authority-over")
        ids.clear()
        ended = with_authority(caller, kind, until="2026-03-01")
        assert refused(ask(api, route, genuine(cloud, ended)), 401, "authority-over")


OWNERS = [pair for pair in PAIRS if pair.values[1] is Role.APPLICANT and pair.values[0] not in PERSONAL]
"""The object routes on which applicants are told apart."""
WRONG_CAPACITIES = {
    "the owner in another's name": Caller(
        "account-2", Role.APPLICANT, 4, "session-21", actor_id=WHO.account_id,
        authority=Authority(AuthorityKind.ATTORNEY, "authority-2"),
    ),
    "an agent of the owner for other items": Caller(
        WHO.account_id, Role.APPLICANT, 4, "session-22", actor_id=AGENT,
        authority=Authority(AuthorityKind.AGENT, "authority-3", items=("XX-JG-9999",)),
    ),
    "somebody else's agent": Caller(
        "organisation-1", Role.APPLICANT, 4, "session-23", actor_id=AGENT,
        authority=Authority(AuthorityKind.AGENT, "authority-4"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("capacity", WRONG_CAPACITIES)
@pytest.mark.parametrize(("route", "role"), OWNERS)
def test_in_the_wrong_capacity_it_is_not_there(
    cloud: FakePlatform, api: Api, route: Route, role: Role, capacity: str
) -> None:
    """Beside those who have nothing to do with it: people who are near, in another's name or beyond their authority."""
    grant = next(grant for grant in route.access.grants if grant.role is role)
    told = (403, "only-in-person") if grant.only_in_person else (404, "not-found")
    token = api.token(WRONG_CAPACITIES[capacity])
    with untouched(cloud):
        assert refused(ask(api, route, token), *told)


def test_who_is_foreign_is_known_for_every_role_that_is_told_apart() -> None:
    assert set(FOREIGN) == set(RIGHTFUL)

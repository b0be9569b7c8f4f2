"""How often officials look at personal data in full is counted by day, once for each look, and unusual numbers tell."""

from datetime import date, timedelta

import pytest

from app import AREAS
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.events import Actor, Party
from chalicelib.parties import look_counts
from chalicelib.workflow import join_effects
from chalicelib.workflow.consuming import CloudEvent
from tests.support.platform import MONDAY_MORNING, FakePlatform
from tests.support.probes import Api

TODAY = date(2026, 3, 2)
OPERATOR = Caller("operator-1", Role.OPERATOR, 4, "session-1")


def seen(number: int, official: str = "staff-1", department: str = "GA", region: str = "460100") -> CloudEvent:
    return CloudEvent(
        id=f"CASE1:{number}",
        type="case.DataDisclosed",
        subject="CASE1",
        time=MONDAY_MORNING,
        correlationid="correlation-1",
        actor=Actor(id=official, party=Party.OFFICIAL, role="reviewer"),
        data={"reason": "核对身份", "department": department, "region": region},
    )


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


def counts(api: Api, **query: str) -> list[tuple[str, str, str | None, int, bool]]:
    entries = api.call("GET", "/v1/looks/counts", by=OPERATOR, query={"limit": "100", **query}).body["entries"]
    return [(it["department"], it["region"], it.get("official"), it["looks"], it["is_unusual"]) for it in entries]


def test_each_look_counts_once_however_often_its_event_comes(cloud: FakePlatform, api: Api) -> None:
    for number in (1, 2, 2, 1):
        join_effects.join(cloud, seen(number))
    join_effects.join(cloud, seen(3, "staff-2"))
    join_effects.join(cloud, seen(4, "staff-3", "WJ", "460200"))
    assert counts(api) == [
        ("GA", "460100", "staff-1", 2, False),
        ("GA", "460100", "staff-2", 1, False),
        ("WJ", "460200", "staff-3", 1, False),
    ]
    assert counts(api, counted_by="DEPARTMENT") == [("GA", "460100", None, 3, False), ("WJ", "460200", None, 1, False)]


def test_a_look_counts_on_its_day_in_hainan(cloud: FakePlatform, api: Api) -> None:
    late = seen(1).model_copy(update={"time": MONDAY_MORNING + timedelta(hours=15)})
    join_effects.join(cloud, late)
    assert counts(api) == []
    assert counts(api, day="2026-03-03") == [("GA", "460100", "staff-1", 1, False)]


def test_pages_go_on_where_the_last_one_ended(cloud: FakePlatform, api: Api) -> None:
    for number in range(5):
        join_effects.join(cloud, seen(number, f"staff-{number}"))
    found, cursor = [], {}
    for _ in range(4):
        page = api.call("GET", "/v1/looks/counts", by=OPERATOR, query={"limit": "2", **cursor}).body
        found += [it["official"] for it in page["entries"]]
        if "next" not in page:
            break
        cursor = {"cursor": page["next"]}
    assert found == [f"staff-{number}" for number in range(5)]


def test_unusual_numbers_are_heard_of(cloud: FakePlatform, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every fifty of one official in a day, not at every look beyond; and never those of a whole department."""
    said: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(join_effects.logger, "error", lambda word, extra: said.append((word, extra)))
    for number in range(101):
        join_effects.join(cloud, seen(number))
    join_effects.join(cloud, seen(200, "staff-2"))
    assert said == [("look-alert", {"official": "staff-1", "looks": looks}) for looks in (50, 100)]
    assert counts(api) == [("GA", "460100", "staff-1", 101, True), ("GA", "460100", "staff-2", 1, False)]
    assert counts(api, counted_by="DEPARTMENT") == [("GA", "460100", None, 102, False)]


def test_of_two_that_count_at_once_both_are_counted(cloud: FakePlatform, api: Api) -> None:
    desk = look_counts.Desk(department="GA", region="460100")
    slow = cloud.unit_of_work()
    look_counts.count_look(slow, TODAY, "staff-1", desk)
    join_effects.join(cloud, seen(1))
    with pytest.raises(Exception, match="overtaken"):
        slow.commit()
    join_effects.join(cloud, seen(2))
    assert counts(api) == [("GA", "460100", "staff-1", 2, False)]


def test_only_those_who_supervise_read_them(cloud: FakePlatform, api: Api) -> None:
    head = Caller("staff-9", Role.HEAD, 4, "session-9", "GA", "460100")
    assert api.call("GET", "/v1/looks/counts", by=head).body["code"] == "access.role-refused"
    assert api.call("GET", "/v1/looks/counts", by=OPERATOR, query={"day": "gestern"}).status == 422

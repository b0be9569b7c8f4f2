"""Searching over HTTP: what comes in, what goes out, and what is asked of AWS meanwhile."""

import pytest

from chalicelib.catalogue.editions import Edition, EditionState, write_state
from chalicelib.catalogue.finding import service
from chalicelib.catalogue.finding.api import catalogue_area
from chalicelib.catalogue.finding.snapshot import build_snapshot
from chalicelib.catalogue.vocabulary import LifeEvent
from chalicelib.http import edge
from tests.support.calls import Answered, Client
from tests.support.objects import FakeObjects
from tests.support.platform import MONDAY_MORNING, FakePlatform
from tests.support.summaries import TODAY, a_small_catalogue, a_summary


class Live(FakePlatform):
    """A deployment whose live edition can be changed, and that counts how often its documents are read."""

    def __init__(self) -> None:
        super().__init__()
        self.documents = FakeObjects("documents")
        self.edition: Edition | None = None

    def publish(self, number: int, snapshot: bytes) -> None:
        key = f"editions/{number}/snapshot"
        self.documents.write(key, snapshot, media_type="application/octet-stream")
        self.edition = Edition(number=number, batch_id=f"B{number}", published_at=MONDAY_MORNING, snapshot_key=key)


@pytest.fixture
def deployed(monkeypatch) -> Live:
    cloud = Live()
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return cloud


@pytest.fixture
def cloud(deployed, monkeypatch) -> Live:
    """Whose live edition is known without asking."""
    monkeypatch.setattr(service, "live_edition", lambda platform: platform.edition)
    return deployed


@pytest.fixture
def published(cloud) -> Live:
    cloud.publish(1, build_snapshot(a_small_catalogue()))
    return cloud


def find(cloud, **query: str) -> Answered:
    return Client(cloud, catalogue_area).call("GET", "/v1/items", query=query)


def found(answer: Answered) -> list[str]:
    return [entry["code"] for entry in answer.body["entries"]]


def test_an_edition_is_read_once(published):
    answers = [find(published, words="护照") for _ in range(3)]
    assert [found(it) for it in answers] == [["HUZHAO"]] * 3
    assert (published.documents.reads, [it.round_trips for it in answers]) == (1, [0, 0, 0])


def test_cold_it_takes_the_row_of_the_live_edition_and_its_object(deployed):
    deployed.publish(1, build_snapshot(a_small_catalogue()))
    uow = deployed.unit_of_work()
    write_state(uow, EditionState(), EditionState(live=deployed.edition), RuntimeError("taken"))
    uow.commit()
    answers = [find(deployed, words="护照") for _ in range(3)]
    assert [found(it) for it in answers] == [["HUZHAO"]] * 3
    assert (deployed.documents.reads, [it.round_trips for it in answers]) == (1, [1, 0, 0])


def test_a_new_edition_replaces_the_old_one_and_is_read_once(published):
    assert found(find(published, words="婚姻")) == []
    published.publish(2, build_snapshot([*a_small_catalogue(), a_summary("HUNYIN", "婚姻登记")]))
    assert [found(find(published, words="婚姻")) for _ in range(2)] == [["HUNYIN"]] * 2
    assert published.documents.reads == 2


def test_before_the_first_edition_there_is_nothing_and_nobody_is_asked(cloud):
    answer = find(cloud, words="护照")
    assert (answer.status, answer.body["entries"], cloud.documents.reads) == (200, [], 0)
    assert answer.body["facets"] == {"departments": [], "life_events": [], "regions": [], "no_visit": 0, "instant": 0}


def test_a_snapshot_of_another_format_says_what_still_works(cloud):
    cloud.publish(1, b"BJM-ITEMS-0\nsomething else")
    answer = find(cloud)
    assert (answer.status, answer.body["code"]) == (503, "catalogue.search-unavailable")
    assert answer.headers["Retry-After"] == "60"


def test_an_item_shows_what_it_asks_of_people(published):
    (item,) = find(published, words="驾照").body["entries"]
    assert item == {
        "code": "JIASHI",
        "version": 1,
        "name": "Driving-licence renewal on expiry",
        "department_code": "GA",
        "department": "Public Security Bureau",
        "item_level": "3",
        "regions": ["460100", "460200"],
        "province_wide": False,
        "subjects": ["1"],
        "life_events": ["DRIVING"],
        "no_visit": True,
        "visits": 0,
        "statutory_limit": {"amount": 20, "unit": "WORKING_DAY"},
        "promised_limit": {"amount": 0, "unit": "WORKING_DAY"},
        "online_depth": 6,
        "minimum_level": 2,
        "delivery": ["COURIER"],
        "illustrative": True,
        "valid_from": "2026-01-01",
    }


def test_all_filters_go_together(published):
    query = {"words": "换证", "life_event": "DRIVING", "department": "GA", "region": "460105", "subject": "1"}
    answer = find(published, **query, item_level="3", no_visit="true", instant="true")
    assert found(answer) == ["JIASHI"]
    assert answer.body["facets"] == {
        "departments": [{"code": "GA", "name": "Public Security Bureau", "items": 1}],
        "life_events": [{"code": "DRIVING", "name": "Driving", "items": 1}],
        "regions": [{"code": "460100", "items": 1}, {"code": "460200", "items": 1}],
        "no_visit": 1,
        "instant": 1,
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("words", "x" * 201), ("life_event", "BOREDOM"), ("department", "ga'--"), ("region", "Haikou")),
        *(("subject", "7"), ("item_level", "0"), ("no_visit", "perhaps"), ("limit", "101"), ("page", "2")),
    ],
)
def test_a_filter_that_cannot_be_is_named(published, name, value):
    answer = find(published, **{name: value})
    assert answer.status == 422
    assert [it["pointer"] for it in answer.body["errors"]] == [f"?/{name}"]


def test_pages_go_on_by_link_until_the_end(published):
    first = find(published, limit="7")
    second = find(published, limit="7", cursor=first.body["next"])
    assert (len(found(first)), len(found(second)), "next" in second.body) == (7, 5, False)
    assert 'rel="next"' in first.headers["Link"]
    assert len({*found(first), *found(second)}) == 12


def test_a_cursor_of_another_wish_or_edition_is_refused_with_what_to_do(published):
    cursor = find(published, limit="7").body["next"]
    assert find(published, limit="7", cursor=cursor, words="护照").status == 400
    published.publish(2, build_snapshot(a_small_catalogue()[1:]))
    answer = find(published, limit="7", cursor=cursor)
    assert (answer.status, answer.body["code"]) == (400, "request.cursor-invalid")
    assert "first page" in answer.body["detail"]


def test_today_is_the_day_in_hainan(published):
    published.publish(2, build_snapshot([a_summary("TOMORROW", valid_from=TODAY.replace(day=3))]))
    assert found(find(published)) == []
    published.clock.move(hours=14, minutes=59)  # 23:59 in Hainan
    assert found(find(published)) == []
    published.clock.move(minutes=1)
    assert found(find(published)) == ["TOMORROW"]


def test_life_events_are_told_in_both_languages(cloud):
    events = Client(cloud, catalogue_area).call("GET", "/v1/life-events").body["life_events"]
    assert [it["code"] for it in events] == [event.value for event in LifeEvent]
    assert all(it["name_zh"] and it["name_en"] for it in events)
    assert events[0] == {"code": "BIRTH", "name_zh": "出生生育", "name_en": "Having a child"}

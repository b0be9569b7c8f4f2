"""The province's catalogue office enters a year's notice: tried out, in force at once, with its author, and once."""

import json

import pytest

from chalicelib.aws.history import events_among
from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.calendars import api, service
from chalicelib.catalogue.service import catalogue_of
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.jobs.service import load_job
from tests.support.calls import Client
from tests.support.platform import FakePlatform
from tests.support.samples import HOLIDAYS, NOTICE

assert api.catalogue_area is catalogue_area

OFFICE = Caller("staff-1", Role.CATALOGUE_MANAGER, 4, "session", "", "460000")
LINE = Caller("staff-2", Role.CATALOGUE_MANAGER, 4, "session", "GA", "460000")
APPROVER = Caller("staff-3", Role.CATALOGUE_APPROVER, 4, "session", "", "460000")
YEAR, CHECKS = "/v1/calendar-years/{year}", "/v1/calendar-years/{year}/checks"
CORRECTED = {**NOTICE, "holidays": [*HOLIDAYS, {"date": "2027-06-09", "name_zh": "端午", "name_en": "Dragon Boat"}]}


@pytest.fixture
def cloud() -> FakePlatform:
    return FakePlatform()


@pytest.fixture
def client(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Client(cloud, catalogue_area)


def put(client, body=NOTICE, *, by=OFFICE, version=0):
    return client.call("PUT", YEAR, body, by=by, version=version, year="2027")


def history(cloud):
    events = events_among(cloud.table.partition("CALENDAR-YEAR#2027"))
    return [(event.type, event.actor.id, event.data) for event in events]


def test_anybody_sees_that_a_year_is_not_announced_yet(client):
    answer = client.call("GET", YEAR, year="2027")
    assert (answer.status, answer.headers["ETag"]) == (200, '"0"')
    assert (answer.body["announced"], answer.body["holidays"]) == (False, [])


def test_what_was_entered_is_read_by_anybody_and_counts_at_once(client, cloud):
    entered = put(client)
    assert (entered.status, entered.headers["ETag"]) == (200, '"1"')
    shown = client.call("GET", YEAR, year="2027")
    assert (shown.body["announced"], shown.body["document_number"]) == (True, NOTICE["document_number"])
    assert [day["date"] for day in shown.body["holidays"]] == [day["date"] for day in HOLIDAYS]
    assert catalogue_of(cloud).calendar().is_announced(2027)


def test_entering_it_starts_the_job_that_computes_running_clocks_again(client, cloud):
    job = load_job(cloud.table, put(client).body["job_id"])
    assert (job.kind, job.status, job.department, job.input) == (service.RECOMPUTE, "RUNNING", "", {"year": 2027})


def test_history_says_who_entered_what_and_what_it_replaced(client, cloud):
    put(client)
    put(client, CORRECTED, version=1)
    (first, who, entered), (second, _, amended) = history(cloud)
    assert (first, who, second) == ("catalogue.YearAnnounced", OFFICE.id, "catalogue.YearAmended")
    assert amended["before"] == entered["after"]
    assert len(amended["after"]["holidays"]) == len(entered["after"]["holidays"]) + 1


def test_the_same_again_changes_nothing_and_starts_nothing(client, cloud):
    put(client)
    rows = {key for key in cloud.table.rows if key[0].startswith(("CALENDAR", "JOB#"))}
    again = put(client, version=1)
    assert (again.status, again.headers["ETag"], again.body.get("job_id")) == (200, '"1"', None)
    assert {key for key in cloud.table.rows if key[0].startswith(("CALENDAR", "JOB#"))} == rows


def test_of_two_who_enter_it_one_is_told_to_read_it_again(client):
    put(client)
    assert put(client, CORRECTED, version=0).status == 412


@pytest.mark.parametrize(("who", "status"), [(LINE, 404), (APPROVER, 403), (None, 401)])
def test_nobody_else_enters_or_tries_it(client, cloud, who, status):
    assert put(client, by=who).status == status
    assert client.call("POST", CHECKS, NOTICE, by=who, year="2027").status == status
    assert history(cloud) == []


def test_a_faulty_one_is_refused_with_every_place(client, cloud):
    faulty = {**NOTICE, "holidays": HOLIDAYS[1:], "make_up_workdays": [HOLIDAYS[0] | {"date": "2027-02-22"}]}
    for answer in (put(client, faulty), client.call("POST", CHECKS, faulty, by=OFFICE, year="2027")):
        assert (answer.status, answer.body["code"]) == (422, "calendar.notice-implausible")
        assert {it["pointer"] for it in answer.body["errors"]} == {"#/holidays", "#/make_up_workdays/0/date"}
    assert history(cloud) == []


def test_a_trial_is_a_job_that_changes_nothing(client, cloud):
    answer = client.call("POST", CHECKS, NOTICE, by=OFFICE, year="2027")
    assert (answer.status, answer.body["dry_run"]) == (202, True)
    assert answer.headers["Location"] == f"/v1/jobs/{answer.body['job_id']}"
    job = load_job(cloud.table, answer.body["job_id"])
    assert (job.kind, json.loads(str(job.input["notice"]))["year"]) == (service.CHECK, 2027)
    assert not client.call("GET", YEAR, year="2027").body["announced"]


def test_a_year_of_which_no_calendar_is_kept(client):
    assert client.call("GET", YEAR, year="1949").status == 404
    assert client.call("GET", YEAR, year="next").status == 404


def test_reading_takes_one_round_trip_and_entering_two(client):
    assert client.call("GET", YEAR, year="2027").round_trips == 1
    assert put(client).round_trips == 2


def test_seeding_a_year_again_writes_nothing(cloud):
    year = service.checked(2027, api.YearNotice.model_validate(NOTICE))
    for expected in (True, False):
        uow = cloud.unit_of_work()
        assert service.announce_year(uow, year) is expected
        assert uow.is_empty is not expected
        uow.commit()


def test_every_announcement_and_every_correction_is_a_newer_edition(client, cloud):
    editions = [service.load_calendar(cloud.table).edition]
    for version, body in enumerate((NOTICE, CORRECTED, CORRECTED)):
        put(client, body, version=version)
        editions.append(service.load_calendar(cloud.table).edition)
    assert editions == [0, 1, 2, 2]


def test_a_year_that_was_entered_before_there_were_editions_counts(client, cloud):
    put(client)
    del cloud.table.rows["CALENDAR", "YEAR#2027"]["version"]
    assert service.load_calendar(cloud.table).is_announced(2027)

"""Anybody reads the registers warm; the catalogue office maintains them; every change keeps its author."""

import pytest

from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.registers import api as _reading  # noqa: F401 - importing it declares its routes
from chalicelib.catalogue.registers import api_maintaining as _maintaining  # noqa: F401
from chalicelib.catalogue.registers import service
from chalicelib.catalogue.registers.register import RegisterKind
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from tests.support.calls import Client
from tests.support.platform import FakePlatform
from tests.support.registers import registers

OFFICE = Caller("staff-office", Role.CATALOGUE_MANAGER, 4, "session-1")
OF_A_LINE = Caller("staff-line", Role.CATALOGUE_MANAGER, 4, "session-2", "GA", "460000")
APPROVER = Caller("staff-approver", Role.CATALOGUE_APPROVER, 4, "session-3", "GA", "460000")
ENTRIES = "/v1/catalogue/registers/{}/entries/{{code}}"
REGION = ENTRIES.format("regions")
YAZHOU = {"code": "460205", "name": {"zh": "崖州区", "en": "Yazhou"}, "kind": "DISTRICT", "parent": "460200"}


@pytest.fixture
def cloud(monkeypatch) -> FakePlatform:
    cloud = FakePlatform()
    entries = (registers().regions, registers().departments, registers().certificate_types)
    for kind, some in zip(RegisterKind, entries, strict=True):
        uow = cloud.unit_of_work()
        service.amend(uow, kind, some)
        uow.commit()
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return cloud


@pytest.fixture
def client(cloud) -> Client:
    return Client(cloud, catalogue_area)


def codes(answer) -> list[str]:
    return [entry["code"] for entry in answer.body["entries"]]


@pytest.mark.parametrize("path", ["/v1/regions", "/v1/departments", "/v1/certificate-types"])
def test_the_registers_are_read_in_one_trip_and_then_in_none(client, path):
    first, second = (client.call("GET", path) for _ in range(2))
    assert (first.status, first.round_trips, second.round_trips) == (200, 1, 0)
    assert first.body == second.body
    assert codes(first) == sorted(codes(first))


def test_regions_are_those_of_the_day(client):
    assert "460100001" not in codes(client.call("GET", "/v1/regions"))
    assert "460100001" in codes(client.call("GET", "/v1/regions", query={"on": "2000-01-01"}))
    assert codes(client.call("GET", "/v1/regions", query={"parent": "460100"})) == ["460105", "460106"]
    assert client.call("GET", "/v1/regions", query={"parent": "Haikou"}).status == 422


def test_a_region_tells_its_scope_and_its_former_code(client):
    entries = {it["code"]: it for it in client.call("GET", "/v1/regions").body["entries"]}
    assert (entries["460300"]["in_scope"], entries["460300"]["out_of_scope_reason"]) == (False, "Not within the plan")
    assert entries["460400"]["aliases"][0]["code"] == "469003"


def test_a_certificate_type_tells_what_it_makes_superfluous(client):
    answer = client.call("GET", "/v1/certificate-types/{code}", code="DRIVER_MEDICAL_CERTIFICATE")
    assert answer.body["holder"] == "Health commission's licence base"
    assert answer.body["replaces"] == ["体检证明"]
    assert client.call("GET", "/v1/certificate-types/{code}", code="XX").status == 404


def test_the_office_adds_an_entry_in_two_trips_and_everybody_sees_its_author(client):
    read = client.call("GET", REGION, by=OFFICE, code="460200")
    assert (read.body["entry"]["name"], read.round_trips) == ({"zh": "三亚市"}, 1)
    put = client.call("PUT", REGION, YAZHOU, by=OFFICE, version=1, code="460205")
    assert (put.status, put.headers["ETag"], put.round_trips) == (200, '"2"', 2)
    ended = {**YAZHOU, "valid_to": "2030-12-31"}
    assert client.call("PUT", REGION, ended, by=OFFICE, version=2, code="460205").status == 200
    history = client.call("GET", "/v1/catalogue/registers/regions/history", by=APPROVER)
    assert [it["sequence"] for it in history.body["entries"]] == [1, 2, 3]
    *_, added, last = history.body["entries"]
    assert (added["actor"], added["role"]) == ("staff-office", "catalogue-manager")
    assert added["changes"] == [{"code": "460205", "after": YAZHOU}]
    assert last["changes"][0]["before"] == YAZHOU
    assert last["changes"][0]["after"] == ended


def test_history_goes_on_by_cursor(client):
    for number in range(3):
        body = {**YAZHOU, "name": {"zh": f"崖州区{number}"}}
        assert client.call("PUT", REGION, body, by=OFFICE, version=1 + number, code="460205").status == 200
    seen, query = [], {"limit": "3"}
    for _ in range(3):
        page = client.call("GET", "/v1/catalogue/registers/regions/history", by=OFFICE, query=query)
        assert page.round_trips == 1
        seen += [it["sequence"] for it in page.body["entries"]]
        if "next" not in page.body:
            break
        query = {"limit": "3", "cursor": page.body["next"]}
    assert seen == [1, 2, 3, 4]


def test_departments_and_certificate_types_are_maintained_alike(client):
    body = {"code": "XX", "name": {"zh": "新部门"}, "names": {"city": {"zh": "市新部门"}}}
    path = ENTRIES.format("departments")
    assert client.call("PUT", path, body, by=OFFICE, version=1, code="XX").status == 200
    assert client.call("GET", path, by=OF_A_LINE, code="XX").body["entry"] == body
    body = {"code": "NEW", "name": {"zh": "新证"}, "issuing_department": "XX"}
    path = ENTRIES.format("certificate-types")
    assert client.call("PUT", path, body, by=OFFICE, version=1, code="NEW").status == 200
    assert client.call("GET", path, by=APPROVER, code="NEW").body["entry"] == body
    for kind in ("departments", "certificate-types"):
        answer = client.call("GET", f"/v1/catalogue/registers/{kind}/history", by=OFFICE)
        assert [change["code"] for change in answer.body["entries"][-1]["changes"]] in (["XX"], ["NEW"])


@pytest.mark.parametrize(
    ("by", "version", "code", "body", "status", "problem"),
    [
        (OF_A_LINE, 1, "460205", YAZHOU, 404, "access.not-found"),
        (APPROVER, 1, "460205", YAZHOU, 403, "access.role-refused"),
        (None, 1, "460205", YAZHOU, 401, "access.token-missing"),
        (OFFICE, None, "460205", YAZHOU, 428, "request.if-match-missing"),
        (OFFICE, 7, "460205", YAZHOU, 412, "request.stale-version"),
        (OFFICE, 1, "460204", YAZHOU, 422, "registers.entries-refused"),
        (OFFICE, 1, "460205", {**YAZHOU, "parent": "460100"}, 422, "registers.entries-refused"),
        (OFFICE, 1, "460205", {**YAZHOU, "kind": "VILLAGE"}, 422, "request.body-invalid"),
        (OFFICE, 1, "460205", {**YAZHOU, "colour": "red"}, 422, "request.body-invalid"),
    ],
)
def test_what_is_not_allowed_changes_nothing(*, cloud, client, by, version, code, body, status, problem):
    before = dict(cloud.table.rows)
    answer = client.call("PUT", REGION, body, by=by, version=version, code=code)
    assert (answer.status, answer.body["code"]) == (status, problem)
    assert cloud.table.rows == before


def test_a_refusal_points_into_the_body(client):
    answer = client.call("PUT", REGION, {**YAZHOU, "parent": "460100"}, by=OFFICE, version=1, code="460205")
    assert [it["pointer"] for it in answer.body["errors"]] == ["#/parent"]


def test_an_entry_that_is_not_there_is_told_so(client):
    answer = client.call("GET", REGION, by=OFFICE, code="469999")
    assert (answer.status, answer.body["code"]) == (404, "registers.entry-unknown")


def test_of_two_amendments_at_once_one_is_overtaken(cloud):
    first, second = cloud.unit_of_work(), cloud.unit_of_work()
    entry = registers().regions[0].model_copy(update={"illustrative": True})
    service.amend(first, RegisterKind.REGIONS, [entry])
    service.amend(second, RegisterKind.REGIONS, [entry])
    first.commit()
    with pytest.raises(edge.DomainError) as overtaken:
        second.commit()
    assert overtaken.value.code == "request.overtaken"

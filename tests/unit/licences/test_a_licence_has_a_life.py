"""Suspended, resumed, revoked, or issued again: by the head of the issuing department, told to the holder, and seen by
whoever verifies.
"""

from typing import Any

import pytest

from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.cases import service as cases
from chalicelib.cases.model import Case
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.licences import service, store
from chalicelib.licences.model import Licence
from chalicelib.licences.request import REFUSAL_TYPE, Kind
from chalicelib.licences.timestamps import WARM
from chalicelib.workflow import issue_document, notify
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.issue_document import heard, issue
from tests.support.applications import WANG, decided, settle
from tests.support.certificates import request
from tests.support.people import as_delivered
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

HEAD = Caller("staff-head", Role.HEAD, 4, "session-3", "GA", "460100")
HOLDER = Caller(WANG.account_id, Role.APPLICANT, 3, "session-1")
WHY = "持证人提供虚假材料"


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


@pytest.fixture
def case(cloud: FakePlatform) -> Case:
    made = settle(cloud, decided(cloud).id)
    issue(cloud, made.id, Kind.DECISION)
    return cases.load_case(cloud.table, made.id)


@pytest.fixture
def licence(cloud: FakePlatform, case: Case) -> Licence:
    return service.read(cloud.table, case.documents["decision"].licence_id)


def act(api: Api, what: str, licence_id: str, *, by: Caller = HEAD, reason: str = WHY) -> Answered:
    path = f"/v1/licences/{{licence_id}}/{what}"
    version = api.call("GET", "/v1/licences/{licence_id}", by=by, licence_id=licence_id).version
    headers = {"If-Match": version} if version else {}
    ground = {"ground": "ANNULLED"} if what == "revocation" else {}
    return api.call("POST", path, {"reason": reason, **ground}, by=by, headers=headers, licence_id=licence_id)


def told(api: Api, licence: Licence) -> dict[str, Any]:
    body: dict[str, Any] = api.call("GET", "/v1/verifications/{code}", code=licence.request.verification_code).body
    return body


def events_of(cloud: FakePlatform, licence_id: str) -> list[Any]:
    return events_among(cloud.table.partition(store.licence_pk(licence_id)))


def last(cloud: FakePlatform, licence_id: str) -> CloudEvent:
    return as_delivered(events_of(cloud, licence_id)[-1])


def test_it_is_suspended_and_resumed(cloud: FakePlatform, api: Api, licence: Licence) -> None:
    answer = act(api, "suspension", licence.id)
    assert (answer.status, answer.body["standing"], answer.body["reason"]) == (200, "SUSPENDED", WHY)
    assert told(api, licence)["standing"] == "SUSPENDED"
    assert service.held_by(cloud, WANG.id_number, now=cloud.clock.now()) == []
    assert act(api, "resumption", licence.id).body["standing"] == "GENUINE"
    assert told(api, licence)["standing"] == "GENUINE"
    assert [event.type for event in events_of(cloud, licence.id)][1:] == ["licence.Suspended", "licence.Resumed"]


def test_the_public_is_told_since_when_and_the_holder_why(api: Api, licence: Licence) -> None:
    act(api, "revocation", licence.id)
    public = told(api, licence)
    assert (public["standing"], public["revoked_on"]) == ("REVOKED", "2026-03-02")
    assert WHY not in str(public)
    mine = api.call("GET", "/v1/licences/{licence_id}", by=HOLDER, licence_id=licence.id).body
    assert (mine["standing"], mine["reason"]) == ("REVOKED", WHY)


@pytest.mark.parametrize(
    ("before", "what", "code"),
    [
        ("revocation", "suspension", "licence.already-revoked"),
        ("revocation", "revocation", "licence.already-revoked"),
        ("revocation", "reissue", "licence.already-revoked"),
        ("suspension", "suspension", "licence.already-suspended"),
        ("suspension", "reissue", "licence.already-suspended"),
        ("reissue", "reissue", "licence.reissue-under-way"),
    ],
)
def test_what_makes_no_sense_is_refused(api: Api, licence: Licence, before: str, what: str, code: str) -> None:
    assert act(api, before, licence.id).status in {200, 202}
    answer = act(api, what, licence.id)
    assert (answer.status, answer.body["code"]) == (409, code)


def test_what_is_not_suspended_is_not_resumed(api: Api, licence: Licence) -> None:
    answer = act(api, "resumption", licence.id)
    assert (answer.status, answer.body["code"]) == (409, "licence.not-suspended")


def test_a_suspended_one_may_be_revoked(api: Api, licence: Licence) -> None:
    act(api, "suspension", licence.id)
    assert act(api, "revocation", licence.id).body["standing"] == "REVOKED"


@pytest.mark.parametrize("what", ["suspension", "reissue"])
def test_what_grants_nothing_is_neither_suspended_nor_reissued(cloud: FakePlatform, api: Api, what: str) -> None:
    refusal = service.issue(cloud, cloud.act(), request(cloud, certificate_type=REFUSAL_TYPE))
    assert act(api, what, refusal.id).body["code"] == "licence.grants-nothing"


def test_another_departments_head_finds_nothing(api: Api, licence: Licence) -> None:
    other = Caller("staff-4", Role.HEAD, 4, "session-9", "RS", "460100")
    answer = api.call(
        "POST",
        "/v1/licences/{licence_id}/revocation",
        {"ground": "ANNULLED", "reason": WHY},
        by=other,
        headers={"If-Match": '"1"'},
        licence_id=licence.id,
    )
    assert answer.status == 404


def test_the_holder_cannot_revoke_it(api: Api, licence: Licence) -> None:
    assert act(api, "revocation", licence.id, by=HOLDER).status == 403


def reissued(cloud: FakePlatform, api: Api, licence: Licence) -> Licence:
    assert act(api, "reissue", licence.id, reason="原件损毁").status == 202
    heard(cloud, last(cloud, licence.id))
    return service.read(cloud.table, service.read(cloud.table, licence.id).replaced_by)


def test_the_next_version_counts_and_the_former_says_that_it_was_replaced(
    cloud: FakePlatform, api: Api, licence: Licence
) -> None:
    successor = reissued(cloud, api, licence)
    assert (told(api, licence)["standing"], told(api, successor)["standing"]) == ("REPLACED", "GENUINE")
    assert licence.identifier.split(".")[-2] == "001" and successor.identifier.split(".")[-2] == "002"
    assert successor.request.verification_code != licence.request.verification_code
    assert [it.id for it in service.held_by(cloud, WANG.id_number, now=cloud.clock.now())] == [successor.id]
    body, _ = cloud.documents.contents[successor.request.object_key]
    assert sha256_hex(body) == successor.request.sha256 != licence.request.sha256


def test_until_it_is_made_the_former_counts(api: Api, licence: Licence) -> None:
    act(api, "reissue", licence.id)
    assert told(api, licence)["standing"] == "GENUINE"


def test_its_holder_downloads_either(cloud: FakePlatform, api: Api, licence: Licence) -> None:
    path = "/v1/licences/{licence_id}/file"
    successor = reissued(cloud, api, licence)
    answer = api.call("GET", path, by=HOLDER, licence_id=successor.id)
    assert answer.body["url"].endswith("/decision-2.pdf")
    assert answer.body["credential_url"].endswith("/decision-2.sd-jwt")
    assert successor.request.object_key.replace(".pdf", ".sd-jwt") in cloud.documents.contents
    former = api.call("GET", path, by=HOLDER, licence_id=licence.id)
    assert former.body["url"].endswith("/decision.pdf")


def test_its_case_shows_the_one_in_force_and_the_first_as_replaced(
    cloud: FakePlatform, api: Api, licence: Licence, case: Case
) -> None:
    successor = reissued(cloud, api, licence)
    replaced = last(cloud, licence.id)
    heard(cloud, replaced)
    rows = dict(cloud.table.rows)
    heard(cloud, replaced)
    noted = cases.load_case(cloud.table, case.id)
    assert noted.version == cases.load_case(cloud.table, case.id).version
    assert rows[f"CASE#{case.id}", "SNAPSHOT"] == cloud.table.rows[f"CASE#{case.id}", "SNAPSHOT"], "noted once"
    shown = api.call("GET", "/v1/cases/{case_id}", by=HOLDER, case_id=case.id).body["documents"]
    told = [(it["licence_id"], it["is_replaced"]) for it in shown if it["kind"] == "decision"]
    assert told == [(successor.id, False), (licence.id, True)]
    path = "/v1/cases/{case_id}/documents/{kind}/download"
    assert api.call("GET", path, by=HOLDER, case_id=case.id, kind="decision").body["url"].count("decision-2.pdf") == 1
    history = [event.type for event in cases.load_history(cloud.table, case.id)[1]]
    assert history[-1] == "case.DocumentReissued"


def test_an_event_that_comes_twice_replaces_once(cloud: FakePlatform, api: Api, licence: Licence) -> None:
    act(api, "reissue", licence.id)
    event = last(cloud, licence.id)
    heard(cloud, event)
    rows = dict(cloud.table.rows)
    heard(cloud, event)
    assert cloud.table.rows == rows


def test_cut_off_before_the_certificate_it_ends_with_one_successor(
    cloud: FakePlatform, api: Api, licence: Licence, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(api, "reissue", licence.id)
    event = last(cloud, licence.id)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(issue_document.licences, "replace", lambda *_: 1 / 0)
        heard(cloud, event)
    heard(cloud, event)
    successor = service.read(cloud.table, service.read(cloud.table, licence.id).replaced_by)
    body, _ = cloud.documents.contents[successor.request.object_key]
    assert sha256_hex(body) == successor.request.sha256


def test_without_a_timestamp_it_waits(cloud: FakePlatform, api: Api, licence: Licence) -> None:
    act(api, "reissue", licence.id)
    event = last(cloud, licence.id)
    cloud.warm[WARM].is_there = False
    with pytest.raises(Exception, match="switched off"):
        heard(cloud, event)
    assert told(api, licence)["standing"] == "GENUINE"


def test_one_that_was_revoked_meanwhile_gets_no_successor(cloud: FakePlatform, api: Api, licence: Licence) -> None:
    act(api, "reissue", licence.id)
    event = last(cloud, licence.id)
    act(api, "revocation", licence.id)
    heard(cloud, event)
    assert service.read(cloud.table, licence.id).replaced_by == ""
    assert told(api, licence)["standing"] == "REVOKED"


class Gateway:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, message_id: str, mobile: str, template: str, parameters: dict[str, str]) -> None:
        self.sent.append((mobile, template))


@pytest.mark.parametrize(
    ("what", "template"), [("suspension", "licence-suspended.zh-CN"), ("revocation", "licence-revoked.zh-CN")]
)
def test_the_holder_is_told_by_sms(cloud: FakePlatform, api: Api, licence: Licence, what: str, template: str) -> None:
    gateway = Gateway()
    act(api, what, licence.id)
    for _ in range(2):
        notify.tell(cloud, gateway, last(cloud, licence.id))
    assert gateway.sent == [(WANG.mobile, template)]


def test_the_holder_is_told_of_the_new_one(cloud: FakePlatform, api: Api, licence: Licence) -> None:
    gateway = Gateway()
    reissued(cloud, api, licence)
    notify.tell(cloud, gateway, last(cloud, licence.id))
    assert gateway.sent == [(WANG.mobile, "licence-replaced.zh-CN")]

"""Whoever read a licence is told, at the address registered for it, that it was suspended, resumed, revoked or
replaced: signed, the same to the byte at every attempt, until it is taken; and nobody learns more than that.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from app import AREAS
from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.http import edge
from chalicelib.kernel.events import Act
from chalicelib.licences import service as licences
from chalicelib.licences.events import RevocationGround
from chalicelib.licences.model import Licence
from chalicelib.licences.sharing.model import MOST_AT_ONCE
from chalicelib.licences.status.model import Place
from chalicelib.licences.telling import service as telling
from chalicelib.licences.telling.message import LOST_AFTER, PAUSES
from chalicelib.parties.clients import service as clients
from chalicelib.workflow import sweep_parties, tell_readers
from infra.bootstrap.catalogue import seed_registers
from tests.support.applications import HEAD
from tests.support.certificates import ID_NUMBER, NAME, request
from tests.support.partners import a_client, basic
from tests.support.platform import FakePlatform
from tests.support.probes import OPERATOR, Answered, Api
from tests.support.told_events import cloud_events

READING, RECEIVER = "/v1/licence-readings", "/v1/clients/{client_id}/receiver"
MESSAGES = "/v1/clients/{client_id}/messages"
URL = "https://partner.example/licences"
LAW = "《网络预约出租汽车经营服务管理暂行办法》第十四条"
WANTED = {
    "holder_code": ID_NUMBER,
    "holder_code_type": "111",
    "certificate_type": "DRIVING_LICENCE",
    "fields": ["valid_to"],
    "reason": "网约车驾驶员资格核验",
}


class Receiver:
    """Answers as it is told; keeps what came."""

    def __init__(self, *answers: int | str) -> None:
        self.answers, self.came = list(answers), []

    def post(self, url: str, headers: dict[str, str], body: bytes) -> int:
        self.came.append((url, headers, body))
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, str):
            raise Unavailable(answer)
        return answer


class Telling:
    """Partners that read, a licence that changes, and the events in between brought to the consumer."""

    def __init__(self, cloud: FakePlatform, api: Api) -> None:
        self.cloud, self.api, self.heard = cloud, api, 0
        self.outside = Receiver()
        self.licence = licences.issue(cloud, cloud.act(), request(cloud, status=Place(list_id="202603-1", index=7)))
        self.bring()

    def partner(self) -> tuple[str, str]:
        """One for which a duty is registered."""
        partner = a_client(self.cloud.unit_of_work(), datetime.now(UTC))
        duty = {"code": "DRIVING_LICENCE", "fields": ["valid_to"], "basis": LAW}
        body, headers = {"duties": [duty], "readings_per_hour": 600}, {"If-Match": '"0"'}
        path = "/v1/clients/{client_id}/duties"
        assert self.api.call("PUT", path, body, by=OPERATOR, headers=headers, client_id=partner[0]).status == 200
        return partner

    def listen(self, partner: tuple[str, str], url: str = URL, version: int = 0) -> Answered:
        headers = {"If-Match": f'"{version}"'}
        return self.api.call("PUT", RECEIVER, {"url": url}, by=OPERATOR, headers=headers, client_id=partner[0])

    def read(self, partner: tuple[str, str], **other: Any) -> Answered:
        return self.api.call("POST", READING, {**WANTED, **other}, headers=basic(*partner))

    def reader(self) -> tuple[str, str, str]:
        """A partner that read the licence, and its secret for messages."""
        partner = self.partner()
        secret = self.listen(partner).body["webhook_secret"]
        assert len(self.read(partner).body["licences"]) == 1
        return *partner, secret

    def change(self, how: str, **other: Any) -> None:
        uow = self.cloud.unit_of_work(HEAD)
        licence = licences.read(self.cloud.table, self.licence.id)
        licences.change(self.cloud, uow, licence, lambda it: getattr(it, how)("王示例承诺不实", uow.act, **other))
        uow.commit()

    def bring(self) -> None:
        """Every event since the last time, and what follows from it, to the consumer."""
        while self.heard < len(events := cloud_events(self.cloud.table)):
            for event in events[self.heard :]:
                self.heard += 1
                tell_readers.hear(self.cloud, self.outside, event)

    def sweep(self) -> None:
        sweep_parties.sweep(self.cloud)
        self.bring()

    def messages(self, client_id: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.api.call("GET", MESSAGES, by=OPERATOR, client_id=client_id).body["entries"]
        return entries


@pytest.fixture
def told(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Telling:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    seed_registers(cloud)
    return Telling(cloud, Api(cloud, *AREAS))


def test_a_reader_is_told_signed_and_without_anything_personal(told: Telling) -> None:
    *_, secret = told.reader()
    told.change("revoke", ground=RevocationGround.ANNULLED)
    told.bring()
    ((url, headers, body),) = told.outside.came
    document = Webhook(secret).verify(body, headers)
    assert url == URL
    assert document["type"] == "licence.revoked"
    assert document["data"] == {
        "identifier": told.licence.identifier,
        "status": "REVOKED",
        "since": document["timestamp"],
        "sequence": 2,
        "ground": "ANNULLED",
    }
    for personal in (NAME, ID_NUMBER, "承诺不实", told.licence.request.verification_code):
        assert personal not in body.decode()


def test_every_change_is_told_in_words_of_its_own(told: Telling) -> None:
    told.reader()
    told.change("suspend")
    told.change("resume")
    told.change("suspend")
    told.change("revoke")
    told.bring()
    kinds = [json.loads(body)["type"] for *_, body in told.outside.came]
    assert kinds == ["licence.suspended", "licence.valid", "licence.suspended", "licence.revoked"]
    sequences = [json.loads(body)["data"]["sequence"] for *_, body in told.outside.came]
    assert sequences == sorted(set(sequences))


def test_of_a_replaced_licence_the_next_one_is_named(cloud: FakePlatform, told: Telling) -> None:
    told.reader()
    code = licences.verification_code_of(cloud, "case-1", told.licence.request.kind, 2)
    successor = request(cloud, edition=2, verification_code=code, sha256="a" * 64)
    new = licences.replace(cloud, cloud.act(), told.licence.id, successor)
    told.bring()
    ((*_, body),) = told.outside.came
    assert json.loads(body)["data"]["replaced_by"] == new.identifier


def test_who_did_not_read_it_or_has_no_receiver_is_told_nothing(told: Telling) -> None:
    told.listen(told.partner())
    told.read(told.partner())
    told.change("revoke")
    told.bring()
    assert told.outside.came == []


def test_repeated_events_write_and_send_nothing_twice(told: Telling) -> None:
    told.reader()
    told.change("revoke")
    told.bring()
    told.heard = 0
    told.bring()
    assert len(told.outside.came) == 1


def test_of_very_many_readers_each_is_told_once_also_after_a_crash_in_between(
    told: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = [told.reader() for _ in range(9)]
    monkeypatch.setattr(telling, "AT_ONCE", 4)
    told.change("revoke")
    pages, transact = [], telling.transact

    def crashing(table: Any, act: Act, use_case: Any) -> Any:
        pages.append(len(pages))
        if len(pages) == 2:
            raise RuntimeError("cut off")
        return transact(table, act, use_case)

    monkeypatch.setattr(telling, "transact", crashing)
    heard = told.heard
    with pytest.raises(RuntimeError, match="cut off"):
        told.bring()
    told.heard = heard
    told.bring()
    assert len(told.outside.came) == len({headers["webhook-id"] for _, headers, _ in told.outside.came}) == 9
    assert all(len(told.messages(client_id)) == 1 for client_id, *_ in readers)


@pytest.mark.parametrize("answer", [500, 302, 404, 429, "too-slow", "no-answer", "not-public"])
def test_what_was_not_taken_is_sent_again_the_same(told: Telling, answer: int | str) -> None:
    client_id, _, secret = told.reader()
    told.outside.answers = [answer, 200]
    told.change("revoke")
    told.bring()
    (waiting,) = told.messages(client_id)
    assert (waiting["message_state"], waiting["attempts"], waiting["last_answer"]) == ("WAITING", 1, str(answer))
    told.sweep()
    assert len(told.outside.came) == 1, "not before the pause is over"
    told.cloud.clock.move(seconds=PAUSES[0].total_seconds())
    told.sweep()
    (_, first, body), (_, second, again) = told.outside.came
    assert (first["webhook-id"], body) == (second["webhook-id"], again)
    Webhook(secret).verify(again, second)
    (taken,) = told.messages(client_id)
    assert (taken["message_state"], taken["attempts"]) == ("TAKEN", 2)
    assert "next_attempt_at" not in taken


def test_one_receivers_trouble_is_not_anothers(told: Telling) -> None:
    told.reader()
    told.reader()
    told.outside.answers = ["too-slow", 200]
    told.change("revoke")
    told.bring()
    assert len(told.outside.came) == 2


def test_after_three_days_it_is_given_up_heard_of_and_sent_at_the_operators_word(
    told: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerts: list[Any] = []
    monkeypatch.setattr(telling.logger, "error", lambda word, extra: alerts.append((word, extra["client_id"])))
    client_id, *_ = told.reader()
    told.outside.answers = [500] * (len(PAUSES) + 1)
    told.change("revoke")
    told.bring()
    for pause in PAUSES:
        told.cloud.clock.move(seconds=pause.total_seconds())
        told.sweep()
    assert sum(PAUSES, timedelta()) > timedelta(days=3)
    (message,) = told.messages(client_id)
    assert (message["message_state"], message["attempts"]) == ("GIVEN_UP", len(PAUSES) + 1)
    assert alerts == [("telling-alert", client_id)]
    told.cloud.clock.move(days=30)
    told.sweep()
    assert len(told.outside.came) == len(PAUSES) + 1
    place = {"client_id": client_id, "message_id": message["message_id"]}
    assert told.api.call("POST", f"{MESSAGES}/{{message_id}}/retry", by=OPERATOR, **place).status == 202
    told.bring()
    assert told.messages(client_id)[0]["message_state"] == "TAKEN"
    again = told.api.call("POST", f"{MESSAGES}/{{message_id}}/retry", by=OPERATOR, **place)
    assert (again.status, again.body["code"]) == (409, "telling.message-taken")


def test_an_attempt_of_which_nothing_was_heard_is_made_again(told: Telling) -> None:
    client_id, *_ = told.reader()
    told.change("revoke")
    events = cloud_events(told.cloud.table)
    tell_readers.hear(told.cloud, told.outside, events[-1])
    told.heard = len(cloud_events(told.cloud.table))  # the event of the first attempt was lost
    told.cloud.clock.move(seconds=LOST_AFTER.total_seconds())
    told.sweep()
    assert [message["message_state"] for message in told.messages(client_id)] == ["TAKEN"]
    assert len(told.outside.came) == 1


def test_a_receiver_that_is_gone_is_asked_no_more(told: Telling) -> None:
    client_id, *_ = told.reader()
    told.outside.answers = [410]
    told.change("suspend")
    told.bring()
    told.change("resume")
    told.bring()
    assert len(told.outside.came) == 1
    receiver = told.api.call("GET", RECEIVER, by=OPERATOR, client_id=client_id)
    assert receiver.body["closed_because"] == "GONE"
    assert "url" not in receiver.body
    assert [message["message_state"] for message in told.messages(client_id)] == ["GIVEN_UP"]


def test_a_suspended_partner_and_a_removed_receiver_are_sent_nothing(told: Telling) -> None:
    suspended, *_ = told.reader()
    removed, *_ = told.reader()
    told.outside.answers = [500, 500]
    told.change("revoke")
    told.bring()
    uow = told.cloud.unit_of_work()
    clients.suspend(uow, suspended, "数据泄露")
    uow.commit()
    told.cloud.warm.pop("clients")
    headers = {"If-Match": '"1"'}
    assert told.api.call("DELETE", RECEIVER, by=OPERATOR, headers=headers, client_id=removed).status == 200
    told.cloud.clock.move(minutes=5)
    told.sweep()
    assert len(told.outside.came) == 2
    assert {told.messages(it)[0]["last_answer"] for it in (suspended, removed)} == {telling.CLOSED}


def test_while_a_secret_is_replaced_both_verify_and_then_the_new_one_alone(
    told: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_id, _, former = told.reader()
    answer = told.api.call("POST", f"{RECEIVER}/secret", {"overlap_days": 7}, by=OPERATOR, client_id=client_id)
    new = answer.body["webhook_secret"]
    told.change("suspend")
    told.bring()
    _, headers, body = told.outside.came[-1]
    assert Webhook(former).verify(body, headers) == Webhook(new).verify(body, headers)
    told.api.call("POST", f"{RECEIVER}/secret", {"overlap_days": 0}, by=OPERATOR, client_id=client_id)
    told.change("resume")
    told.bring()
    _, headers, body = told.outside.came[-1]
    for ended in (former, new):
        with pytest.raises(WebhookVerificationError):
            Webhook(ended).verify(body, headers)


def test_secrets_are_shown_once_and_sealed(told: Telling) -> None:
    client_id, _, secret = told.reader()
    assert told.api.call("GET", RECEIVER, by=OPERATOR, client_id=client_id).text.count(secret) == 0
    moved = told.listen((client_id, ""), "https://elsewhere.example/", version=1)
    assert "webhook_secret" not in moved.body
    assert "RECEIVER" in {key.pk.partition("#")[0] for key in told.cloud.table.sealed}
    events = [row for key, row in told.cloud.table.rows.items() if key[1].startswith("EVENT#")]
    assert events and secret not in str(events)


@pytest.mark.parametrize(
    "url",
    [
        "http://partner.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "https://user:pass@partner.example/",
        "https://partner.example/#x",
        "https://partner.example:99999/",
        "ftp://partner.example/",
        "not a url",
    ],
)
def test_addresses_that_are_not_public_are_not_registered(told: Telling, url: str) -> None:
    answer = told.listen(told.partner(), url)
    assert (answer.status, answer.body["code"]) == (422, "telling.receiver-invalid")


def test_a_licence_revoked_in_the_moment_of_reading_is_not_told(told: Telling, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of what somebody holds may be moments old; nobody becomes a reader whom the revocation cannot reach."""
    partner = told.partner()
    told.listen(partner)
    stale = licences.read(told.cloud.table, told.licence.id)
    told.change("revoke")
    monkeypatch.setattr(licences, "held_by", lambda *_, **__: [stale])
    answer = told.read(partner)
    assert (answer.status, answer.body["code"]) == (409, "sharing.licence-changed")
    told.bring()
    assert told.outside.came == []


def test_one_reading_holds_forty_licences_and_more_are_read_by_identifier(
    told: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = told.partner()
    many = [_another(told, number) for number in range(MOST_AT_ONCE)]
    assert told.read(partner).body["code"] == "sharing.too-many-licences"
    one = told.read(partner, identifier=many[-1].identifier)
    assert [it["identifier"] for it in one.body["licences"]] == [many[-1].identifier]


def _another(told: Telling, number: int) -> Licence:
    reference = f"case-{number + 2}"
    code = licences.verification_code_of(told.cloud, reference, told.licence.request.kind)
    made = request(
        told.cloud,
        reference=reference,
        serial=f"4601002026030300{number:04}",
        verification_code=code,
        sha256=f"{number:064x}",
    )
    return licences.issue(told.cloud, told.cloud.act(), made)

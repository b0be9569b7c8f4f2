"""Consents: signed word for word, good for one sharing with one receiver for one purpose, withdrawn at once."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import Authority, AuthorityKind
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.chain import verify
from chalicelib.kernel.errors import DomainError
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.model import Channel, Limits
from chalicelib.parties.consents import errors, service
from chalicelib.parties.consents.model import Consent
from chalicelib.parties.consents.terms import Recipient, RecipientKind
from tests.support.consents import PURPOSE, RECIPIENT, Consenting, somebody_consenting
from tests.support.people import NAME
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.samples import CONSENT

EXTENT = {"RESIDENT_ID_CARD": ("address",)}


@pytest.fixture
def somebody(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Consenting:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return somebody_consenting(cloud, Api(cloud, *AREAS))


def said(answer: Answered) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def used(cloud: FakePlatform, uow: UnitOfWork, somebody: Consenting, consent_id: str, **other: Any) -> Consent:
    wanted: dict[str, Any] = {
        "recipient": RECIPIENT,
        "subject_id": somebody.person.id,
        "purpose": PURPOSE,
        "extent": EXTENT,
        "item_code": "GA-JG-0102",
        "reference": "case-1",
        **other,
    }
    return service.use(uow, consent_id, **wanted)


def use(cloud: FakePlatform, somebody: Consenting, consent_id: str, **other: Any) -> Consent:
    uow = cloud.unit_of_work()
    consent = used(cloud, uow, somebody, consent_id, **other)
    uow.commit()
    return consent


def test_the_text_names_receiver_purpose_and_what_is_shared(cloud: FakePlatform, somebody: Consenting) -> None:
    before = dict(cloud.table.rows)
    shown = somebody.preview().body
    for words in (NAME, "公安", "GA 460100", PURPOSE, "GA-JG-0102", "居民身份证（持证人、地址）", "2026-03-31", "撤回"):
        assert words in shown["text"], words
    assert "性别" not in shown["text"]
    assert shown["sha256"] == sha256_hex(shown["text"].encode())
    whole = somebody.preview(certificates=[{"code": "RESIDENT_ID_CARD"}]).body
    assert "居民身份证（全部照面信息）" in whole["text"]
    assert cloud.table.rows == before


def test_what_was_signed_is_kept_word_for_word_and_its_history_names_nobody(
    cloud: FakePlatform, somebody: Consenting
) -> None:
    text = somebody.preview().body["text"]
    answer = somebody.sign()
    consent_id = answer.body["consent_id"]
    assert (answer.status, answer.headers["Location"]) == (201, f"/v1/me/consents/{consent_id}")
    consent = service.read(cloud.table, consent_id)
    assert (consent.text.text, consent.level, consent.subject_id) == (text, 3, somebody.person.id)
    use(cloud, somebody, consent_id)
    events = events_among(cloud.table.partition(f"CONSENT#{consent_id}"))
    assert [event.type for event in events] == ["party.ConsentGiven", "party.ConsentUsed"]
    assert verify(events) == service.read(cloud.table, consent_id).head
    told = json.dumps([event.model_dump(mode="json") for event in events], ensure_ascii=False)
    assert not [secret for secret in (NAME, PURPOSE, "居民身份证") if secret in told]
    assert Consent.personal


@pytest.mark.parametrize(
    "wrong", [{"version": "2025-1"}, {"sha256": "0" * 64}, {"valid_to": "2026-03-30"}, {"purpose": "其他目的"}]
)
def test_only_the_text_of_these_very_terms_can_be_signed(somebody: Consenting, wrong: dict[str, str]) -> None:
    shown = somebody.preview().body
    signed = {**CONSENT, "version": shown["version"], "sha256": shown["sha256"], "accepted": True, **wrong}
    assert said(somebody.api.call("POST", "/v1/me/consents", signed, by=somebody.person)) == (
        422,
        "consent.text-differs",
    )


@pytest.mark.parametrize(
    ("other", "pointer"),
    [
        ({"recipient": {"code": "NOBODY", "region": "460100"}}, "#/recipient"),
        ({"recipient": {"code": "GA", "region": "999999"}}, "#/recipient"),
        ({"certificates": [{"code": "NO_SUCH_TYPE"}]}, "#/certificates/0/code"),
        ({"certificates": [{"code": "RESIDENT_ID_CARD", "fields": ["no_such"]}]}, "#/certificates/0/fields/0"),
        ({"certificates": [{"code": "RESIDENT_ID_CARD"}] * 2}, "#/certificates"),
        ({"valid_to": "2026-03-01"}, "#/valid_to"),
        ({"valid_to": "2026-06-01"}, "#/valid_to"),
    ],
)
def test_terms_that_no_consent_may_have(somebody: Consenting, other: dict[str, Any], pointer: str) -> None:
    answer = somebody.preview(**other)
    assert said(answer) == (422, "consent.terms-invalid")
    assert [fault["pointer"] for fault in answer.body["errors"]] == [pointer]


def a_client(cloud: FakePlatform, channel: Channel) -> str:
    uow = cloud.unit_of_work()
    client, _ = clients.register(
        uow, name="示例银行", channel=channel, region="", confidential=True, limits=Limits(), now=cloud.wall.now()
    )
    uow.commit()
    return client.id


def test_a_partner_receives_under_the_name_it_is_registered_by(cloud: FakePlatform, somebody: Consenting) -> None:
    partner = a_client(cloud, Channel.PARTNER)
    to = {"recipient": {"kind": "PARTNER", "code": partner}}
    assert f"示例银行（{partner}）" in somebody.preview(**to).body["text"]
    consent_id = somebody.given(**to)
    with pytest.raises(errors.ConsentUnknown):
        use(cloud, somebody, consent_id)
    recipient = Recipient(kind=RecipientKind.PARTNER, code=partner)
    assert use(cloud, somebody, consent_id, recipient=recipient).state == "USED"


def test_no_program_but_a_partner_receives_anything(cloud: FakePlatform, somebody: Consenting) -> None:
    suspended = a_client(cloud, Channel.PARTNER)
    uow = cloud.unit_of_work()
    clients.suspend(uow, suspended, "违反协议")
    uow.commit()
    for code in (a_client(cloud, Channel.WINDOW), suspended, "NOBODY"):
        answer = somebody.preview(recipient={"kind": "PARTNER", "code": code})
        assert said(answer) == (422, "consent.terms-invalid")
        assert [fault["pointer"] for fault in answer.body["errors"]] == ["#/recipient"]
    assert said(somebody.preview(recipient={"code": "GA"})) == (422, "consent.terms-invalid")


def test_it_is_signed_in_person_and_at_level_two(somebody: Consenting) -> None:
    weaker = replace(somebody.person, level=1)
    assert said(replace(somebody, person=weaker).preview()) == (403, "access.level-too-low")
    authority = Authority(AuthorityKind.ATTORNEY, "authority-1")
    agent = replace(somebody.person, actor_id="account-agent", authority=authority)
    assert said(replace(somebody, person=agent).preview())[0] == 403


def test_it_is_listed_with_what_became_of_it(cloud: FakePlatform, somebody: Consenting) -> None:
    spent, kept = somebody.given(), somebody.given(purpose="核对驾驶人住址")
    use(cloud, somebody, spent)
    somebody.withdraw(kept)
    listed = somebody.api.call("GET", "/v1/me/consents", by=somebody.person).body["entries"]
    told = {entry["consent_id"]: (entry["state"], entry["in_force"], entry.get("used_for")) for entry in listed}
    assert told == {spent: ("USED", False, "case-1"), kept: ("WITHDRAWN", False, None)}
    assert "text" not in listed[0]
    assert PURPOSE in somebody.read(spent).body["text"]["text"]
    stranger = Caller("account-9", Role.APPLICANT, 4, "session-9")
    assert somebody.api.call("GET", "/v1/me/consents", by=stranger).body["entries"] == []


def test_others_do_not_find_it(somebody: Consenting) -> None:
    consent_id = somebody.given()
    stranger = Caller("account-9", Role.APPLICANT, 4, "session-9")
    assert said(somebody.read(consent_id, stranger)) == (404, "access.not-found")
    assert said(somebody.withdraw(consent_id, stranger)) == (404, "access.not-found")
    assert somebody.read(consent_id).body["in_force"]


def test_it_is_good_for_one_sharing(cloud: FakePlatform, somebody: Consenting) -> None:
    consent_id = somebody.given()
    use(cloud, somebody, consent_id)
    with pytest.raises(errors.ConsentSpent):
        use(cloud, somebody, consent_id)
    assert said(somebody.withdraw(consent_id)) == (409, "consent.spent")


OTHER_USES: list[tuple[dict[str, Any], type[DomainError]]] = [
    ({"recipient": RECIPIENT.model_copy(update={"region": "460200"})}, errors.ConsentUnknown),
    ({"recipient": RECIPIENT.model_copy(update={"code": "WJ"})}, errors.ConsentUnknown),
    ({"subject_id": "account-9"}, errors.ConsentUnknown),
    ({"purpose": "营销"}, errors.ConsentElsewhere),
    ({"item_code": ""}, errors.ConsentElsewhere),
    ({"extent": {"RESIDENT_ID_CARD": ("sex",)}}, errors.ConsentElsewhere),
    ({"extent": {"RESIDENT_ID_CARD": ()}}, errors.ConsentElsewhere),
    ({"extent": {**EXTENT, "HOUSEHOLD_REGISTER": ("household_number",)}}, errors.ConsentElsewhere),
]


@pytest.mark.parametrize(("other", "refusal"), OTHER_USES, ids=[str(sorted(it[0].items())) for it in OTHER_USES])
def test_for_anything_else_it_is_no_consent_and_stays_unused(
    cloud: FakePlatform, somebody: Consenting, other: dict[str, Any], refusal: type[DomainError]
) -> None:
    consent_id = somebody.given()
    with pytest.raises(refusal):
        use(cloud, somebody, consent_id, **other)
    assert somebody.read(consent_id).body["in_force"]


def test_the_whole_certificate_covers_any_field(cloud: FakePlatform, somebody: Consenting) -> None:
    consent_id = somebody.given(certificates=[{"code": "RESIDENT_ID_CARD"}])
    assert use(cloud, somebody, consent_id, extent={"RESIDENT_ID_CARD": ()}).state == "USED"


def test_withdrawn_it_cannot_be_used_any_more(cloud: FakePlatform, somebody: Consenting) -> None:
    consent_id = somebody.given()
    for _ in range(2):
        assert somebody.withdraw(consent_id).body["state"] == "WITHDRAWN"
    with pytest.raises(errors.ConsentWithdrawn):
        use(cloud, somebody, consent_id)
    assert len(events_among(cloud.table.partition(f"CONSENT#{consent_id}"))) == 2


def test_after_its_last_day_it_cannot_be_used(cloud: FakePlatform, somebody: Consenting) -> None:
    consent_id = somebody.given()
    cloud.clock.move(days=30)
    assert not somebody.read(consent_id).body["in_force"]
    with pytest.raises(errors.ConsentOver):
        use(cloud, somebody, consent_id)


def at_once(cloud: FakePlatform, somebody: Consenting, how: list[Callable[[UnitOfWork], None]]) -> list[str]:
    """What became of several who had all read the same consent before anybody wrote."""
    units = [cloud.unit_of_work() for _ in how]
    for uow, act in zip(units, how, strict=True):
        act(uow)

    def commit(uow: UnitOfWork) -> str:
        try:
            uow.commit()
        except Overtaken:
            return "overtaken"
        return "done"

    with ThreadPoolExecutor(len(units)) as pool:
        return sorted(pool.map(commit, units))


def test_of_twenty_who_use_it_at_once_one_does(cloud: FakePlatform, somebody: Consenting) -> None:
    consent_id = somebody.given()

    def share(uow: UnitOfWork) -> None:
        used(cloud, uow, somebody, consent_id)
        uow.put({"pk": f"SHARED#{id(uow)}", "sk": "SHARED"}, new=True)

    assert at_once(cloud, somebody, [share] * 20) == ["done"] + ["overtaken"] * 19
    assert len([pk for pk, _ in cloud.table.rows if pk.startswith("SHARED#")]) == 1


def test_a_withdrawal_and_a_use_at_once_never_both_happen(cloud: FakePlatform, somebody: Consenting) -> None:
    consent_id = somebody.given()

    def share(uow: UnitOfWork) -> None:
        used(cloud, uow, somebody, consent_id)

    def withdraw(uow: UnitOfWork) -> None:
        service.withdraw(uow, service.read(uow.table, consent_id))

    assert at_once(cloud, somebody, [share, withdraw]) == ["done", "overtaken"]

"""Another system reads a licence by a duty registered for it or by the holder's consent, says why, and the holder sees
it; it reads no more than that, and no more often than it may.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app import AREAS
from chalicelib.aws.unit_of_work import Overtaken
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.licences import service as licences
from chalicelib.licences.model import Licence
from chalicelib.licences.request import Holder, Kind
from chalicelib.licences.sharing import service
from chalicelib.licences.sharing.allowance import Readings
from chalicelib.licences.sharing.errors import TooManyReadings
from chalicelib.licences.sharing.model import Wanted
from chalicelib.licences.sharing.views import MOST_DUTIES
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.model import Channel
from infra.bootstrap.catalogue import seed_registers
from tests.support.applications import HEAD
from tests.support.certificates import ID_NUMBER, NAME, request
from tests.support.consents import Consenting
from tests.support.organisations import SHOP, acting, bound
from tests.support.partners import a_client, basic
from tests.support.people import identified
from tests.support.platform import FakePlatform
from tests.support.probes import OPERATOR, Answered, Api

READING, MINE, DUTIES = "/v1/licence-readings", "/v1/me/licence-readings", "/v1/clients/{client_id}/duties"
LAW = "《网络预约出租汽车经营服务管理暂行办法》第十四条"
DUTY = {"code": "DRIVING_LICENCE", "fields": ["holder_name", "valid_to"], "basis": LAW}
WANTED: dict[str, Any] = {
    "holder_code": ID_NUMBER,
    "holder_code_type": "111",
    "certificate_type": "DRIVING_LICENCE",
    "fields": ["holder_name", "valid_to"],
    "reason": "网约车驾驶员资格核验",
}
Partner = tuple[str, str]


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    seed_registers(cloud)
    return Api(cloud, *AREAS)


@pytest.fixture
def me(cloud: FakePlatform) -> Caller:
    return Caller(identified(cloud), Role.APPLICANT, 3, "session-1")


@pytest.fixture
def partner(cloud: FakePlatform) -> Partner:
    return a_client(cloud.unit_of_work(), datetime.now(UTC))


@pytest.fixture
def on_duty(api: Api, partner: Partner) -> Partner:
    """The partner, for which a duty is registered."""
    assert register(api, partner, [DUTY]).status == 200
    return partner


@pytest.fixture
def licence(cloud: FakePlatform) -> Licence:
    return licences.issue(cloud, cloud.act(), request(cloud))


def register(api: Api, partner: Partner, duties: list[Any], per_hour: int = 60, version: int = 0) -> Answered:
    body = {"duties": duties, "readings_per_hour": per_hour}
    headers = {"If-Match": f'"{version}"'}
    return api.call("PUT", DUTIES, body, by=OPERATOR, headers=headers, client_id=partner[0])


def read(api: Api, partner: Partner, **other: Any) -> Answered:
    return api.call("POST", READING, {**WANTED, **other}, headers=basic(*partner))


def refused(answer: Answered) -> tuple[int, str]:
    assert answer.body["detail"]
    return answer.status, answer.body["code"]


def seen(api: Api, me: Caller) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = api.call("GET", MINE, by=me).body["entries"]
    return entries


def consented(api: Api, me: Caller, partner: Partner) -> str:
    terms = {
        "recipient": {"kind": "PARTNER", "code": partner[0]},
        "purpose": WANTED["reason"],
        "certificates": [{"code": "DRIVING_LICENCE", "fields": ["holder_name", "valid_to"]}],
        "item_code": "",
        "valid_to": "2026-03-31",
    }
    return Consenting(api, me).given(**terms)


def test_by_duty_it_reads_what_the_duty_covers_and_no_more(api: Api, on_duty: Partner, licence: Licence) -> None:
    answer = read(api, on_duty)
    assert (answer.status, answer.body["ground"], answer.body["basis"]) == (200, "DUTY", LAW)
    (shared,) = answer.body["licences"]
    assert shared["identifier"] == licence.identifier
    assert shared["fields"] == {"holder_name": NAME, "valid_to": "2036-03-02"}
    assert ID_NUMBER not in answer.text


@pytest.mark.parametrize(
    "other",
    [
        {"certificate_type": "RESIDENT_ID_CARD", "fields": []},
        {"fields": ["holder_name", "id_number"]},
        {"fields": []},
    ],
)
def test_beyond_its_duty_nothing_is_read(
    api: Api, me: Caller, on_duty: Partner, licence: Licence, other: dict[str, Any]
) -> None:
    assert refused(read(api, on_duty, **other)) == (403, "sharing.no-duty")
    assert seen(api, me) == []


def test_another_partners_duty_is_not_its_own(cloud: FakePlatform, api: Api, on_duty: Partner) -> None:
    other = a_client(cloud.unit_of_work(), datetime.now(UTC))
    assert refused(read(api, other)) == (403, "sharing.no-duty")


@pytest.mark.parametrize("channel", [Channel.WINDOW, Channel.TERMINAL, Channel.HOTLINE])
def test_only_partners_read(cloud: FakePlatform, api: Api, channel: Channel) -> None:
    client = a_client(cloud.unit_of_work(), datetime.now(UTC), channel)
    assert refused(read(api, client)) == (401, "party.client-refused")
    assert refused(register(api, client, [DUTY])) == (409, "sharing.not-a-partner")


def test_whoever_is_not_proven_reads_nothing(cloud: FakePlatform, api: Api, on_duty: Partner) -> None:
    assert refused(api.call("POST", READING, WANTED)) == (401, "party.client-refused")
    assert refused(read(api, (on_duty[0], "another secret"))) == (401, "party.client-refused")
    uow = cloud.unit_of_work()
    clients.suspend(uow, on_duty[0], "数据泄露")
    uow.commit()
    cloud.warm.pop("clients")
    assert refused(read(api, on_duty)) == (401, "party.client-refused")


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_without_a_reason_nothing_is_read(api: Api, me: Caller, on_duty: Partner, reason: str | None) -> None:
    body = {name: value for name, value in {**WANTED, "reason": reason}.items() if value is not None}
    answer = api.call("POST", READING, body, headers=basic(*on_duty))
    assert refused(answer) == (422, "request.body-invalid")
    assert [pointer["pointer"] for pointer in answer.body["errors"]] == ["#/reason"]
    assert seen(api, me) == []


@pytest.mark.parametrize(
    ("code", "kind"), [(ID_NUMBER, "001"), (ID_NUMBER[:-1] + "0", "111"), (SHOP.uscc, "111"), ("1" * 18, "001")]
)
def test_a_number_that_is_none_of_its_type_is_refused_and_not_repeated(
    api: Api, on_duty: Partner, code: str, kind: str
) -> None:
    answer = read(api, on_duty, holder_code=code, holder_code_type=kind)
    assert refused(answer) == (422, "sharing.holder-code-invalid")
    assert code not in answer.text


def test_the_holder_sees_who_read_what_why_and_by_what_right(
    cloud: FakePlatform, api: Api, me: Caller, on_duty: Partner, licence: Licence
) -> None:
    read(api, on_duty)
    cloud.clock.move(minutes=1)
    second = read(api, on_duty, fields=["valid_to"], reason="年度复核").body
    later, first = seen(api, me)
    assert later["reading_id"] == second["reading_id"]
    assert (later["fields"], later["reason"], later["read_at"]) == (["valid_to"], "年度复核", second["read_at"])
    assert (first["client_id"], first["reader"], first["certificate"]) == (on_duty[0], "示例合作系统", "机动车驾驶证")
    assert (first["reason"], first["ground"], first["basis"], first["found"]) == (WANTED["reason"], "DUTY", LAW, 1)
    page = api.call("GET", MINE, by=me, query={"limit": "1"}).body
    rest = api.call("GET", MINE, by=me, query={"limit": "1", "cursor": page["next"]}).body
    assert page["entries"] + rest["entries"] == [later, first]


def test_that_somebody_has_none_is_told_and_seen_too(
    cloud: FakePlatform, api: Api, me: Caller, on_duty: Partner, licence: Licence
) -> None:
    uow = cloud.unit_of_work(HEAD)
    licences.revoke(cloud, uow, licence.id, "承诺不实")
    uow.commit()
    assert read(api, on_duty).body["licences"] == []
    assert [entry["found"] for entry in seen(api, me)] == [0]


def test_readings_are_seen_by_nobody_else(cloud: FakePlatform, api: Api, me: Caller, on_duty: Partner) -> None:
    read(api, on_duty)
    other = Caller(identified(cloud, "13800000002", "李示例", "460105198501011218"), Role.APPLICANT, 3, "session-2")
    assert len(seen(api, me)) == 1
    assert seen(api, other) == []


def test_what_was_read_before_there_was_an_account_is_seen_afterwards(
    cloud: FakePlatform, api: Api, on_duty: Partner, licence: Licence
) -> None:
    read(api, on_duty)
    cloud.key_ring.__dict__["_ring"] = {"current": "2", "1": "ring material", "2": "new material"}
    assert len(seen(api, Caller(identified(cloud), Role.APPLICANT, 3, "session-1"))) == 1


def test_the_record_is_sealed_and_its_key_holds_no_number(cloud: FakePlatform, api: Api, on_duty: Partner) -> None:
    read(api, on_duty)
    assert "READING" in {key.pk.partition("#")[0] for key in cloud.table.sealed}
    rows = [row for key, row in cloud.table.rows.items() if key[0].startswith("READING")]
    assert rows and ID_NUMBER not in str(rows)


def test_an_organisations_licences_are_read_by_its_credit_code(
    cloud: FakePlatform, api: Api, me: Caller, on_duty: Partner
) -> None:
    shop = Holder(name=SHOP.name, id_number=SHOP.uscc, number_type=HolderType.CREDIT_CODE)
    code = licences.verification_code_of(cloud, "case-2", Kind.DECISION)
    licences.issue(cloud, cloud.act(), request(cloud, reference="case-2", verification_code=code, holder=shop))
    assert len(read(api, on_duty, holder_code=SHOP.uscc, holder_code_type="001").body["licences"]) == 1
    bound(api, cloud, me)
    answer = api.call("GET", MINE, headers=acting(api, me))
    assert [entry["found"] for entry in answer.body["entries"]] == [1]
    assert seen(api, me) == []


def test_by_consent_it_reads_once(api: Api, me: Caller, partner: Partner, licence: Licence) -> None:
    consent_id = consented(api, me, partner)
    answer = read(api, partner, consent_id=consent_id, fields=["holder_name"])
    assert (answer.status, answer.body["ground"], answer.body["basis"]) == (200, "CONSENT", consent_id)
    assert answer.body["licences"][0]["fields"] == {"holder_name": NAME}
    again = read(api, partner, consent_id=consent_id, fields=["holder_name"])
    assert refused(again) == (409, "consent.spent")
    assert [(entry["ground"], entry["basis"]) for entry in seen(api, me)] == [("CONSENT", consent_id)]
    consent = Consenting(api, me).read(consent_id).body
    assert (consent["state"], consent["used_for"]) == ("USED", answer.body["reading_id"])


@pytest.mark.parametrize(
    "other",
    [
        {"fields": ["id_number"]},
        {"fields": []},
        {"certificate_type": "RESIDENT_ID_CARD"},
        {"reason": "其他用途"},
        {"item_code": "GA-JG-0102"},
        {"holder_code": "460105198501011218"},
    ],
)
def test_a_consent_is_good_for_nothing_else(api: Api, me: Caller, partner: Partner, other: dict[str, Any]) -> None:
    consent_id = consented(api, me, partner)
    wanted = {"consent_id": consent_id, "fields": ["holder_name"], **other}
    is_another_holder = "holder_code" in other
    expected = (404, "consent.unknown") if is_another_holder else (403, "consent.not-for-this")
    assert refused(read(api, partner, **wanted)) == expected
    assert seen(api, me) == []
    assert Consenting(api, me).read(consent_id).body["state"] == "GIVEN"


def test_a_consent_to_another_partner_does_not_exist(
    cloud: FakePlatform, api: Api, me: Caller, partner: Partner
) -> None:
    other = a_client(cloud.unit_of_work(), datetime.now(UTC))
    consent_id = consented(api, me, other)
    answer = read(api, partner, consent_id=consent_id, fields=["holder_name"])
    assert refused(answer) == (404, "consent.unknown")


def test_a_withdrawn_consent_is_good_for_nothing(api: Api, me: Caller, partner: Partner) -> None:
    consent_id = consented(api, me, partner)
    Consenting(api, me).withdraw(consent_id)
    answer = read(api, partner, consent_id=consent_id, fields=["holder_name"])
    assert refused(answer) == (409, "consent.withdrawn")


def test_a_reading_takes_as_few_round_trips_as_it_can(
    cloud: FakePlatform, api: Api, me: Caller, on_duty: Partner
) -> None:
    """By duty: what it may, what there is, the writing. By consent also whose number that is, and the consent."""
    consent_id = consented(api, me, on_duty)
    read(api, on_duty)
    for other, expected in (({}, 3), ({"consent_id": consent_id}, 5)):
        before = cloud.table.round_trips
        assert read(api, on_duty, **other).status == 200
        assert cloud.table.round_trips == before + expected


def test_of_many_who_use_a_consent_at_once_one_reads(
    cloud: FakePlatform, api: Api, me: Caller, partner: Partner, licence: Licence
) -> None:
    consent_id = consented(api, me, partner)
    client = clients.read(cloud.table, partner[0])
    wanted = Wanted(
        number=ID_NUMBER,
        number_type=HolderType.RESIDENT_ID,
        certificate_type="DRIVING_LICENCE",
        fields=("holder_name",),
        reason=WANTED["reason"],
        consent_id=consent_id,
    )
    units = [cloud.unit_of_work() for _ in range(20)]
    for unit in units:
        service.read(cloud, unit, client, wanted, datetime.now(UTC))

    def committed(number: int) -> bool:
        try:
            units[number].commit()
        except (TooManyReadings, Overtaken):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(committed, range(20))) == 1
    assert len(seen(api, me)) == 1


def test_as_many_as_are_allowed_are_read_and_then_one_waits(
    api: Api, me: Caller, on_duty: Partner, licence: Licence
) -> None:
    assert register(api, on_duty, [DUTY], per_hour=2, version=1).status == 200
    assert [read(api, on_duty).status for _ in range(2)] == [200, 200]
    answer = read(api, on_duty)
    assert refused(answer) == (429, "sharing.too-many-readings")
    assert 0 < int(answer.headers["Retry-After"]) <= 61 * 60
    assert len(seen(api, me)) == 2


def test_one_partners_readings_are_not_counted_against_another(cloud: FakePlatform, api: Api, on_duty: Partner) -> None:
    other = a_client(cloud.unit_of_work(), datetime.now(UTC))
    for each, version in ((on_duty, 1), (other, 0)):
        assert register(api, each, [DUTY], per_hour=1, version=version).status == 200
        assert read(api, each).status == 200


def test_no_sixty_minutes_see_more_than_allowed_and_the_wait_is_enough() -> None:
    start = datetime(2026, 3, 2, 1, 0, 59, tzinfo=UTC)
    readings = Readings().take(2, start).take(2, start + timedelta(minutes=30))
    with pytest.raises(TooManyReadings) as refusal:
        readings.take(2, start + timedelta(minutes=59, seconds=59))
    wait = timedelta(seconds=refusal.value.facts["retry_after"])
    again = start + timedelta(minutes=59, seconds=59) + wait
    assert again - start >= timedelta(hours=1)
    assert len(readings.take(2, again).minutes) == 2


def test_two_at_once_share_no_place(cloud: FakePlatform, api: Api, on_duty: Partner) -> None:
    client = clients.read(cloud.table, on_duty[0])
    wanted = Wanted(
        number=ID_NUMBER,
        number_type=HolderType.RESIDENT_ID,
        certificate_type="DRIVING_LICENCE",
        fields=("valid_to",),
        reason="核验",
    )
    first, second = cloud.unit_of_work(), cloud.unit_of_work()
    for unit in (first, second):
        service.read(cloud, unit, client, wanted, datetime.now(UTC))
    first.commit()
    with pytest.raises(TooManyReadings) as refusal:
        second.commit()
    assert refusal.value.facts["retry_after"] == 1


def test_a_duty_ends_at_once(api: Api, on_duty: Partner) -> None:
    assert read(api, on_duty).status == 200
    assert register(api, on_duty, [], version=1).status == 200
    assert refused(read(api, on_duty)) == (403, "sharing.no-duty")


def test_what_is_registered_is_shown_with_the_names_of_the_register(api: Api, on_duty: Partner) -> None:
    shown = api.call("GET", DUTIES, by=OPERATOR, client_id=on_duty[0])
    (duty,) = shown.body["duties"]
    assert (duty["name"], duty["basis"], shown.headers["ETag"]) == ("机动车驾驶证", LAW, '"1"')
    assert refused(register(api, on_duty, [], version=0)) == (412, "request.stale-version")


@pytest.mark.parametrize(
    ("duties", "pointers"),
    [
        ([{**DUTY, "code": "NO_SUCH_TYPE"}], ["#/duties/0/code"]),
        ([{**DUTY, "fields": ["valid_to", "no_such_field"]}], ["#/duties/0/fields/1"]),
        ([DUTY, DUTY], ["#/duties/1/code"]),
    ],
)
def test_a_duty_is_one_that_the_register_knows(
    api: Api, partner: Partner, duties: list[Any], pointers: list[str]
) -> None:
    answer = register(api, partner, duties)
    assert refused(answer) == (422, "sharing.duties-invalid")
    assert [error["pointer"] for error in answer.body["errors"]] == pointers


def test_nothing_is_registered_for_whom_nobody_knows(api: Api) -> None:
    assert refused(register(api, ("01NOBODY", ""), [DUTY])) == (404, "access.not-found")


def test_everybody_sees_who_may_read_a_type_by_which_law(cloud: FakePlatform, api: Api, on_duty: Partner) -> None:
    path = "/v1/certificate-types/{code}/readers"
    (entry,) = api.call("GET", path, code="DRIVING_LICENCE").body["entries"]
    assert (entry["reader"], entry["basis"], entry["fields"]) == ("示例合作系统", LAW, ["持证人", "有效期至"])
    assert on_duty[0] not in str(entry)
    assert api.call("GET", path, code="RESIDENT_ID_CARD").body["entries"] == []
    other = a_client(cloud.unit_of_work(), datetime.now(UTC))
    register(api, other, [{**DUTY, "code": "RESIDENT_ID_CARD", "fields": []}])
    assert len(api.call("GET", path, code="RESIDENT_ID_CARD").body["entries"]) == 1
    register(api, on_duty, [], version=1)
    assert api.call("GET", path, code="DRIVING_LICENCE").body["entries"] == []
    unknown = api.call("GET", path, code="NO_SUCH_TYPE")
    assert refused(unknown) == (404, "registers.entry-unknown")


def test_as_many_duties_as_are_taken_can_be_replaced_in_one_transaction(api: Api, partner: Partner) -> None:
    """Each of the former goes and each of the new comes: within the hundred writes of a transaction."""
    assert 2 * MOST_DUTIES + 10 <= 100
    many = [{**DUTY, "fields": []}] * (MOST_DUTIES + 1)
    assert register(api, partner, many).status == 422

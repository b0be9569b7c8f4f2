import datetime as dt

import pytest

from chalicelib.aws.history import events_among
from chalicelib.aws.unit_of_work import Overtaken
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.licences import service, store
from chalicelib.licences.errors import AlreadyRevoked, LicenceUnknown
from chalicelib.licences.model import Licence, Standing
from chalicelib.licences.request import Kind
from tests.support.applications import HEAD
from tests.support.certificates import ID_NUMBER, NAME, PDF, request
from tests.support.platform import FakePlatform


def issued(cloud: FakePlatform, **changes: object) -> Licence:
    return service.issue(cloud, cloud.act(), request(cloud, **changes))


def types_of(cloud: FakePlatform, licence: Licence) -> list[str]:
    return [event.type for event in events_among(cloud.table.partition(store.licence_pk(licence.id)))]


def test_a_repeat_returns_the_first_certificate(cloud: FakePlatform) -> None:
    first = issued(cloud)
    cloud.clock.move(days=3)
    again = issued(cloud, sha256=sha256_hex(b"another print"))
    assert (again.id, again.request.sha256, again.issued_at) == (first.id, sha256_hex(PDF), first.issued_at)
    assert types_of(cloud, first) == ["licence.Issued"]


def test_of_two_issuers_at_once_the_first_stays(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = cloud.table.commit

    def overtaken(writes: object) -> None:
        monkeypatch.setattr(cloud.table, "commit", commit)
        issued(cloud)
        commit(writes)

    monkeypatch.setattr(cloud.table, "commit", overtaken)
    late = issued(cloud, sha256=sha256_hex(b"another print"))
    assert late.request.sha256 == sha256_hex(PDF)
    assert types_of(cloud, late) == ["licence.Issued"]


def test_receipt_and_decision_of_a_case_are_two_certificates(cloud: FakePlatform) -> None:
    decision, receipt = issued(cloud), issued(cloud, kind=Kind.RECEIPT)
    assert decision.id != receipt.id
    assert decision.request.verification_code != receipt.request.verification_code


def test_the_identifier_is_of_the_national_form(cloud: FakePlatform) -> None:
    start = "1.2.156.3005.2.DRIVINGLICENCE.GA4601000000000000.46010020260302000013.001."
    assert issued(cloud).identifier.startswith(start)


def test_events_hold_neither_holder_nor_code(cloud: FakePlatform) -> None:
    licence = issued(cloud)
    (event,) = events_among(cloud.table.partition(store.licence_pk(licence.id)))
    assert event.data == {
        "licence_id": licence.id,
        "reference": "case-1",
        "kind": "decision",
        "sha256": sha256_hex(PDF),
    }
    told = event.model_dump_json()
    assert not any(secret in told for secret in (NAME, ID_NUMBER, licence.request.verification_code))


def test_a_revoked_licence_says_when_and_why(cloud: FakePlatform) -> None:
    licence, uow = issued(cloud), cloud.unit_of_work(HEAD)
    service.revoke(cloud, uow, licence.id, "承诺不实")
    uow.commit()
    standing = service.read(cloud.table, licence.id)
    assert (standing.standing(cloud.clock.now()), standing.revocation_reason) == (Standing.REVOKED, "承诺不实")
    event = events_among(cloud.table.partition(store.licence_pk(licence.id)))[-1]
    assert (event.type, event.data["reason"], event.actor.id) == ("licence.Revoked", "承诺不实", HEAD.id)


def test_it_is_revoked_once_and_never_issued_again(cloud: FakePlatform) -> None:
    licence, uow = issued(cloud), cloud.unit_of_work(HEAD)
    service.revoke(cloud, uow, licence.id, "承诺不实")
    uow.commit()
    with pytest.raises(AlreadyRevoked):
        service.revoke(cloud, cloud.unit_of_work(HEAD), licence.id, "再次")
    assert issued(cloud).standing(cloud.clock.now()) is Standing.REVOKED


def test_of_two_heads_revoking_at_once_one_is_overtaken(cloud: FakePlatform) -> None:
    licence, first, second = issued(cloud), cloud.unit_of_work(HEAD), cloud.unit_of_work(HEAD)
    service.revoke(cloud, first, licence.id, "承诺不实")
    service.revoke(cloud, second, licence.id, "承诺不实")
    first.commit()
    with pytest.raises(Overtaken):
        second.commit()


def test_an_unknown_licence_cannot_be_revoked(cloud: FakePlatform) -> None:
    with pytest.raises(LicenceUnknown):
        service.revoke(cloud, cloud.unit_of_work(HEAD), "unknown", "承诺不实")


@pytest.mark.parametrize(
    ("until", "standing"),
    [
        (dt.date(2026, 3, 2), Standing.GENUINE),
        (dt.date(2026, 3, 1), Standing.EXPIRED),
        (None, Standing.GENUINE),
    ],
)
def test_the_last_day_of_validity_ends_at_midnight_in_hainan(
    cloud: FakePlatform, until: dt.date | None, standing: Standing
) -> None:
    licence = issued(cloud, valid_until=until)
    last_moment = dt.datetime(2026, 3, 2, 15, 59, 59, tzinfo=dt.UTC)
    assert licence.standing(last_moment) is standing
    if until == dt.date(2026, 3, 2):
        assert licence.standing(last_moment + dt.timedelta(seconds=1)) is Standing.EXPIRED

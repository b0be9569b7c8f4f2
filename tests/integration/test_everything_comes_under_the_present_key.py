"""After the key of personal data was replaced a job brings everything under the present one: the former one can go."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from moto import mock_aws

from chalicelib.aws import sealed_rows
from chalicelib.aws.key_ring import KeyRing, RowSealer
from chalicelib.aws.rows import Key, Put
from chalicelib.aws.sealed_rows import SealedRows
from chalicelib.aws.table import DynamoTable
from chalicelib.http.access import Caller, Role
from chalicelib.jobs.model import JobStatus
from chalicelib.jobs.service import load_job, run
from chalicelib.kernel.instants import to_text
from chalicelib.licences import service as licences
from chalicelib.parties import store as people
from chalicelib.parties import ways_in
from chalicelib.parties.lookup import lookup_key, lookup_keys
from chalicelib.parties.model import Account
from chalicelib.parties.officials import service as officials
from chalicelib.parties.officials.errors import Concerned
from chalicelib.parties.officials.interests import InterestKind
from chalicelib.parties.organisations import store as organisations
from chalicelib.parties.organisations.model import Organisation
from chalicelib.parties.provisioning.service import provision_staff
from chalicelib.parties.resealing import lookups, service
from chalicelib.parties.resealing.errors import NothingToReseal
from chalicelib.workflow import reseal_rows
from infra import turn_key
from infra.keys_in_use import rows_by_key
from infra.seed.staff import staff_entries
from tests.support import certificates
from tests.support.round_trips import DeployedPlatform, ListeningSession, deployed

OPERATOR = Caller("operator-1", Role.OPERATOR, 4, "session-1")
MOBILE, ID_NUMBER, USCC, KEPT_AWAY = "13800000001", "460105199003072215", "91460100XNYL00013T", "460105199101012224"
PLENTY = 900_000
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def session() -> Iterator[ListeningSession]:
    with mock_aws():
        yield ListeningSession()


@pytest.fixture
def cloud(session: ListeningSession) -> DeployedPlatform:
    """One of everything that is sealed or looked up, under the first key."""
    cloud = deployed(session)
    a_process(cloud, session)
    account = Account.open(id="account-1", mobile=MOBILE, language="zh-CN", act=cloud.act())
    account.name, account.id_number = "王示例", ID_NUMBER
    organisation = Organisation.unbound(id="organisation-1", uscc=USCC, kind="ENTERPRISE")
    organisation.bind(account_id="account-1", name="海口示例商贸有限公司", authority_id="authority-1", act=cloud.act())
    uow = cloud.unit_of_work()
    people.save_account(uow, account, lookup_key(cloud, "mobile", MOBILE))
    ways_in.claim_id_number(uow, lookup_keys(cloud, "id-number", ID_NUMBER), account.id)
    organisations.save(uow, organisation, lookup_key(cloud, "uscc", USCC))
    member = provision_staff(cloud, uow, staff_entries()[0], cloud.clock.now())
    uow.commit()
    uow = cloud.unit_of_work()
    officials.declare_interest(cloud, uow, member.id, kind=InterestKind.SPOUSE, number=KEPT_AWAY)
    uow.commit()
    return cloud


def a_process(cloud: DeployedPlatform, session: ListeningSession) -> None:
    """Another process: it reads the ring as it is now."""
    client, name = session.client("dynamodb"), table_of(session)
    cloud.key_ring = KeyRing(session.client("secretsmanager"), cloud.settings.key_ring_secret_id)
    cloud.table = DynamoTable(client, name, RowSealer(cloud.key_ring))
    cloud.sealed_rows = SealedRows(client, name, cloud.key_ring)


def table_of(session: ListeningSession) -> str:
    (name,) = session.client("dynamodb").list_tables()["TableNames"]
    return str(name)


def turned(cloud: DeployedPlatform, session: ListeningSession) -> DeployedPlatform:
    for step in ("add", "use"):
        turn_key.turn(session.client("secretsmanager"), cloud.settings.key_ring_secret_id, step)
    a_process(cloud, session)
    return cloud


def under(session: ListeningSession) -> dict[str, int]:
    return dict(rows_by_key(session.client("dynamodb"), table_of(session)))


def begun(cloud: DeployedPlatform, *, dry_run: bool = False) -> str:
    uow = cloud.unit_of_work(OPERATOR.actor)
    job = service.begin(cloud.key_ring, uow, dry_run=dry_run)
    uow.commit()
    return job.id


def carried_out(cloud: DeployedPlatform, job_id: str, remaining: Any = lambda: PLENTY) -> JobStatus:
    paused: list[float] = []
    status = run(cloud, job_id, {service.RESEAL: lambda it: reseal_rows.reseal_rows(it, paused.append)}, remaining)
    assert set(paused) <= {reseal_rows.PAUSE_SECONDS}
    return status


def people_are_found(cloud: DeployedPlatform, member_id: str = staff_entries()[0].id) -> None:
    """By everything by which they can be looked up, and their rows read."""
    staff_mobile = staff_entries()[0].mobile
    for mobile, whose in ((MOBILE, "account-1"), (staff_mobile, member_id)):
        found = ways_in.load_principal_of_mobile(cloud.table, lookup_keys(cloud, "mobile", mobile))
        assert found is not None and found.id == whose
    assert ways_in.holder_of_id_number(cloud.table, lookup_keys(cloud, "id-number", ID_NUMBER)) == "account-1"
    organisation = organisations.load_by_code(cloud.table, lookup_keys(cloud, "uscc", USCC))
    assert organisation is not None and organisation.name == "海口示例商贸有限公司"
    account = people.load_account(cloud.table, "account-1")
    assert account is not None and account.name == "王示例"
    uow = cloud.unit_of_work()
    officials.keep_away(cloud, uow, member_id, [KEPT_AWAY])
    uow.put({"pk": "SOMETHING", "sk": "ELSE"})
    with pytest.raises(Concerned):
        uow.commit()


def test_everything_comes_under_the_present_key_and_the_former_one_can_go(
    cloud: DeployedPlatform, session: ListeningSession
) -> None:
    turned(cloud, session)
    assert set(under(session)) == {"1"}
    people_are_found(cloud)
    job_id = begun(cloud)
    assert carried_out(cloud, job_id) is JobStatus.DONE
    assert set(under(session)) == {"2"}
    assert load_job(cloud.table, job_id).result == {
        "resealed": "3", "changed_meanwhile": "0", "unreadable": "0", "look_ups_moved": "5",
    }  # fmt: skip
    secrets = session.client("secretsmanager")
    rows = rows_by_key(session.client("dynamodb"), table_of(session))
    turn_key.look(secrets, cloud.settings.key_ring_secret_id, rows, LONG_AGO)
    ring = turn_key.drop(secrets, cloud.settings.key_ring_secret_id, rows, LONG_AGO + turn_key.RECOVERABLE)
    assert set(ring) == {"current", "2"}
    a_process(cloud, session)
    people_are_found(cloud)


def test_done_again_nothing_is_left_to_do(cloud: DeployedPlatform, session: ListeningSession) -> None:
    turned(cloud, session)
    carried_out(cloud, begun(cloud))
    again = begun(cloud)
    carried_out(cloud, again)
    assert set(load_job(cloud.table, again).result.values()) == {"0"}


def test_a_dry_run_counts_and_writes_nothing(cloud: DeployedPlatform, session: ListeningSession) -> None:
    turned(cloud, session)
    before = under(session)
    job_id = begun(cloud, dry_run=True)
    carried_out(cloud, job_id)
    assert load_job(cloud.table, job_id).result["resealed"] == "3"
    assert under(session)["1"] == before["1"]


def test_what_is_changed_meanwhile_is_never_overwritten(
    cloud: DeployedPlatform, session: ListeningSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned(cloud, session)
    seal_anew = SealedRows.seal_anew

    def somebody_is_faster(self: SealedRows, row: Any, opened: Any) -> bool:
        if row["pk"] == "ACCOUNT#account-1":
            account = people.load_account(cloud.table, "account-1")
            assert account is not None
            account.request_identity_check(name="李示例", id_number=KEPT_AWAY, act=cloud.act())
            uow = cloud.unit_of_work()
            people.save_account(uow, account, lookup_key(cloud, "mobile", MOBILE))
            uow.commit()
        return seal_anew(self, row, opened)

    monkeypatch.setattr(sealed_rows.SealedRows, "seal_anew", somebody_is_faster)
    job_id = begun(cloud)
    carried_out(cloud, job_id)
    account = people.load_account(cloud.table, "account-1")
    assert account is not None and account.name == "李示例"
    assert load_job(cloud.table, job_id).result["changed_meanwhile"] == "1"


def test_a_mobile_given_up_meanwhile_is_not_brought_back(
    cloud: DeployedPlatform, session: ListeningSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The snapshot was read before, the way in was removed under all its hashes: it stays removed."""
    turned(cloud, session)
    copied = lookups._copied

    def given_up_meanwhile(table: Any, act: Any, row: Any, there: Key, present: Key) -> bool:
        uow = cloud.unit_of_work()
        for key in lookup_keys(cloud, "mobile", MOBILE):
            uow.delete(ways_in.way_in_key(key))
        uow.commit()
        return copied(table, act, row, there, present)

    monkeypatch.setattr(lookups, "_copied", given_up_meanwhile)
    carried_out(cloud, begun(cloud))
    assert ways_in.load_principal_of_mobile(cloud.table, lookup_keys(cloud, "mobile", MOBILE)) is None


def test_cut_off_anywhere_it_goes_on_where_it_was(
    cloud: DeployedPlatform, session: ListeningSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reseal_rows, "LOOKED_AT", 3)
    turned(cloud, session)
    job_id, runs = begun(cloud), 0
    while carried_out(cloud, job_id, one_stretch()) is JobStatus.RUNNING:
        runs += 1
    assert runs > 3
    assert set(under(session)) == {"2"}
    assert load_job(cloud.table, job_id).result["resealed"] == "3"


def one_stretch() -> Callable[[], int]:
    """Time for one stretch only."""
    left = iter([PLENTY])
    return lambda: next(left, 0)


def test_a_row_that_was_tampered_with_is_told_and_stops_nothing(
    cloud: DeployedPlatform, session: ListeningSession
) -> None:
    cloud.table.commit([Put({"pk": "LOOK#1", "sk": "LOOK", "body": "{}"}, personal=True)])
    client, name = session.client("dynamodb"), table_of(session)
    item = client.get_item(TableName=name, Key={"pk": {"S": "LOOK#1"}, "sk": {"S": "LOOK"}})["Item"]
    client.put_item(TableName=name, Item={**item, "pk": {"S": "LOOK#2"}})
    turned(cloud, session)
    job_id = begun(cloud)
    assert carried_out(cloud, job_id) is JobStatus.DONE
    result = load_job(cloud.table, job_id).result
    assert (result["unreadable"], result["resealed"]) == ("1", "4")


def test_a_process_that_has_not_heard_of_the_new_key_reads_the_ring_again(
    cloud: DeployedPlatform, session: ListeningSession
) -> None:
    """Otherwise it would bring everything back under the former key."""
    assert cloud.key_ring.current == "1"
    job_id_of_another = begun_by_another(cloud, session)
    carried_out(cloud, job_id_of_another)
    assert set(under(session)) == {"2"}


def begun_by_another(cloud: DeployedPlatform, session: ListeningSession) -> str:
    mine = (cloud.key_ring, cloud.table, cloud.sealed_rows)
    job_id = begun(turned(cloud, session))
    cloud.key_ring, cloud.table, cloud.sealed_rows = mine
    return job_id


def test_with_one_key_there_is_nothing_to_do(cloud: DeployedPlatform) -> None:
    with pytest.raises(NothingToReseal):
        begun(cloud)


def test_a_key_under_which_something_is_left_cannot_be_dropped(
    cloud: DeployedPlatform, session: ListeningSession
) -> None:
    secrets, secret = session.client("secretsmanager"), cloud.settings.key_ring_secret_id
    rows = rows_by_key(session.client("dynamodb"), table_of(session))
    with pytest.raises(turn_key.NotNow, match="no former key"):
        turn_key.drop(secrets, secret, rows, LONG_AGO)
    turn_key.turn(secrets, secret, "add")
    with pytest.raises(turn_key.NotNow, match="not in use yet"):
        turn_key.drop(secrets, secret, rows, LONG_AGO)
    turn_key.turn(secrets, secret, "use")
    with pytest.raises(turn_key.NotNow, match="8 rows under key 1"):
        turn_key.drop(secrets, secret, rows, LONG_AGO)
    assert set(json.loads(secrets.get_secret_value(SecretId=secret)["SecretString"])) == {"current", "1", "2"}


def test_the_command_says_what_is_left(
    cloud: DeployedPlatform,
    session: ListeningSession,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    turned(cloud, session)
    monkeypatch.setattr(turn_key.boto3, "client", lambda service, **_: session.client(service))
    named = ["--secret", cloud.settings.key_ring_secret_id, "--table", table_of(session)]
    assert [turn_key.main([*named, "left"]), turn_key.main([*named, "drop"])] == [0, 1]
    told = capsys.readouterr()
    assert told.out.splitlines()[:3] == ["key 1: 8 rows", "key 2: 0 rows", "keys 1, 2; in use: 2"]
    carried_out(cloud, begun(cloud))
    assert [turn_key.main([*named, "left"]), turn_key.main([*named, "drop"])] == [0, 1]
    assert "the table can be restored to before" in capsys.readouterr().err
    secrets, ring = session.client("secretsmanager"), cloud.settings.key_ring_secret_id
    long_clear = json.loads(secrets.get_secret_value(SecretId=ring)["SecretString"]) | {"clear-1": to_text(LONG_AGO)}
    secrets.put_secret_value(SecretId=ring, SecretString=json.dumps(long_clear))
    assert [turn_key.main([*named, "left"]), turn_key.main([*named, "drop"])] == [0, 0]
    assert capsys.readouterr().out.splitlines()[-1] == "keys 2; in use: 2"


def test_a_holders_licences_are_listed_under_the_present_key(
    cloud: DeployedPlatform, session: ListeningSession
) -> None:
    """So they are found when the former key is gone from the ring."""
    licences.issue(cloud, cloud.act(), certificates.request(cloud))
    turned(cloud, session)
    carried_out(cloud, begun(cloud))
    present = licences.number_hashes(cloud, certificates.ID_NUMBER)[0]
    (licence,), _ = licences.listed(cloud.table, present, limit=10, after=None)
    assert licence.request.holder.name == certificates.NAME

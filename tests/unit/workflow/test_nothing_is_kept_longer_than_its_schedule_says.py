"""The retention schedule: the document, the rows and the daily run say and do the same."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import chalicelib
from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.cases import store
from chalicelib.cases.retention import service
from chalicelib.cases.retention.kinds import Carrier
from chalicelib.cases.retention.schedule import DRAFT_DAYS, SCHEDULE, kind_of
from chalicelib.http import assisted, edge, idempotency
from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import AuthorityKind
from chalicelib.jobs.model import JobStatus
from chalicelib.jobs.service import run
from chalicelib.jobs.store import lines_behind
from chalicelib.kernel.chain import verify
from chalicelib.kernel.instants import SHANGHAI
from chalicelib.licences.sharing import store as readings
from chalicelib.licences.telling import store as messages
from chalicelib.materials import store as uploads
from chalicelib.materials.holdings import service as holdings
from chalicelib.materials.vault import store as vault
from chalicelib.parties import checks, look_counts, looks, stored_sessions, tries
from chalicelib.parties import model as accounts
from chalicelib.parties.authorities import store as authorities
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.consents import store as consents
from chalicelib.parties.introductions import store as introductions
from chalicelib.parties.subject_access import service as exports
from chalicelib.workflow import consuming
from chalicelib.workflow.carry_out_jobs import HANDLERS
from chalicelib.workflow.retention_run import begin_daily
from infra.tools import retention_schedule
from tests.support.cases import ADDRESS, WHO, a_draft, a_submitted_case, stored, with_catalogue
from tests.support.consents import somebody_consenting
from tests.support.platform import FakePlatform
from tests.support.probes import Api

OPERATOR = Caller("operator-1", Role.OPERATOR, 4, "session-1")
PLENTY = 900_000
EXPIRES = re.compile(r'"expires_at"(\]| *:) *=? *(int\(|until)')


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    cloud = with_catalogue(FakePlatform())
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return cloud


@pytest.fixture
def api(cloud: FakePlatform) -> Api:
    return Api(cloud, *AREAS)


def test_the_committed_document_is_what_would_be_written_today() -> None:
    assert retention_schedule.is_up_to_date(), retention_schedule.HOW


def test_each_kind_stands_there_once_with_what_sees_to_its_end() -> None:
    codes = [kind.code for kind in SCHEDULE]
    assert len(codes) == len(set(codes))
    assert all((kind.days is None) is (kind.carrier is Carrier.ARCHIVE) for kind in SCHEDULE)
    assert [kind.code for kind in SCHEDULE if kind.carrier is Carrier.RUN] == ["DRAFTS", "FILES"]


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("CONSENTS", consents.KEPT_AFTERWARDS),
        ("KEPT_MATERIALS", vault.KEPT_AFTERWARDS),
        ("FILES", holdings.GRACE),
        ("UPLOADS", uploads.KEPT_FOR),
        ("LOOKS", looks.KEPT_FOR),
        ("LOOKS", look_counts.KEPT_FOR),
        ("READINGS", readings.KEPT_FOR),
        ("READERS", readings.RELIED_ON_AFTERWARDS),
        ("STATUS_MESSAGES", messages.KEPT_FOR),
        ("INTRODUCTIONS", introductions.KEPT_FOR),
        ("ASSISTANCES", assisted.KEPT_FOR),
        ("WRONG_CODES", tries.FORGOTTEN_AFTER),
        ("AUTHORITIES", authorities.KEPT_AFTERWARDS),
        ("SESSIONS", stored_sessions.KEPT_AFTERWARDS),
        ("CODES", stored_sessions.KEPT_AFTERWARDS),
        ("SHOWN_IDENTITIES", checks.KEPT_FOR_AN_ANSWER),
        ("SHOWN_IDENTITIES", accounts.KEPT_FOR_PROOF),
        ("ANSWERS", idempotency.KEPT_FOR),
        ("SEEN_EVENTS", consuming.REMEMBERED),
        ("COPIES", exports.KEPT_FOR),
    ],
)
def test_rows_are_kept_as_long_as_the_schedule_says(code: str, kept: timedelta) -> None:
    assert timedelta(days=kind_of(code).days or 0) == kept


WHERE_ROWS_EXPIRE = {
    "cases/retention/service.py": "the runs' own list, which names nobody",
    "http/assisted.py": "ASSISTANCES",
    "http/idempotency.py": "ANSWERS",
    "http/liveness.py": "ids of what was revoked, for a quarter of an hour",
    "licences/sharing/store.py": "READINGS",
    "licences/telling/store.py": "STATUS_MESSAGES",
    "parties/assistance/store.py": "ASSISTANCES",
    "parties/authorities/store.py": "AUTHORITIES",
    "parties/consents/store.py": "CONSENTS",
    "parties/federation/store.py": "the hash of a sign-in under way, for twenty minutes",
    "parties/introductions/store.py": "INTRODUCTIONS",
    "materials/holdings/store.py": "which case let go of a file that was seen to, for a day",
    "materials/store.py": "UPLOADS",
    "materials/vault/store.py": "KEPT_MATERIALS",
    "parties/look_counts.py": "LOOKS",
    "parties/looks.py": "LOOKS",
    "parties/rations.py": "WRONG_CODES",
    "parties/stored_sessions.py": "SESSIONS",
    "parties/subject_access/service.py": "on which days somebody asked for a copy",
    "payments/store.py": "what a channel told about an order that is not there yet, for a week",
    "workflow/consuming.py": "SEEN_EVENTS",
}
"""Module → the kind in the schedule, or what it is that needs none."""


def test_whatever_the_table_removes_has_its_place_in_the_schedule() -> None:
    """A module that lets rows expire is to be entered above, with the kind that the schedule tells of."""
    root, told = Path(chalicelib.__file__).parent, {kind.code for kind in SCHEDULE}
    sources = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.rglob("*.py")}
    assert {name for name, source in sources.items() if EXPIRES.search(source)} == set(WHERE_ROWS_EXPIRE)
    assert {code for code in WHERE_ROWS_EXPIRE.values() if code.isupper()} <= told


def expiry(cloud: FakePlatform, pk: str, sk: str) -> int:
    return int(cloud.table.rows[pk, sk]["expires_at"])


def test_a_consent_is_removed_three_years_after_it_was_used_withdrawn_or_over(cloud: FakePlatform, api: Api) -> None:
    somebody = somebody_consenting(cloud, api)
    consent_id = somebody.given()
    run_out = cloud.clock.now().replace(tzinfo=SHANGHAI, year=2026, month=4, day=1, hour=0)
    assert expiry(cloud, f"CONSENT#{consent_id}", "SNAPSHOT") == int((run_out + consents.KEPT_AFTERWARDS).timestamp())
    somebody.withdraw(consent_id)
    withdrawn = int((cloud.clock.now() + consents.KEPT_AFTERWARDS).timestamp())
    assert expiry(cloud, f"CONSENT#{consent_id}", "SNAPSHOT") == withdrawn


def test_an_authority_is_removed_a_month_after_its_last_day_and_one_without_end_is_not(cloud: FakePlatform) -> None:
    until = AuthorityRecord(
        id="authority-1",
        kind=AuthorityKind.ATTORNEY,
        holder_id="account-2",
        principal_id="account-1",
        valid_from=date(2026, 3, 2),
        valid_to=date(2026, 3, 31),
    )
    uow = cloud.unit_of_work()
    authorities.put(uow, until)
    authorities.put(uow, until.model_copy(update={"id": "authority-2", "valid_to": None}))
    uow.commit()
    removed = expiry(cloud, "AUTHORITY#authority-1", "LIVE")
    assert removed == int(cloud.clock.now().replace(tzinfo=SHANGHAI, year=2026, month=4, day=30, hour=0).timestamp())
    assert "expires_at" not in cloud.table.rows["AUTHORITY#authority-2", "LIVE"]


def carried_out(cloud: FakePlatform, job_id: str, remaining: int = PLENTY) -> JobStatus:
    return run(cloud, job_id, HANDLERS, lambda: remaining)


def begun(cloud: FakePlatform, *, dry_run: bool = False) -> str:
    uow = cloud.unit_of_work(OPERATOR.actor)
    job = service.begin(uow, dry_run=dry_run)
    uow.commit()
    return job.id


def told(cloud: FakePlatform, job_id: str) -> list[tuple[str, str]]:
    """What the report says of single things."""
    lines = lines_behind(cloud.table, job_id, len(SCHEDULE)).values()
    return [(line.label, line.outcome) for line in lines]


def an_old_draft(cloud: FakePlatform, days: int = DRAFT_DAYS) -> None:
    stored(cloud.table, a_draft())
    cloud.clock.move(days=days, hours=3)


def test_a_draft_that_was_never_submitted_is_forgotten(cloud: FakePlatform) -> None:
    an_old_draft(cloud)
    assert ADDRESS in str(cloud.table.rows["CASE#case-1", "SNAPSHOT"]["body"])
    job_id = begun(cloud)
    assert carried_out(cloud, job_id) is JobStatus.DONE
    assert told(cloud, job_id) == [("case-1", "FORGOTTEN")]
    case = store.load(cloud.table, "case-1")
    body = str(cloud.table.rows["CASE#case-1", "SNAPSHOT"]["body"])
    for known in (ADDRESS, WHO.name, WHO.id_number, WHO.mobile):
        assert known not in body
    assert not [slot for slot in case.materials.values() if slot.object_key or slot.sha256 or slot.certificate_id]
    assert (case.status, case.owner_id, case.is_open) == ("WITHDRAWN", WHO.account_id, False)
    assert ("OPEN#" + WHO.account_id + "#" + case.item_code, "CASE") not in cloud.table.rows
    events = events_among(cloud.table.partition("CASE#case-1"))
    assert events[-1].type == "case.DraftForgotten"
    assert verify(events) == case.head, "its history stays whole"


def test_what_was_submitted_or_is_younger_stays(cloud: FakePlatform) -> None:
    an_old_draft(cloud, DRAFT_DAYS - 1)
    submitted = a_submitted_case()
    assert not submitted.forget_draft(cloud.act(), begun_before=cloud.clock.now())
    job_id = begun(cloud)
    carried_out(cloud, job_id)
    assert told(cloud, job_id) == []
    assert ADDRESS in str(cloud.table.rows["CASE#case-1", "SNAPSHOT"]["body"])


def test_a_draft_that_is_submitted_leaves_the_index_of_drafts(cloud: FakePlatform) -> None:
    stored(cloud.table, a_draft())
    assert str(cloud.table.rows["CASE#case-1", "SNAPSHOT"]["due_pk"]).startswith("DRAFTS#")
    cloud.table.rows.clear()
    stored(cloud.table, a_submitted_case())
    assert str(cloud.table.rows["CASE#case-1", "SNAPSHOT"]["due_pk"]).startswith("DUE#")
    cloud.clock.move(days=DRAFT_DAYS * 2)
    assert list(service.drafts_over(cloud.table, cloud.clock.now())) == []


def test_a_dry_run_reports_the_same_and_removes_nothing(cloud: FakePlatform) -> None:
    an_old_draft(cloud)
    before = dict(cloud.table.rows["CASE#case-1", "SNAPSHOT"])
    job_id = begun(cloud, dry_run=True)
    carried_out(cloud, job_id)
    assert told(cloud, job_id) == [("case-1", "FORGOTTEN")]
    assert cloud.table.rows["CASE#case-1", "SNAPSHOT"] == before


def test_cut_off_anywhere_it_goes_on_and_reports_each_once(cloud: FakePlatform) -> None:
    for number in range(1, 4):
        draft = a_draft()
        draft.id = f"case-{number}"
        uow = cloud.unit_of_work()
        draft.terms = draft.terms.model_copy(update={"code": f"ITEM-{number}"})
        store.save(uow, draft)
        uow.commit()
    cloud.clock.move(days=DRAFT_DAYS, hours=3)
    for dry_run in (True, False):
        job_id = begun(cloud, dry_run=dry_run)
        runs = 0
        while one_step(cloud, job_id) is JobStatus.RUNNING:
            runs += 1
        assert runs == 2, "two handed on, and the third ended it"
        assert sorted(told(cloud, job_id)) == [(f"case-{number}", "FORGOTTEN") for number in range(1, 4)]


def one_step(cloud: FakePlatform, job_id: str) -> JobStatus:
    """One draft, and the function's time is over."""
    left = iter([PLENTY])
    return run(cloud, job_id, HANDLERS, lambda: next(left, 0))


def test_the_report_says_of_every_kind_what_is_kept_how_long_and_why(cloud: FakePlatform, api: Api) -> None:
    job_id = begun(cloud, dry_run=True)
    carried_out(cloud, job_id)
    entries: list[dict[str, Any]] = api.call(
        "GET", "/v1/jobs/{job_id}/lines", by=OPERATOR, job_id=job_id, query={"limit": "100"}
    ).body["entries"]
    assert [(it["facts"]["kind"], it["outcome"]) for it in entries] == [(kind.code, kind.carrier) for kind in SCHEDULE]
    assert "档案法" in json.dumps(entries[0], ensure_ascii=False)


def test_a_run_is_begun_once_a_day(cloud: FakePlatform) -> None:
    assert [begin_daily(cloud), begin_daily(cloud)] == [True, False]
    cloud.warm.clear()
    before = cloud.table.round_trips
    assert not begin_daily(cloud), "another process has begun it"
    assert not begin_daily(cloud)
    assert cloud.table.round_trips == before + 1
    cloud.clock.move(days=1)
    assert begin_daily(cloud)
    assert len([pk for pk, sk in cloud.table.rows if pk == service.RUNS]) == 2


def test_operators_begin_and_list_runs(cloud: FakePlatform, api: Api) -> None:
    begin_daily(cloud)
    asked = api.call("POST", "/v1/retention-runs", {}, by=OPERATOR)
    assert (asked.status, asked.body["dry_run"]) == (202, True), "unless told otherwise nothing is removed"
    listed = api.call("GET", "/v1/retention-runs", by=OPERATOR).body["entries"]
    assert [(it["begun"][:10], it["dry_run"]) for it in listed] == [("2026-03-02", False), ("2026-03-02", True)]
    manager = Caller("manager-1", Role.CATALOGUE_MANAGER, 4, "session-2", "", "460000")
    assert api.call("GET", "/v1/jobs/{job_id}", by=manager, job_id=asked.body["job_id"]).status == 404
    assert api.call("POST", "/v1/retention-runs", {}, by=manager).body["code"] == "access.role-refused"

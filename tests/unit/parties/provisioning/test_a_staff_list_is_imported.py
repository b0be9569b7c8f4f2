"""A list is carried out row by row; a repeat does nothing, a dry run changes nothing, a complete list lets go."""

import pytest

from app import AREAS
from chalicelib.http.access import Caller, Role
from chalicelib.jobs.model import JobStatus
from chalicelib.jobs.service import load_job, run
from chalicelib.parties import sign_in, store
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.errors import NotRegistered, RefreshRefused
from chalicelib.workflow.carry_out_jobs import HANDLERS
from infra.seed.staff import staff_entries
from tests.support.people import signed_in
from tests.support.platform import FakePlatform
from tests.support.probes import Api
from tests.support.samples import BODIES
from tests.support.staff_lists import a_list, line
from tests.unit.parties.provisioning.lists import OPERATOR, PLENTY, imported, outcomes, report, started

ALL = staff_entries()
FIRST, SECOND = ALL[0], ALL[1]
NEW = FIRST.model_copy(update={"id": "staff-new", "mobile": "13900469999", "name": "新人员"})
FIFTH = len(ALL) // 5
EVERYBODY = [line(entry) for entry in ALL]


def rows(cloud: FakePlatform) -> dict[tuple[str, str], object]:
    return {key: row for key, row in cloud.table.rows.items() if not key[0].startswith("JOB#")}


def without(*missing: str) -> bytes:
    return a_list(*(line(entry) for entry in ALL if entry.id not in missing))


def test_somebody_new_can_sign_in_and_somebody_moved_has_another_desk(cloud: FakePlatform) -> None:
    job = imported(cloud, a_list(line(NEW), line(FIRST, department="RS")))
    assert outcomes(cloud, job) == {NEW.id: "CREATED", FIRST.id: "CHANGED"}
    assert signed_in(cloud, NEW.mobile, Purpose.LOGIN).principal.id == NEW.id
    assert signed_in(cloud, FIRST.mobile, Purpose.LOGIN).principal.department == "RS"


def test_the_same_list_again_changes_nothing(cloud: FakePlatform) -> None:
    imported(cloud, a_list(line(NEW), *EVERYBODY))
    before = rows(cloud)
    job = imported(cloud, a_list(line(NEW), *EVERYBODY), complete=True)
    assert set(outcomes(cloud, job).values()) == {"UNCHANGED"}
    assert rows(cloud) == before


def test_one_bad_row_holds_no_other_one_up_and_says_what_to_do(cloud: FakePlatform) -> None:
    job = imported(cloud, a_list(line(NEW, department="QQ", posts="head/GA/469999"), line(FIRST, name="吴改名")))
    bad, good = report(cloud, job.id)
    assert (bad.number, bad.outcome, good.outcome) == (2, "REFUSED", "CHANGED")
    assert bad.refusal is not None
    assert [place.pointer for place in bad.refusal.places] == ["#/2/department", "#/2/posts"]
    assert "QQ" in bad.refusal.places[0].detail.en and bad.refusal.next_step.zh
    assert store.load_staff(cloud.table, NEW.id) is None


def test_a_mobile_of_somebody_else_is_not_taken(cloud: FakePlatform) -> None:
    for dry_run in (True, False):
        job = imported(cloud, a_list(line(NEW, mobile=SECOND.mobile)), dry_run=dry_run)
        (refused,) = report(cloud, job.id)
        assert refused.refusal is not None and refused.refusal.code == "party.mobile-held"


def test_a_dry_run_foresees_a_mobile_that_an_earlier_row_sets_free(cloud: FakePlatform) -> None:
    data = a_list(line(FIRST, mobile="13900468888"), line(NEW, mobile=FIRST.mobile))
    foreseen, done = (imported(cloud, data, dry_run=dry_run) for dry_run in (True, False))
    assert outcomes(cloud, foreseen) == outcomes(cloud, done) == {FIRST.id: "CHANGED", NEW.id: "CREATED"}


def test_a_dry_run_reports_everything_and_changes_nothing(cloud: FakePlatform) -> None:
    session = signed_in(cloud, FIRST.mobile, Purpose.LOGIN)
    before = rows(cloud)
    job = imported(cloud, a_list(line(NEW), line(SECOND)), dry_run=True, complete=True)
    assert rows(cloud) == before
    assert outcomes(cloud, job) == {
        NEW.id: "CREATED",
        **{entry.id: "LEFT" for entry in ALL},
        SECOND.id: "UNCHANGED",
        OPERATOR.id: "REFUSED",
    }
    assert job.result["missing"] == str(len(ALL) - 1)
    assert job.result["confirmation_needed"] == "true"
    sign_in.refresh_session(cloud, cloud.act(), refresh_token=session.refresh_token, now=cloud.wall.now())


def test_whoever_a_complete_list_misses_leaves_at_once(cloud: FakePlatform) -> None:
    session = signed_in(cloud, FIRST.mobile, Purpose.LOGIN)
    job = imported(cloud, without(FIRST.id), complete=True)
    assert outcomes(cloud, job)[FIRST.id] == "LEFT"
    assert job.result == {"filename": "staff.csv", "missing": "1", "confirmation_needed": "false"}
    with pytest.raises(RefreshRefused):
        sign_in.refresh_session(cloud, cloud.act(), refresh_token=session.refresh_token, now=cloud.wall.now())
    with pytest.raises(NotRegistered):
        signed_in(cloud, FIRST.mobile, Purpose.LOGIN)
    event = next(row for row in cloud.table.stream if row.get("type") == "party.StaffLeft")
    assert OPERATOR.id in str(event["actor"]), "who imported it made them leave"


def test_an_ordinary_list_lets_nobody_go(cloud: FakePlatform) -> None:
    job = imported(cloud, a_list(line(FIRST)))
    assert outcomes(cloud, job) == {FIRST.id: "UNCHANGED"}


@pytest.mark.parametrize(("missing", "refused"), [(FIFTH, False), (FIFTH + 1, True)])
def test_more_than_a_fifth_leaves_only_when_that_is_confirmed(cloud: FakePlatform, missing: int, refused: bool) -> None:
    gone = [entry.id for entry in ALL if entry.id != OPERATOR.id][:missing]
    data = a_list(line(NEW), *(line(entry) for entry in ALL if entry.id not in gone))
    before = rows(cloud)
    job = imported(cloud, data, complete=True)
    assert (job.status is JobStatus.REFUSED) is refused
    if refused:
        assert job.refusal is not None and job.refusal.code == "staff.too-many-would-leave"
        assert rows(cloud) == before, "no row of it was done"
        job = imported(cloud, data, complete=True, confirm_departures=True)
    assert [who for who, outcome in outcomes(cloud, job).items() if outcome == "LEFT"] == sorted(gone)


def test_nobody_leaves_as_long_as_a_row_has_faults(cloud: FakePlatform) -> None:
    lines = [line(entry) for entry in ALL[1:]]
    job = imported(cloud, a_list(*lines, line(FIRST, id="吴")), complete=True)
    *_, last = report(cloud, job.id)
    assert last.refusal is not None and last.refusal.code == "staff.list-has-faults"
    assert "LEFT" not in outcomes(cloud, job).values()


def test_an_operator_does_not_sign_themselves_out_by_a_list(cloud: FakePlatform) -> None:
    job = imported(cloud, without(OPERATOR.id, FIRST.id), complete=True)
    assert outcomes(cloud, job)[FIRST.id] == "LEFT"
    refused = next(it for it in report(cloud, job.id) if it.label == OPERATOR.id)
    assert refused.refusal is not None and refused.refusal.code == "staff.asker-not-listed"


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("turns", range(1, len(ALL) + 1, 3))
def test_cut_off_anywhere_it_goes_on_without_doing_anything_twice(
    cloud: FakePlatform, dry_run: bool, turns: int
) -> None:
    gone = [entry.id for entry in ALL if entry.id != OPERATOR.id][:FIFTH]
    job_id = started(cloud, without(*gone), complete=True, dry_run=dry_run)
    while run(cloud, job_id, HANDLERS, iter_of(turns)) is JobStatus.RUNNING:
        pass
    lines = report(cloud, job_id)
    assert [it.label for it in lines if it.outcome == "LEFT"] == sorted(gone)
    assert load_job(cloud.table, job_id).counts == {"UNCHANGED": len(ALL) - FIFTH, "LEFT": FIFTH}
    left = [row for row in cloud.table.stream if row.get("type") == "party.StaffLeft"]
    assert len(left) == (0 if dry_run else FIFTH)


def test_a_run_that_died_before_the_sessions_ended_ends_them_when_it_is_repeated(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = signed_in(cloud, FIRST.mobile, Purpose.LOGIN)
    job_id = started(cloud, without(FIRST.id), complete=True)

    def dies(*_: object, **__: object) -> int:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(sign_in, "end_all_sessions", dies)
        with pytest.raises(MemoryError):
            run(cloud, job_id, HANDLERS, lambda: PLENTY)
    assert ("SESSIONS#" + FIRST.id) in {key[0] for key in cloud.table.rows}
    assert run(cloud, job_id, HANDLERS, lambda: PLENTY) is JobStatus.DONE
    assert ("SESSIONS#" + FIRST.id) not in {key[0] for key in cloud.table.rows}
    with pytest.raises(RefreshRefused):
        sign_in.refresh_session(cloud, cloud.act(), refresh_token=session.refresh_token, now=cloud.wall.now())


def test_an_operator_imports_over_http_and_nobody_else_follows_it(cloud: FakePlatform) -> None:
    api, operator = Api(cloud, *AREAS), Caller(OPERATOR.id, Role.OPERATOR, 4, "session-1")
    office = Caller("manager-1", Role.CATALOGUE_MANAGER, 4, "session-2", "", "460000")
    begun = api.call("POST", "/v1/staff/imports", BODIES["POST /v1/staff/imports"], by=operator)
    assert (begun.status, begun.body["headers"]["Content-Type"]) == (201, "text/csv")
    job_id = begun.body["job_id"]
    early = api.call("POST", "/v1/staff/imports/{job_id}/start", by=operator, job_id=job_id)
    assert (early.status, early.body["code"]) == (409, "file.upload-missing")
    assert api.call("GET", "/v1/jobs/{job_id}", by=operator, job_id=job_id).body["kind"] == "IMPORT_STAFF"
    for path in ("/v1/jobs/{job_id}", "/v1/jobs/{job_id}/lines"):
        hidden = api.call("GET", path, by=office, job_id=job_id)
        assert (hidden.status, hidden.body["code"]) == (404, "access.not-found")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"filename": "staff.xlsx"}, "staff.not-csv"),
        ({"size": 10 * 1024 * 1024 + 1}, "staff.list-too-large"),
        ({"size": 0}, "file.empty"),
    ],
)
def test_what_will_not_be_read_is_not_even_uploaded(cloud: FakePlatform, asked: dict[str, object], code: str) -> None:
    api, operator = Api(cloud, *AREAS), Caller(OPERATOR.id, Role.OPERATOR, 4, "session-1")
    body = {**BODIES["POST /v1/staff/imports"], **asked}
    refused = api.call("POST", "/v1/staff/imports", body, by=operator)
    assert (refused.status, refused.body["code"]) == (422, code)


def test_another_file_than_the_announced_one_is_refused(cloud: FakePlatform) -> None:
    job_id = started(cloud, a_list(line(NEW)))
    key = str(load_job(cloud.table, job_id).input["object_key"])
    cloud.materials.write(key, a_list(line(FIRST, role="operator")), media_type="text/csv")
    assert run(cloud, job_id, HANDLERS, lambda: PLENTY) is JobStatus.REFUSED


def iter_of(turns: int):
    """Time for so many rows, then none."""
    left = iter([PLENTY] * turns)
    return lambda: next(left, 0)

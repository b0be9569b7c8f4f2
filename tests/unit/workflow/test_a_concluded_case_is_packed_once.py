"""At its end a case is packed with all its files; whatever goes wrong on the way, there is one package in the end."""

import hashlib
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import bagit
import pytest

from app import AREAS
from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.instants import SHANGHAI
from chalicelib.workflow import archive_package, lifecycle_task
from chalicelib.workflow.archive_package import FileDiffers
from chalicelib.workflow.triggers import begin
from infra.tools.verify_archive import examine
from tests.support.archives import (
    DECISION,
    PHOTO,
    Files,
    a_case_that_ended,
    an_archivable_case,
    files_of,
    forged,
    unpacked,
    with_buckets,
    zipped_again,
)
from tests.support.cases import (
    ADDRESS,
    APPLICANT,
    NUMBER,
    WHO,
    a_delivered_case,
    a_draft,
    an_accepted_case_with_materials_to_follow,
    by,
    stored,
    tick,
    with_catalogue,
)
from tests.support.clocks import on
from tests.support.items import changed, late_item, seeded_item
from tests.support.machines import Machinery
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

HEAD = Caller("staff-9", Role.HEAD, 4, "session", "GA", "460100")
ELSEWHERE = Caller("staff-8", Role.HEAD, 4, "session", "GA", "460200")
OPERATOR = Caller("operator-1", Role.OPERATOR, 4, "session")
ME = Caller(WHO.account_id, Role.APPLICANT, 3, "session")
PATH = "/v1/cases/{case_id}/archive-package"
KEY = "archives/case-1/1-1.zip"


@pytest.fixture(autouse=True)
def _one_platform(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    with_catalogue(with_buckets(cloud), seeded_item())
    for module in (lifecycle_task, edge):
        monkeypatch.setattr(module, "platform", lambda: cloud)
    stored(cloud.table, an_archivable_case())


def forget_the_case(cloud: FakePlatform) -> None:
    for key in [key for key in cloud.table.rows if key[0].startswith(("CASE#", "NUMBER#"))]:
        del cloud.table.rows[key]


def archive() -> str:
    return str(lifecycle_task.lifecycle_task({"task": "archive", "case_id": "case-1"}, None)["stage"])


def package(cloud: FakePlatform) -> bytes:
    return bytes(cloud.documents.read(KEY)[0])


def case(cloud: FakePlatform) -> Case:
    return service.load_case(cloud.table, "case-1")


def archived_events(cloud: FakePlatform) -> list[dict[str, object]]:
    return [event.data for event in events_of(cloud, "case-1") if event.type == "case.Archived"]


def events_of(cloud: FakePlatform, case_id: str) -> list[RecordedEvent]:
    return service.load_history(cloud.table, case_id)[1]


def test_the_package_holds_the_case_and_its_hash_is_in_the_history(cloud: FakePlatform, tmp_path: Path) -> None:
    events = case(cloud).version
    archive()
    assert case(cloud).status == "ARCHIVED"
    body = package(cloud)
    files = {name.partition("/data/")[2]: it for name, it in files_of(body).items() if "/data/" in name}
    assert json.loads(files["application/form.json"])["residence_address"] == ADDRESS
    assert json.loads(files["application/applicant.json"])["name"] == WHO.name
    assert files["application/promise.txt"] == seeded_item().promise.text.encode()
    (photo,) = [it for it in json.loads(files["materials/index.json"]) if it["code"] == "photo"]
    assert files[photo["path"]] == PHOTO
    assert files["documents/decision.pdf"] == DECISION
    assert len(files["process/events.jsonl"].splitlines()) == events + 1
    assert "作出决定" in files["process/timeline.txt"].decode()
    assert json.loads(files["process/handling.json"])["decision"]["reason"] == "符合法定条件"
    assert json.loads(files["delivery/delivery.json"])["fulfilment"]["way"] == "COURIER"
    assert json.loads(files["evaluation/evaluation.json"])["evaluation"] == "RATED"
    told = json.loads(files["metadata.json"])
    assert (told["number"], told["events"], told["applied_on"]) == (NUMBER, events, "2026-03-02")
    assert archived_events(cloud) == [{"events": events + 1, "package_sha256": sha256_hex(body)}]
    path = tmp_path / "package.zip"
    path.write_bytes(body)
    assert examine([path], [sha256_hex(body)]) == []
    bagit.Bag(str(unpacked(body, tmp_path / "bag"))).validate()


def test_done_twice_it_is_one_package(cloud: FakePlatform) -> None:
    archive()
    body, events = package(cloud), archived_events(cloud)
    archive()
    assert (package(cloud), archived_events(cloud)) == (body, events)


def test_cut_off_before_it_was_noted_the_first_package_stays(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(service, "apply", lambda *_: (_ for _ in ()).throw(TimeoutError))
        with pytest.raises(TimeoutError):
            archive()
    body = package(cloud)
    cloud.clock.move(days=1)
    archive()
    assert package(cloud) == body
    assert archived_events(cloud)[0]["package_sha256"] == sha256_hex(body)


def test_of_two_at_once_the_first_counts(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = archive_package._pack

    def overtaken(*given: object) -> None:
        pack(*given)  # type: ignore[arg-type]
        cloud.documents.write_once(KEY, b"the other one's", media_type="application/zip")

    monkeypatch.setattr(archive_package, "_pack", overtaken)
    archive()
    assert archived_events(cloud)[0]["package_sha256"] == sha256_hex(b"the other one's")


@pytest.mark.parametrize("bucket", ["materials", "documents"])
def test_a_file_that_is_not_what_the_case_rests_on_is_not_packed(cloud: FakePlatform, bucket: str) -> None:
    objects: FakeObjects = getattr(cloud, bucket)
    (key,) = objects.contents
    objects.write(key, b"another file", media_type="image/jpeg")
    with pytest.raises(FileDiffers):
        archive()
    assert KEY not in cloud.documents.contents
    assert (case(cloud).status, archived_events(cloud)) == ("EVALUATED", [])


def test_a_case_that_is_not_over_is_not_packed(cloud: FakePlatform) -> None:
    stored(cloud.table, a_draft(case_id="case-2"))
    lifecycle_task.lifecycle_task({"task": "archive", "case_id": "case-2"}, None)
    assert "archives/case-2/1-1.zip" not in cloud.documents.contents


def fetched(cloud: FakePlatform, by: Caller, body: dict[str, str] | None = None, case_id: str = "case-1") -> Answered:
    version = service.load_case(cloud.table, case_id).version
    headers = {"Idempotency-Key": f"fetch-{version:011}", "If-Match": f'"{version}"'}
    return Api(cloud, *AREAS).call(
        "POST", PATH, body or {"reason": "行政复议调卷"}, by=by, headers=headers, case_id=case_id
    )


def test_the_head_fetches_it_for_a_reason_and_the_applicant_sees_that(cloud: FakePlatform) -> None:
    archive()
    answer = fetched(cloud, HEAD)
    assert answer.status == 200, answer.text
    body = package(cloud)
    (told,) = answer.body["packages"]
    assert told["url"].endswith(KEY) and answer.body["is_complete"]
    assert (told["sha256"], told["size"]) == (hashlib.sha256(body).hexdigest(), len(body))
    looks = Api(cloud, *AREAS).call("GET", "/v1/me/looks", by=ME).body["entries"]
    assert [look["reason"] for look in looks] == ["行政复议调卷"]
    assert zipfile.is_zipfile(io.BytesIO(body))


def test_without_a_reason_nobody_has_it(cloud: FakePlatform) -> None:
    archive()
    assert fetched(cloud, HEAD, {"reason": ""}).status == 422


def test_a_case_that_is_not_over_has_none(cloud: FakePlatform) -> None:
    forget_the_case(cloud)
    stored(cloud.table, a_delivered_case())
    answer = fetched(cloud, HEAD)
    assert (answer.status, answer.body["code"]) == (409, "case.not-archived")


def test_a_case_that_ended_before_there_were_packages_is_packed_when_somebody_asks(cloud: FakePlatform) -> None:
    forget_the_case(cloud)
    stored(cloud.table, a_case_that_ended("WITHDRAWN"))
    answer = fetched(cloud, HEAD)
    assert answer.status == 200, answer.text
    assert (answer.body["is_complete"], answer.body["packages"]) == (False, [])
    asked = events_of(cloud, "case-1")[-1]
    assert asked.type == "case.ArchiveRequested"
    assert Api(cloud, *AREAS).call("GET", "/v1/me/looks", by=ME).body["entries"] == [], "nothing was shown"
    machinery = Machinery(cloud)
    begin(cloud, asked)
    assert machinery.steps.names[-1] == "case-lifecycle:case-case-1-2", "whatever ran before has ended"
    assert archive() == "CLOSED"
    assert (case(cloud).status, case(cloud).packages[0].object_key) == ("WITHDRAWN", KEY)
    answer = fetched(cloud, HEAD)
    assert (answer.body["is_complete"], len(answer.body["packages"])) == (True, 1)


@pytest.mark.parametrize(("who", "status"), [(ELSEWHERE, 404), (OPERATOR, 403), (ME, 403)])
def test_nobody_else_fetches_it(cloud: FakePlatform, who: Caller, status: int) -> None:
    archive()
    assert fetched(cloud, who).status == status


@pytest.mark.parametrize("how", ["WITHDRAWN", "NOT_ACCEPTED", "NOT_REQUIRED", "CORRECTION_LAPSED"])
def test_a_case_that_ended_without_a_decision_is_packed_too(cloud: FakePlatform, how: str, tmp_path: Path) -> None:
    forget_the_case(cloud)
    stored(cloud.table, a_case_that_ended(how))
    assert service.load_case(cloud.table, "case-1").stage == "ARCHIVE"
    assert archive() == "CLOSED"
    assert case(cloud).status == how, "how it ended stays what it was"
    body = package(cloud)
    path = tmp_path / "package.zip"
    path.write_bytes(body)
    assert examine([path], [sha256_hex(body)]) == []
    files = {name.partition("/data/")[2]: it for name, it in files_of(body).items()}
    assert (json.loads(files["metadata.json"])["status"], files["materials/002.jpg"]) == (how, PHOTO)


def test_a_draft_that_was_never_handed_in_is_no_file(cloud: FakePlatform) -> None:
    forget_the_case(cloud)
    draft = a_draft()
    draft.withdraw("不再需要", by(APPLICANT))
    stored(cloud.table, draft)
    assert archive() == "CLOSED"
    assert KEY not in cloud.documents.contents


def test_the_item_says_how_long_it_is_kept_and_storage_is_told(cloud: FakePlatform) -> None:
    archive()
    told = json.loads(files_of(package(cloud))[f"{NUMBER}/data/metadata.json"])
    assert (told["retention_period"], told["kept_until"]) == ("10年", "2036-12-31")
    assert b"Retention-Period: 10\xe5\xb9\xb4" in files_of(package(cloud))[f"{NUMBER}/bag-info.txt"]
    assert cloud.documents.locked_until[KEY] == datetime(2037, 1, 1, tzinfo=SHANGHAI)
    (fetched_one,) = fetched(cloud, HEAD).body["packages"]
    assert fetched_one["kept_until"] == "2037-01-01"


def test_of_a_version_that_does_not_say_people_appraise_it(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "item_of", lambda *_: changed(seeded_item(), archive_period=None))
    archive()
    told = json.loads(files_of(package(cloud))[f"{NUMBER}/data/metadata.json"])
    assert (told["retention_period"], told["kept_until"]) == ("待鉴定", None)
    assert cloud.documents.locked_until[KEY] is None
    (fetched_one,) = fetched(cloud, HEAD).body["packages"]
    assert "kept_until" not in fetched_one


def test_a_case_that_ended_because_something_did_not_follow_is_packed_with_its_promise(
    cloud: FakePlatform, tmp_path: Path
) -> None:
    with_catalogue(cloud, late_item())
    forget_the_case(cloud)
    late = an_accepted_case_with_materials_to_follow()
    late.materials = {code: slot.model_copy(update={"object_key": ""}) for code, slot in late.materials.items()}
    tick(late, on(3, 31))
    stored(cloud.table, late)
    assert (case(cloud).status, archive(), case(cloud).status) == ("TERMINATED", "CLOSED", "TERMINATED")
    name = f"{NUMBER}/data/application/promise-to-follow.txt"
    assert late.late_promise is not None and files_of(package(cloud))[name] == late.late_promise.text.encode()

    def examined(files: Files) -> str:
        path = tmp_path / "package.zip"
        path.write_bytes(zipped_again(forged(files_of(package(cloud)), NUMBER, lambda it: it.update(files))))
        return "\n".join(finding.en for finding in examine([path]))

    assert "promise-to-follow" not in examined({})
    assert "promise-to-follow" in examined({name: b"another"})

"""At its end a case is packed with all its files; whatever goes wrong on the way, there is one package in the end."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import bagit
import pytest

from app import AREAS
from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.workflow import archive_package, lifecycle_task
from chalicelib.workflow.archive_package import FileDiffers
from infra.tools.verify_archive import examine
from tests.support.archives import DECISION, PHOTO, an_archivable_case, files_of, unpacked, with_buckets
from tests.support.cases import ADDRESS, NUMBER, WHO, a_draft, stored, with_catalogue
from tests.support.items import seeded_item
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

HEAD = Caller("staff-9", Role.HEAD, 4, "session", "GA", "460100")
ELSEWHERE = Caller("staff-8", Role.HEAD, 4, "session", "GA", "460200")
OPERATOR = Caller("operator-1", Role.OPERATOR, 4, "session")
ME = Caller(WHO.account_id, Role.APPLICANT, 3, "session")
PATH = "/v1/cases/{case_id}/archive-package"
KEY = "archives/case-1.zip"


@pytest.fixture(autouse=True)
def _one_platform(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    with_catalogue(with_buckets(cloud), seeded_item())
    for module in (lifecycle_task, edge):
        monkeypatch.setattr(module, "platform", lambda: cloud)
    stored(cloud.table, an_archivable_case())


def archive() -> str:
    return str(lifecycle_task.lifecycle_task({"task": "archive", "case_id": "case-1"}, None)["stage"])


def package(cloud: FakePlatform) -> bytes:
    return bytes(cloud.documents.read(KEY)[0])


def case(cloud: FakePlatform) -> Case:
    return service.load_case(cloud.table, "case-1")


def archived_events(cloud: FakePlatform) -> list[dict[str, object]]:
    _, history = service.load_history(cloud.table, "case-1")
    return [event.data for event in history if event.type == "case.Archived"]


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
    assert examine(path, sha256_hex(body)) == []
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
    assert "archives/case-2.zip" not in cloud.documents.contents


def fetched(cloud: FakePlatform, by: Caller, body: dict[str, str] | None = None) -> Answered:
    headers = {"Idempotency-Key": "a" * 16, "If-Match": f'"{case(cloud).version}"'}
    return Api(cloud, *AREAS).call(
        "POST", PATH, body or {"reason": "行政复议调卷"}, by=by, headers=headers, case_id="case-1"
    )


def test_the_head_fetches_it_for_a_reason_and_the_applicant_sees_that(cloud: FakePlatform) -> None:
    archive()
    answer = fetched(cloud, HEAD)
    assert answer.status == 200, answer.text
    body = package(cloud)
    assert answer.body["url"].endswith(KEY)
    assert (answer.body["sha256"], answer.body["size"]) == (hashlib.sha256(body).hexdigest(), len(body))
    looks = Api(cloud, *AREAS).call("GET", "/v1/me/looks", by=ME).body["entries"]
    assert [look["reason"] for look in looks] == ["行政复议调卷"]
    assert zipfile.is_zipfile(io.BytesIO(body))


def test_without_a_reason_or_before_its_time_there_is_none(cloud: FakePlatform) -> None:
    answer = fetched(cloud, HEAD)
    assert (answer.status, answer.body["code"]) == (409, "case.not-archived")
    archive()
    assert fetched(cloud, HEAD, {"reason": ""}).status == 422


@pytest.mark.parametrize(("who", "status"), [(ELSEWHERE, 404), (OPERATOR, 403), (ME, 403)])
def test_nobody_else_fetches_it(cloud: FakePlatform, who: Caller, status: int) -> None:
    archive()
    assert fetched(cloud, who).status == status

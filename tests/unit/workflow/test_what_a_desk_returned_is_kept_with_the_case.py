"""What followed and was returned stays with the case: held, locked and packed, for a review would turn on it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.cases import service
from chalicelib.cases.late.model import Returned
from chalicelib.cases.model import Case
from chalicelib.catalogue.vocabulary import ArchivePeriod
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import SYSTEM
from chalicelib.workflow import lifecycle_task
from chalicelib.workflow.lock_files import lock_files
from infra.tools.verify_archive import examine
from tests.support import cases as support
from tests.support.archives import files_of, forged, with_buckets, zipped_again
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    NUMBER,
    advise_all,
    an_accepted_case_with_materials_to_follow,
    by,
    look_at,
    pay,
    stored,
    tick,
    with_catalogue,
)
from tests.support.clocks import on
from tests.support.items import late_item
from tests.support.objects import FakeVersions
from tests.support.platform import FakePlatform

FIRST, SECOND = b"\xff\xd8\xff without its second page", b"\xff\xd8\xff whole"


@pytest.fixture(autouse=True)
def _catalogue(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    with_catalogue(with_buckets(cloud), late_item())
    monkeypatch.setattr(lifecycle_task, "platform", lambda: cloud)
    monkeypatch.setattr(support, "sha_of", lambda upload_id: sha256_hex(upload_id.encode()))
    cloud.materials.write("case-1/upload-plan", b"upload-plan", media_type="image/jpeg")


def bring(cloud: FakePlatform, case: Case, code: str, body: bytes) -> None:
    key, sha256, at = f"accepted/{sha256_hex(body)}", sha256_hex(body), on(3, 9)
    cloud.materials.write(key, body, media_type="image/jpeg")
    case.expect_upload(code, upload_id=sha256[:8], sha256=sha256, act=by(APPLICANT, at))
    case.receive_material(
        code,
        upload_id=sha256[:8],
        object_key=key,
        sha256=sha256,
        size=len(body),
        media_type="image/jpeg",
        act=by(SYSTEM, at),
    )


def returned(cloud: FakePlatform) -> Case:
    case = an_accepted_case_with_materials_to_follow()
    advise_all(case)
    pay(case)
    bring(cloud, case, "rules", FIRST)
    look_at(case, "rules", on(3, 9), wrong="缺少第二页")
    return case


def packed(cloud: FakePlatform, case: Case, directory: Path) -> Path:
    stored(cloud.table, case)
    lifecycle_task.lifecycle_task({"task": "archive", "case_id": case.id}, None)
    (package,) = service.load_case(cloud.table, case.id).packages
    path = directory / "package.zip"
    path.write_bytes(cloud.documents.read(package.object_key)[0])
    return path


def terminated(cloud: FakePlatform) -> Case:
    case = returned(cloud)
    tick(case, on(3, 13, 0))
    assert case.status == "TERMINATED"
    return case


def payload(path: Path) -> dict[str, bytes]:
    return {name.partition("/data/")[2]: body for name, body in files_of(path.read_bytes()).items()}


def test_where_nothing_follows_it_is_in_the_package(cloud: FakePlatform, tmp_path: Path) -> None:
    path = packed(cloud, terminated(cloud), tmp_path)
    files = payload(path)
    (slot,) = [it for it in json.loads(files["materials/index.json"]) if it["code"] == "rules"]
    assert files[slot["returned_path"]] == FIRST
    assert "path" not in slot
    told = json.loads(files["process/handling.json"])["late_materials"]["rules"]["returned"]
    assert (told["reason"], told["sha256"]) == ("缺少第二页", sha256_hex(FIRST))
    assert examine([path]) == []


def test_what_came_instead_lies_beside_it(cloud: FakePlatform, tmp_path: Path) -> None:
    case = returned(cloud)
    bring(cloud, case, "rules", SECOND)
    look_at(case, "rules", on(3, 9))
    tick(case, on(3, 13, 0))
    assert case.status == "TERMINATED", "the contract has not come"
    path = packed(cloud, case, tmp_path)
    files = payload(path)
    (slot,) = [it for it in json.loads(files["materials/index.json"]) if it["code"] == "rules"]
    assert (files[slot["path"]], files[slot["returned_path"]]) == (SECOND, FIRST)
    assert examine([path]) == []


def test_a_package_with_another_paper_in_its_place_is_found(cloud: FakePlatform, tmp_path: Path) -> None:
    path = packed(cloud, terminated(cloud), tmp_path)
    files = files_of(path.read_bytes())
    (name,) = [name for name in files if "-returned." in name]
    path.write_bytes(zipped_again(forged(files, NUMBER, lambda it: it.update({name: b"another"}))))
    assert any("of which the history tells" in it.en for it in examine([path]))


def test_it_is_locked_with_the_decision(cloud: FakePlatform) -> None:
    case = returned(cloud)
    case.decide("DENIED", "不符合法定条件", by(HEAD, on(3, 9)), CALENDAR)
    cloud.material_versions = versions = FakeVersions(cloud.materials)
    lock_files(cloud.material_versions, case, ArchivePeriod.YEARS_10, timedelta(days=3650))
    assert f"accepted/{sha256_hex(FIRST)}" in versions.locked


def test_it_counts_as_held(cloud: FakePlatform) -> None:
    assert sha256_hex(FIRST) in returned(cloud).files


def test_what_was_returned_before_its_place_was_noted_is_read_still() -> None:
    before = {"desk": "reviewer", "reason": "缺少第二页", "sha256": "a" * 64, "at": on(3, 9)}
    assert Returned.model_validate(before).object_key == ""

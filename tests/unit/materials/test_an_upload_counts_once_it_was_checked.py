import base64
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws.history import events_among
from chalicelib.kernel.events import RecordedEvent
from chalicelib.materials import store
from chalicelib.materials.clamd import Clamd, ScannerSilent
from chalicelib.materials.model import DeclaredFile, Upload, UploadStatus
from chalicelib.materials.service import open_upload
from chalicelib.workflow import receive_upload
from chalicelib.workflow.receive_upload import receive
from tests.support.applications import APPLICANT
from tests.support.platform import SETTINGS, FakePlatform
from tests.unit.materials.files import JPEG, PNG, declared

MINE = {"owner_id": "account-1", "item_code": "GA-JG-0102"}


def announced(cloud: FakePlatform, file: DeclaredFile | None = None) -> Upload:
    """A committed declaration of a photo."""
    uow = cloud.unit_of_work(APPLICANT)
    upload, _ = open_upload(
        uow, cloud.quarantine, reference="case-1", slot="photo", file=file or declared(JPEG), **MINE
    )
    uow.commit()
    return upload


def clean(_: Path) -> str:
    return ""


def arrive(cloud: FakePlatform, upload: Upload, content: bytes) -> None:
    """The file lands in storage under whatever type the client says, and storage tells us."""
    cloud.quarantine.write(upload.object_key, content, media_type="image/jpeg")
    receive(cloud, upload.object_key, clean)


def history(cloud: FakePlatform, upload: Upload) -> list[RecordedEvent]:
    return events_among(cloud.table.partition(store.upload_pk(upload.id)))


def test_the_permission_is_for_exactly_the_declared_file(cloud: FakePlatform) -> None:
    uow, file = cloud.unit_of_work(APPLICANT), declared(JPEG)
    upload, permission = open_upload(uow, cloud.quarantine, reference="case-1", slot="photo", file=file, **MINE)
    assert permission is not None
    assert permission.url == f"https://quarantine.test/incoming/case-1/photo/{upload.id}?size={len(JPEG)}"
    assert permission.headers == {
        "Content-Type": "image/jpeg",
        "x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(JPEG).digest()).decode(),
    }
    assert store.load(cloud.table, upload.id) is None, "nothing is written before the caller commits"


def test_the_declared_file_is_verified(cloud: FakePlatform) -> None:
    upload = announced(cloud)
    arrive(cloud, upload, JPEG)
    declaration, verified = history(cloud, upload)
    assert (declaration.type, verified.type) == ("material.UploadDeclared", "material.Verified")
    assert verified.data == {
        "reference": "case-1",
        "slot": "photo",
        "upload_id": upload.id,
        "object_key": f"accepted/{upload.file.sha256}",
        "sha256": upload.file.sha256,
        "size": len(JPEG),
        "media_type": "image/jpeg",
        "previews": 1,
        "untouched": "",
    }
    assert verified.correlation_id == declaration.correlation_id


@pytest.mark.parametrize(
    ("content", "file", "why"),
    [
        (JPEG + b"\x00", declared(JPEG), "size-differs"),
        (JPEG[:-1], declared(JPEG), "size-differs"),
        (JPEG[:-1] + b"\x00", declared(JPEG), "sha256-differs"),
        (PNG, declared(PNG, "image/jpeg", "photo.jpg"), "type-differs"),
    ],
)
def test_any_other_file_is_refused_and_said_why(
    cloud: FakePlatform, content: bytes, file: DeclaredFile, why: str
) -> None:
    upload = announced(cloud, file)
    arrive(cloud, upload, content)
    refused = history(cloud, upload)[-1]
    expected = {"reference": "case-1", "slot": "photo", "upload_id": upload.id, "why": why}
    assert (refused.type, refused.data) == ("material.Refused", expected)


def test_repeated_events_change_nothing_and_read_nothing(cloud: FakePlatform) -> None:
    upload = announced(cloud)
    arrive(cloud, upload, JPEG)
    before = dict(cloud.table.rows)
    arrive(cloud, upload, PNG)
    assert (cloud.table.rows, cloud.quarantine.reads) == (before, 1)


def test_of_two_deliveries_at_once_one_concludes(cloud: FakePlatform) -> None:
    upload = announced(cloud)
    cloud.quarantine.write(upload.object_key, JPEG, media_type="image/jpeg")

    def slow(_: Path) -> str:
        receive(cloud, upload.object_key, clean)
        return ""

    receive(cloud, upload.object_key, slow)
    assert [event.type for event in history(cloud, upload)] == ["material.UploadDeclared", "material.Verified"]


@pytest.mark.parametrize(
    "key", ["incoming/case-1/photo/unknown", "incoming/case-2/photo/{id}", "elsewhere/{id}", "{id}", ""]
)
def test_an_object_that_nobody_declared_there_is_not_even_read(cloud: FakePlatform, key: str) -> None:
    upload = announced(cloud)
    receive(cloud, key.format(id=upload.id), clean)
    assert cloud.quarantine.reads == 0
    standing = store.load(cloud.table, upload.id)
    assert standing is not None and standing.status is UploadStatus.DECLARED


def test_neither_key_nor_events_hold_the_files_name(cloud: FakePlatform) -> None:
    upload = announced(cloud, declared(JPEG, filename="王示例的照片.jpg"))
    arrive(cloud, upload, JPEG)
    assert "王示例" not in upload.object_key
    assert all("王示例" not in event.model_dump_json() for event in history(cloud, upload))


def test_the_file_leaves_quarantine_only_when_it_counts(cloud: FakePlatform) -> None:
    good, bad = announced(cloud), announced(cloud, declared(PNG, "image/jpeg"))
    arrive(cloud, good, JPEG)
    arrive(cloud, bad, PNG)
    kept = {key: content for key, content in cloud.materials.contents.items() if not key.startswith("previews/")}
    assert kept == {f"accepted/{good.file.sha256}": (JPEG, "image/jpeg")}


def test_the_same_bytes_are_kept_once(cloud: FakePlatform) -> None:
    for _ in range(2):
        arrive(cloud, announced(cloud), JPEG)
    assert len([key for key in cloud.materials.contents if key.startswith("accepted/")]) == 1


def test_while_the_scanner_is_silent_nothing_is_concluded_and_later_it_is(cloud: FakePlatform) -> None:
    def silent(_: Path) -> str:
        raise ScannerSilent("no route to host")

    upload = announced(cloud)
    cloud.quarantine.write(upload.object_key, JPEG, media_type="image/jpeg")
    with pytest.raises(ScannerSilent):
        receive(cloud, upload.object_key, silent)
    assert (len(history(cloud, upload)), cloud.materials.contents) == (1, {})
    receive(cloud, upload.object_key, clean)
    assert history(cloud, upload)[-1].type == "material.Verified"


GUARDDUTY = "GuardDuty Malware Protection Object Scan Result"


def from_guardduty(upload: Upload, status: str, *threats: str) -> dict[str, Any]:
    result = {"scanResultStatus": status, "threats": [{"name": name} for name in threats] or None}
    where = {"bucketName": "quarantine", "objectKey": upload.object_key}
    detail = {"scanStatus": "COMPLETED", "s3ObjectDetails": where, "scanResultDetails": result}
    return {"source": "aws.guardduty", "detail-type": GUARDDUTY, "detail": detail}


@pytest.fixture
def deployed(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    monkeypatch.setattr(receive_upload, "platform", lambda: cloud)
    return cloud


@pytest.mark.parametrize(
    ("status", "threats", "type"),
    [("NO_THREATS_FOUND", [], "material.Verified"), ("THREATS_FOUND", ["EICAR"], "material.Refused")],
)
def test_what_guardduty_found_decides_where_it_scans(
    deployed: FakePlatform, status: str, threats: list[str], type: str
) -> None:
    upload = announced(deployed)
    deployed.quarantine.write(upload.object_key, JPEG, media_type="image/jpeg")
    receive_upload.receive_upload(from_guardduty(upload, status, *threats), None)
    assert history(deployed, upload)[-1].type == type


@pytest.mark.parametrize(
    ("status", "why"),
    [("UNSUPPORTED", "cannot-be-scanned"), ("FAILED", "scan-failed"), ("ACCESS_DENIED", "scan-failed")],
)
def test_what_guardduty_could_not_scan_is_refused_with_what_to_do(
    deployed: FakePlatform, status: str, why: str
) -> None:
    upload = announced(deployed)
    deployed.quarantine.write(upload.object_key, JPEG, media_type="image/jpeg")
    receive_upload.receive_upload(from_guardduty(upload, status), None)
    concluded = history(deployed, upload)[-1]
    assert (concluded.type, concluded.data["why"]) == ("material.Refused", why)


def test_a_result_that_nobody_knows_concludes_nothing(deployed: FakePlatform) -> None:
    upload = announced(deployed)
    deployed.quarantine.write(upload.object_key, JPEG, media_type="image/jpeg")
    with pytest.raises(ScannerSilent, match="PERHAPS"):
        receive_upload.receive_upload(from_guardduty(upload, "PERHAPS"), None)
    assert len(history(deployed, upload)) == 1


def test_storage_s_own_event_has_the_daemon_asked(deployed: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    deployed.settings = replace(SETTINGS, clamd_address="scanner.test:3310")
    monkeypatch.setattr(Clamd, "threat_in", lambda self, path: "Eicar-Test-Signature")
    upload = announced(deployed)
    deployed.quarantine.write(upload.object_key, JPEG, media_type="image/jpeg")
    detail = {"bucket": {"name": "quarantine"}, "object": {"key": upload.object_key, "size": len(JPEG)}}
    receive_upload.receive_upload({"source": "aws.s3", "detail-type": "Object Created", "detail": detail}, None)
    assert history(deployed, upload)[-1].data["why"] == "malware-found"

import base64
import hashlib

import pytest

from chalicelib.aws.history import events_among
from chalicelib.kernel.events import RecordedEvent
from chalicelib.materials import store
from chalicelib.materials.model import DeclaredFile, Upload, UploadStatus
from chalicelib.materials.service import open_upload
from chalicelib.workflow import receive_upload
from chalicelib.workflow.receive_upload import receive
from tests.support.applications import APPLICANT
from tests.support.platform import FakePlatform
from tests.unit.materials.files import JPEG, PNG, declared


def announced(cloud: FakePlatform, file: DeclaredFile | None = None) -> Upload:
    """A committed declaration of a photo."""
    uow = cloud.unit_of_work(APPLICANT)
    upload, _ = open_upload(
        uow, cloud.materials, reference="case-1", slot="photo", owner_id="account-1", file=file or declared(JPEG)
    )
    uow.commit()
    return upload


def arrive(cloud: FakePlatform, upload: Upload, content: bytes) -> None:
    """The file lands in storage under whatever type the client says, and storage tells us."""
    cloud.materials.write(upload.object_key, content, media_type="image/jpeg")
    receive(cloud, upload.object_key)


def history(cloud: FakePlatform, upload: Upload) -> list[RecordedEvent]:
    return events_among(cloud.table.partition(store.upload_pk(upload.id)))


def test_the_permission_is_for_exactly_the_declared_file(cloud: FakePlatform) -> None:
    uow, file = cloud.unit_of_work(APPLICANT), declared(JPEG)
    upload, permission = open_upload(
        uow, cloud.materials, reference="case-1", slot="photo", owner_id="account-1", file=file
    )
    assert permission.url == f"https://materials.test/incoming/case-1/photo/{upload.id}?size={len(JPEG)}"
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
    assert (cloud.table.rows, cloud.materials.reads) == (before, 1)


def test_of_two_deliveries_at_once_one_concludes(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    upload, inspect = announced(cloud), receive_upload.inspect

    def overtaken(content: bytes, file: DeclaredFile) -> object:
        monkeypatch.setattr(receive_upload, "inspect", inspect)
        receive(cloud, upload.object_key)
        return inspect(content, file)

    monkeypatch.setattr(receive_upload, "inspect", overtaken)
    arrive(cloud, upload, JPEG)
    assert [event.type for event in history(cloud, upload)] == ["material.UploadDeclared", "material.Verified"]


@pytest.mark.parametrize(
    "key", ["incoming/case-1/photo/unknown", "incoming/case-2/photo/{id}", "elsewhere/{id}", "{id}", ""]
)
def test_an_object_that_nobody_declared_there_is_not_even_read(cloud: FakePlatform, key: str) -> None:
    upload = announced(cloud)
    receive(cloud, key.format(id=upload.id))
    assert cloud.materials.reads == 0
    standing = store.load(cloud.table, upload.id)
    assert standing is not None and standing.status is UploadStatus.DECLARED


def test_neither_key_nor_events_hold_the_files_name(cloud: FakePlatform) -> None:
    upload = announced(cloud, declared(JPEG, filename="王示例的照片.jpg"))
    arrive(cloud, upload, JPEG)
    assert "王示例" not in upload.object_key
    assert all("王示例" not in event.model_dump_json() for event in history(cloud, upload))


def test_the_function_reads_storages_event(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = announced(cloud)
    cloud.materials.write(upload.object_key, JPEG, media_type="image/jpeg")
    monkeypatch.setattr(receive_upload, "platform", lambda: cloud)
    detail = {"bucket": {"name": "materials"}, "object": {"key": upload.object_key, "size": len(JPEG)}}
    receive_upload.receive_upload({"source": "aws.s3", "detail-type": "Object Created", "detail": detail}, None)
    assert history(cloud, upload)[-1].type == "material.Verified"

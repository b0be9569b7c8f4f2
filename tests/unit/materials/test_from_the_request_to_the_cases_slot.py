"""One photo the whole way: declared over HTTP, landed in storage, inspected, noted on the case."""

import pytest

from chalicelib.aws.bus import cloud_event
from chalicelib.aws.history import events_among
from chalicelib.cases import api_applicant
from chalicelib.cases.service import load_case
from chalicelib.cases.slots import MaterialSlot
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.materials.store import upload_pk
from chalicelib.workflow.consuming import received
from chalicelib.workflow.join_effects import join
from chalicelib.workflow.receive_upload import receive
from tests.support.applications import WANG, opened
from tests.support.calls import Client
from tests.support.platform import FakePlatform
from tests.unit.materials.files import JPEG, PNG, declared

UPLOADS = "/v1/cases/{case_id}/materials/{code}/uploads"
AUTHOR = Caller(WANG.account_id, Role.APPLICANT, 3, "session-1")


def brought(cloud: FakePlatform, content: bytes) -> MaterialSlot:
    """The photo's slot after a JPEG was declared by the hash of `content`, and `content` arrived."""
    case, file = opened(cloud), declared(content)
    client = Client(cloud, api_applicant.cases_area)
    asked = client.call(
        "POST", UPLOADS, file.model_dump(), by=AUTHOR, version=case.version, case_id=case.id, code="photo"
    )
    assert asked.status == 201
    key = f"incoming/{case.id}/photo/{asked.body['upload_id']}"
    cloud.quarantine.write(key, content, media_type="image/jpeg")
    receive(cloud, key, lambda _: "")
    last = events_among(cloud.table.partition(upload_pk(asked.body["upload_id"])))[-1]
    join(cloud, received({"detail": cloud_event(last)}))
    return load_case(cloud.table, case.id).materials["photo"]


@pytest.fixture(autouse=True)
def _one_platform(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "platform", lambda: cloud)


def test_what_was_declared_is_in_the_case(cloud: FakePlatform) -> None:
    slot = brought(cloud, JPEG)
    assert (slot.state, slot.why) == ("UPLOADED", "uploaded-by-applicant")
    assert (slot.sha256, slot.size, slot.media_type) == (declared(JPEG).sha256, len(JPEG), "image/jpeg")
    assert slot.object_key in cloud.materials.contents


def test_a_png_called_a_jpeg_is_refused_and_the_case_says_why(cloud: FakePlatform) -> None:
    slot = brought(cloud, PNG)
    assert (slot.state, slot.why, slot.object_key) == ("REFUSED", "type-differs", "")

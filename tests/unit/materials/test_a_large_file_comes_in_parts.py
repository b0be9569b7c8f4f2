"""A large file is sent in parts, in any order, with pauses; what has arrived need not be sent again."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from app import AREAS
from chalicelib.aws.objects import ArrivedPart, Objects, PartsForgotten
from chalicelib.cases.api import cases_area
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import Authority, AuthorityKind
from chalicelib.materials import parts
from chalicelib.materials.api import materials_area
from chalicelib.materials.parts import is_sent_in_parts, part_sizes
from chalicelib.workflow.receive_upload import receive
from tests.support.applications import ITEM, WANG, opened, platform_with_catalogue
from tests.support.calls import Client
from tests.support.items import changed
from tests.support.platform import FakePlatform
from tests.support.probes import Answered
from tests.unit.materials.files import JPEG, declared

assert cases_area in AREAS and materials_area in AREAS

MIB = 2**20
ME = Caller(WANG.account_id, Role.APPLICANT, 3, "session-1")
PROGRESS, COMPLETION = "/v1/uploads/{upload_id}", "/v1/uploads/{upload_id}/completion"
CONTENT = JPEG[:2] + b"\xff\xfe\x00\x02" * (12 * MIB // 4) + JPEG[2:]
"""A picture with much to skip: 12 MiB and a bit."""


LARGER = {"max_bytes": 20 * MIB}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePlatform]:
    materials = [it.model_dump(mode="json") | (LARGER if it.code == "photo" else {}) for it in ITEM.materials]
    cloud = platform_with_catalogue(changed(ITEM, materials=materials))
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    monkeypatch.setattr(parts, "PART_BYTES", 5 * MIB)
    with mock_aws():
        storage = boto3.client("s3", region_name="cn-north-1")
        storage.create_bucket(Bucket="quarantine", CreateBucketConfiguration={"LocationConstraint": "cn-north-1"})
        cloud.quarantine = Objects(storage, "quarantine")  # type: ignore[assignment]
        yield cloud


class Sender:
    """Somebody with a large photo."""

    def __init__(self, cloud: FakePlatform, content: bytes = CONTENT) -> None:
        self.cloud, self.content = cloud, content
        self.cases, self.uploads = Client(cloud, cases_area), Client(cloud, materials_area)
        self.case = opened(cloud)
        self.begun = self.declare()
        self.upload_id = str(self.begun.body["upload_id"])

    def declare(self) -> Answered:
        file = declared(self.content).model_dump()
        path = "/v1/cases/{case_id}/materials/{code}/uploads"
        where = {"case_id": self.case.id, "code": "photo"}
        return self.cases.call("POST", path, file, by=ME, version=self.case.version, **where)

    def progress(self, by: Caller = ME) -> Answered:
        return self.uploads.call("GET", PROGRESS, by=by, upload_id=self.upload_id)

    def complete(self, tags: dict[int, str], by: Caller = ME) -> Answered:
        body = {"parts": [{"number": number, "etag": etag} for number, etag in tags.items()]}
        return self.uploads.call("POST", COMPLETION, body, by=by, upload_id=self.upload_id)

    def send(self, part: dict[str, Any], content: bytes | None = None) -> str:
        start = (part["number"] - 1) * 5 * MIB
        piece = self.content[start : start + part["size"]] if content is None else content
        return requests.put(part["url"], data=piece, timeout=5).headers["ETag"]


@pytest.fixture
def sender(cloud: FakePlatform) -> Sender:
    return Sender(cloud)


def test_the_parts_make_the_file(cloud: FakePlatform, sender: Sender) -> None:
    assert "url" not in sender.begun.body
    assert [part["size"] for part in sender.begun.body["parts"]] == [5 * MIB, 5 * MIB, len(CONTENT) - 10 * MIB]
    tags = {part["number"]: sender.send(part) for part in reversed(sender.begun.body["parts"])}
    assert sender.complete(tags).status == 202
    key = f"incoming/{sender.case.id}/photo/{sender.upload_id}"
    receive(cloud, key, lambda _: "")
    assert sender.progress().body["status"] == "VERIFIED"
    (kept,) = (body for key, (body, _) in cloud.materials.contents.items() if key.startswith("accepted/"))
    assert hashlib.sha256(kept).hexdigest() == declared(JPEG).sha256, "the comments are not kept"


def test_after_an_interruption_only_what_is_missing_is_sent(sender: Sender) -> None:
    first, second, _ = sender.begun.body["parts"]
    tags = {2: sender.send(second)}
    requests.put(first["url"], data=b"half", timeout=5)
    shown = sender.progress().body
    assert [(part["number"], part.get("etag"), "url" in part) for part in shown["parts"]] == [
        (1, None, True),
        (2, tags[2], False),
        (3, None, True),
    ]
    tags |= {part["number"]: sender.send(part) for part in shown["parts"] if "url" in part}
    assert sender.complete(tags).status == 202
    assert sender.complete(tags).status == 202, "done before, nothing happens"


@pytest.mark.parametrize("named", [[1, 2], [1, 2, 3, 4], [2, 3, 4]])
def test_nothing_is_put_together_of_other_parts_than_there_are(sender: Sender, named: list[int]) -> None:
    tags = {part["number"]: sender.send(part) for part in sender.begun.body["parts"]}
    refused = sender.complete({number: tags.get(number, tags[1]) for number in named})
    assert (refused.status, refused.body["code"]) == (422, "material.parts-missing")
    assert sender.complete(tags).status == 202


def test_a_wrong_tag_is_refused_and_the_right_one_still_counts(sender: Sender) -> None:
    tags = {part["number"]: sender.send(part) for part in sender.begun.body["parts"]}
    refused = sender.complete({**tags, 2: tags[1]})
    assert (refused.status, refused.body["code"]) == (422, "material.parts-refused")
    assert sender.complete(tags).status == 202


def test_other_bytes_than_were_declared_do_not_count_however_they_came(cloud: FakePlatform, sender: Sender) -> None:
    tags = {part["number"]: sender.send(part) for part in sender.begun.body["parts"]}
    last = sender.begun.body["parts"][-1]
    tags[3] = sender.send(last, b"\0" * last["size"])
    assert sender.complete(tags).status == 202
    receive(cloud, f"incoming/{sender.case.id}/photo/{sender.upload_id}", lambda _: "")
    assert (sender.progress().body["status"], sender.progress().body["why"]) == ("REFUSED", "sha256-differs")


class Forgetful(Objects):
    """Storage after it has put the parts together, or has given them up."""

    def put_together(self, key: str, storage_id: str, tags: Mapping[int, str]) -> None:
        raise PartsForgotten

    def arrived_parts(self, key: str, storage_id: str) -> dict[int, ArrivedPart]:
        raise PartsForgotten


def test_what_storage_knows_no_more_is_complete_at_first_and_over_after_two_days(
    cloud: FakePlatform, sender: Sender
) -> None:
    tags = {part["number"]: sender.send(part) for part in sender.begun.body["parts"]}
    cloud.quarantine = Forgetful(None, "quarantine")  # type: ignore[assignment]
    assert (sender.complete(tags).status, sender.progress().body["parts"]) == (202, [])
    cloud.clock.move(days=2)
    refused = sender.complete(tags)
    assert (refused.status, refused.body["code"]) == (409, "material.upload-over")


def test_a_small_file_comes_in_one_piece(cloud: FakePlatform) -> None:
    small = Sender(cloud, JPEG)
    assert (small.begun.body["parts"], small.begun.body["url"][:8]) == ([], "https://")
    assert small.progress().body == {"upload_id": small.upload_id, "status": "DECLARED", "size": len(JPEG), "parts": []}
    assert small.complete({1: "a"}).body["code"] == "material.parts-missing"


OTHERS = [
    Caller("account-other", Role.APPLICANT, 3, "session-2"),
    Caller(
        WANG.account_id,
        Role.APPLICANT,
        3,
        "session-3",
        actor_id="account-li",
        authority=Authority(AuthorityKind.ATTORNEY, "mandate-1", items=("ANOTHER-ITEM",)),
    ),
]


@pytest.mark.parametrize("other", OTHERS, ids=["somebody else", "an agent for another item"])
def test_to_whom_it_does_not_belong_it_does_not_exist(sender: Sender, other: Caller) -> None:
    assert sender.progress(by=other).status == sender.complete({1: "a"}, by=other).status == 404


@given(st.integers(1, 200 * MIB))
def test_parts_make_up_the_whole(size: int) -> None:
    sizes = list(part_sizes(size).values())
    assert sum(sizes) == size and is_sent_in_parts(size) == (len(sizes) > 1)
    assert all(each == sizes[0] for each in sizes[:-1]) and 0 < sizes[-1] <= sizes[0]
    assert len(sizes) == 1 or sizes[0] >= 5 * MIB, "storage takes no smaller ones"

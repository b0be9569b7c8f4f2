"""A concluded case with real files behind it, and packages as somebody might forge them."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from chalicelib.cases.model import Case
from chalicelib.cases.parts import Document
from chalicelib.cases.vocabulary import SlotState
from chalicelib.kernel.events import SYSTEM
from chalicelib.licences import service as licences
from chalicelib.licences.request import Kind
from chalicelib.licences.verification_code import licence_id_of
from infra.tools.verify_chain import GENESIS, hash_of
from tests.support import certificates
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    MONDAY,
    NUMBER,
    a_new_case,
    advise_all,
    by,
    check,
    deliver,
    field,
    filled_in,
    material,
    obtained,
    official,
    pay,
    sign,
    submit,
    tick,
)
from tests.support.cases import HEAD as THE_HEAD
from tests.support.clocks import on
from tests.support.items import seeded_item
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform

PHOTO = b"\xff\xd8\xff photo " + bytes(range(256)) * 40
DECISION = b"%PDF-1.7 decision"
"""What stands for a photo and a document."""

CONTENTS = "contents.json"
Files = dict[str, bytes]


def with_buckets(cloud: FakePlatform) -> FakePlatform:
    """`cloud` with the files of `an_archivable_case` in its buckets, and its licence."""
    cloud.materials, cloud.documents = FakeObjects("materials"), FakeObjects("documents")
    cloud.materials.write(_kept(PHOTO), PHOTO, media_type="image/jpeg")
    cloud.documents.write("documents/case-1/decision.pdf", DECISION, media_type="application/pdf")
    licences.issue(cloud, cloud.act(), certificates.request(cloud, sha256=_sha256(DECISION)))
    return cloud


def a_handed_in_case() -> Case:
    """With a real photo, and nothing checked yet."""
    item = seeded_item()
    case = a_new_case(item)
    for slot in [slot for slot in case.materials.values() if slot.state is SlotState.ASKING]:
        case.resolve_material(obtained(slot), by(SYSTEM))
    case.save_form(filled_in(item), item, by(APPLICANT))
    _bring_photo(case)
    sign(case, item)
    submit(case, item)
    return case


def a_case_that_ended(how: str) -> Case:
    """In the given way: without a decision."""
    case, item, desk = a_handed_in_case(), seeded_item(), official("reviewer")
    if how == "WITHDRAWN":
        case.withdraw("不再需要", by(APPLICANT))
    elif how == "NOT_ACCEPTED":
        case.refuse_acceptance("不符合条件", "", by(desk))
    elif how == "NOT_REQUIRED":
        case.declare_not_required("不需要许可", "", by(desk))
    else:
        check(case, "reviewer", field("/residence_address"), material("photo"), item=item)
        case.expect_upload("photo", upload_id="upload-2", sha256="e" * 64, act=by(APPLICANT))
        case.save_form(filled_in(item, residence_address="三亚市虚构路三号"), item, by(APPLICANT))
        tick(case, on(12, 31))
    assert case.status == how
    return case


def an_archivable_case() -> Case:
    """Delivered and rated: all that is left is the archive."""
    case, item = a_handed_in_case(), seeded_item()
    for desk in case.terms.review[0].desks:
        check(case, desk, item=item)
    advise_all(case)
    case.decide("GRANTED", "符合法定条件", by(THE_HEAD), CALENDAR)
    code = licences.verification_code_of(FakePlatform(), "case-1", Kind.DECISION)
    document = Document(
        licence_id=licence_id_of(code),
        verification_code=code,
        object_key="documents/case-1/decision.pdf",
        sha256=_sha256(DECISION),
    )
    case.note_document("decision", document, by(SYSTEM))
    if case.fee_is_due:
        pay(case)
    deliver(case)
    case.note_evaluated(1, by(APPLICANT))
    return case


def _bring_photo(case: Case) -> None:
    (code,) = [slot.code for slot in case.materials.values() if slot.is_missing]
    case.expect_upload(code, upload_id="upload-1", sha256=_sha256(PHOTO), act=by(APPLICANT))
    case.receive_material(
        code,
        upload_id="upload-1",
        object_key=_kept(PHOTO),
        sha256=_sha256(PHOTO),
        size=len(PHOTO),
        media_type="image/jpeg",
        act=by(SYSTEM, MONDAY),
    )


def files_of(body: bytes) -> Files:
    """The files of a package by their whole names."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped_again(files: Files) -> bytes:
    """A ZIP of `files`, as a forger makes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in files.items():
            package.writestr(name, body)
    return buffer.getvalue()


def forged(files: Files, folder: str, change: Callable[[Files], None]) -> Files:
    """`files` after `change`, with manifests and size written anew so that the bag by itself is without fault."""
    changed = dict(files)
    change(changed)
    payload = {name: body for name, body in changed.items() if name.startswith(f"{folder}/data/")}
    info = f"{folder}/bag-info.txt"
    kept = [line for line in changed[info].decode().splitlines() if not line.startswith("Payload-Oxum")]
    oxum = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}"
    changed[info] = "\n".join([*kept, oxum, ""]).encode()
    changed[f"{folder}/manifest-sha256.txt"] = _manifest(payload, folder)
    tags = {f"{folder}/{it}": changed[f"{folder}/{it}"] for it in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")}
    changed[f"{folder}/tagmanifest-sha256.txt"] = _manifest(tags, folder)
    return changed


def with_another_document(name: str, folder: str = NUMBER, licence: str = "") -> Callable[[Files], None]:
    """A document of the forger's, and a licence whose whole history is about it, under the id `licence` if given; the
    case's own history is left as it was.
    """

    def change(files: Files) -> None:
        data = f"{folder}/data"
        document, chain, listed = (
            f"{data}/{it}" for it in (f"documents/{name}.pdf", f"licences/{name}.jsonl", CONTENTS)
        )
        *events, snapshot = (json.loads(line) for line in files[chain].splitlines())
        true, files[document] = json.loads(events[0]["data"])["sha256"], b"%PDF-1.7 another document"
        false, head = _sha256(files[document]), GENESIS
        for event in events:
            event["data"] = event["data"].replace(true, false)
            event["aggregate"] = licence or event["aggregate"]
            event["previous_hash"] = head
            event["hash"] = head = hash_of(event)
        told = {**json.loads(snapshot["body"]), "head": head, "id": events[0]["aggregate"]}
        rows = [*events, {**snapshot, "head": head, "body": json.dumps(told)}]
        files[chain] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        contents = [it for it in json.loads(files[listed]) if it["path"] != f"documents/{name}.pdf"]
        files[listed] = json.dumps([*contents, {"path": f"documents/{name}.pdf", "sha256": false, "part": 1}]).encode()

    return change


def unpacked(body: bytes, directory: Path) -> Path:
    """The folder of the bag, on disk."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        package.extractall(directory)
    (folder,) = directory.iterdir()
    return folder


def _manifest(files: Files, folder: str) -> bytes:
    lines = (f"{_sha256(body)}  {name.removeprefix(f'{folder}/')}\n" for name, body in sorted(files.items()))
    return "".join(lines).encode()


def _kept(body: bytes) -> str:
    return f"accepted/{_sha256(body)}"


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()

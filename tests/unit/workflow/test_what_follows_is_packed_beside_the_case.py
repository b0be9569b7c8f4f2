"""What happens to a case's licence or fee after it was packed goes into the archive too; the former package stays."""

import datetime as dt
import json
from pathlib import Path

import bagit
import pytest

from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.cases.parts import Document
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import SYSTEM, Actor
from chalicelib.licences import service as licences
from chalicelib.licences.model import Licence
from chalicelib.licences.request import Kind
from chalicelib.licences.verification_code import licence_id_of
from chalicelib.workflow import archive_package, lifecycle_task
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.join_effects import EFFECTS, join
from chalicelib.workflow.triggers import begin
from infra.tools.verify_archive import examine
from tests.support import certificates
from tests.support.archives import (
    Files,
    a_case_that_ended,
    an_archivable_case,
    files_of,
    forged,
    unpacked,
    with_another_document,
    with_buckets,
    zipped_again,
)
from tests.support.cases import NUMBER, a_delivered_case, by, stored, the_next_package, with_catalogue
from tests.support.clocks import on
from tests.support.items import seeded_item
from tests.support.machines import Machinery
from tests.support.platform import FakePlatform

SECOND = b"%PDF-1.7 decision, second edition"
FOLLOWING = ["licence.Replaced", "licence.Resumed", "licence.Revoked", "licence.Suspended", "payment.Refunded"]


@pytest.fixture(autouse=True)
def _a_case_with_a_licence(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    with_catalogue(with_buckets(cloud), seeded_item())
    monkeypatch.setattr(lifecycle_task, "platform", lambda: cloud)
    stored(cloud.table, an_archivable_case())


def archive() -> str:
    return str(lifecycle_task.lifecycle_task({"task": "archive", "case_id": "case-1"}, None)["stage"])


def case(cloud: FakePlatform) -> Case:
    return service.load_case(cloud.table, "case-1")


def heard(cloud: FakePlatform, kind: str, number: int = 1) -> None:
    """The bus tells of it, twice."""
    event = CloudEvent(
        id=f"{kind}:{number}",
        type=kind,
        subject="licence-1",
        time=cloud.clock.now(),
        correlationid="c",
        actor=Actor.model_validate(SYSTEM),
        data={"reference": "case-1"},
    )
    join(cloud, event)
    join(cloud, event)


def the_licence(cloud: FakePlatform) -> Licence:
    licence = licences.issued(cloud, "case-1", Kind.DECISION)
    assert licence is not None
    return licence


def reissued(cloud: FakePlatform) -> None:
    """The second edition is there, and its file."""
    cloud.documents.write("documents/case-1/decision-2.pdf", SECOND, media_type="application/pdf")
    uow = cloud.unit_of_work()
    licences.change(cloud, uow, the_licence(cloud), lambda it: it.request_reissue("遗失补发", uow.act))
    uow.commit()
    request = certificates.request(
        cloud,
        edition=2,
        object_key="documents/case-1/decision-2.pdf",
        sha256=sha256_hex(SECOND),
        verification_code=licences.verification_code_of(cloud, "case-1", Kind.DECISION, 2),
    )
    licences.replace(cloud, cloud.act(), the_licence(cloud).id, request)
    heard(cloud, "licence.Replaced")


def noted(cloud: FakePlatform) -> None:
    """The case has heard of the second edition."""
    code, act = licences.verification_code_of(cloud, "case-1", Kind.DECISION, 2), cloud.act()
    document = Document(
        licence_id=licence_id_of(code),
        verification_code=code,
        object_key="documents/case-1/decision-2.pdf",
        sha256=sha256_hex(SECOND),
    )
    former = case(cloud).documents["decision"].licence_id
    service.apply(cloud, "case-1", act, lambda it: it.note_reissue("decision", document, replaces=former, act=act))


def revoked(cloud: FakePlatform) -> None:
    uow = cloud.unit_of_work()
    licences.revoke(cloud, uow, the_licence(cloud).id, "以欺骗手段取得")
    uow.commit()
    heard(cloud, "licence.Revoked")


def packages(cloud: FakePlatform, directory: Path) -> list[Path]:
    paths = []
    for package in case(cloud).packages:
        paths.append(directory / f"{package.version}.zip")
        paths[-1].write_bytes(cloud.documents.read(package.object_key)[0])
    return paths


def test_a_reissued_licence_is_packed_as_a_supplement_and_the_former_package_stays(
    cloud: FakePlatform, tmp_path: Path
) -> None:
    archive()
    first = case(cloud).packages[0]
    body = cloud.documents.read(first.object_key)[0]
    reissued(cloud)
    assert case(cloud).stage == "ARCHIVE"
    assert archive() == "CLOSED"
    assert (case(cloud).status, case(cloud).packages[0]) == ("ARCHIVED", first)
    assert cloud.documents.read(first.object_key)[0] == body
    paths = packages(cloud, tmp_path)
    files = {name.partition("/data/")[2]: it for name, it in files_of(paths[1].read_bytes()).items()}
    assert files["documents/decision-2.pdf"] == SECOND
    assert "documents/decision.pdf" not in files, "it is in the package that this one follows"
    told = json.loads(files["metadata.json"])
    assert (told["version"], told["follows"]) == (2, first.sha256)
    assert [it["why"] for it in told["because"]] == ["licence.Replaced"]
    events = [json.loads(line).get("type") for line in files["licences/decision.jsonl"].splitlines()]
    assert events == ["licence.Issued", "licence.ReissueRequested", "licence.Replaced", None]
    bagit.Bag(str(unpacked(paths[1].read_bytes(), tmp_path / "bag"))).validate()
    hashes = [package.sha256 for package in case(cloud).packages]
    assert examine(paths, hashes) == examine(paths[1:]) == examine(paths[:1]) == []


def test_a_revocation_is_packed_and_the_history_names_the_package(cloud: FakePlatform) -> None:
    archive()
    revoked(cloud)
    archive()
    _, history = service.load_history(cloud.table, "case-1")
    assert [it.type for it in history][-3:] == ["case.Archived", "case.SupplementDue", "case.SupplementArchived"]
    assert history[-1].data == {"version": 2, "package_sha256": case(cloud).packages[-1].sha256}
    assert case(cloud).packages[-1].object_key == "archives/case-1/2-1.zip"


def test_what_happened_before_the_case_was_packed_needs_no_supplement(cloud: FakePlatform, tmp_path: Path) -> None:
    reissued(cloud)
    archive()
    (path,) = packages(cloud, tmp_path)
    names = {name.partition("/data/")[2] for name in files_of(path.read_bytes())}
    assert {"documents/decision.pdf", "documents/decision-2.pdf", "licences/decision-2.jsonl"} <= names
    assert (case(cloud).stage, examine([path])) == ("CLOSED", [])


def test_what_happens_while_a_supplement_is_made_is_in_the_next(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive()
    heard(cloud, "licence.Suspended")
    pack = archive_package._pack

    def interrupted(*given: object) -> None:
        pack(*given)  # type: ignore[arg-type]
        heard(cloud, "licence.Resumed")

    with monkeypatch.context() as patch:
        patch.setattr(archive_package, "_pack", interrupted)
        assert archive() == "ARCHIVE"
    assert archive() == "CLOSED"
    assert [package.version for package in case(cloud).packages] == [1, 2, 3]


def test_a_supplement_of_an_attempt_that_was_cut_off_covers_nothing_that_came_later(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive()
    heard(cloud, "licence.Suspended")
    with monkeypatch.context() as patch:
        patch.setattr(service, "apply", lambda *_: (_ for _ in ()).throw(TimeoutError))
        with pytest.raises(TimeoutError):
            archive()
    heard(cloud, "licence.Resumed")
    assert [archive(), archive()] == ["ARCHIVE", "CLOSED"]


@pytest.mark.parametrize("kind", [*FOLLOWING, "payment.RefundRejected"])
def test_an_event_that_comes_twice_makes_one_supplement(cloud: FakePlatform, kind: str) -> None:
    assert kind in EFFECTS
    archive()
    heard(cloud, kind)
    heard(cloud, kind)
    assert (case(cloud).sequels, archive()) == (1, "CLOSED")
    _, history = service.load_history(cloud.table, "case-1")
    assert [it.data for it in history if it.type == "case.SupplementDue"] == [{"why": kind}]


def test_a_supplement_that_is_due_lets_the_machine_run_again(cloud: FakePlatform) -> None:
    archive()
    heard(cloud, "licence.Revoked")
    _, history = service.load_history(cloud.table, "case-1")
    machinery = Machinery(cloud)
    begin(cloud, history[-1])
    assert machinery.steps.names[-1] == "case-lifecycle:case-case-1-2"


def test_before_a_case_is_over_nothing_is_due() -> None:
    delivered = a_delivered_case()
    before = delivered.version
    delivered.note_sequel("licence.Suspended", by(SYSTEM))
    assert (delivered.version, delivered.sequels) == (before, 0)


def test_money_that_goes_back_after_a_withdrawal_is_packed_too() -> None:
    withdrawn = a_case_that_ended("WITHDRAWN")
    withdrawn.archive(the_next_package(withdrawn), by(SYSTEM, on(3, 3)))
    withdrawn.note_sequel("payment.Refunded", by(SYSTEM, on(3, 4)))
    withdrawn.archive(the_next_package(withdrawn), by(SYSTEM, on(3, 5)))
    assert (withdrawn.status, withdrawn.stage, len(withdrawn.packages)) == ("WITHDRAWN", "CLOSED", 2)


def with_another(name: str) -> dict[str, bytes]:
    return {f"{NUMBER}-2-1/data/{name}": b"another"}


FORGERIES = {
    "a reissued document": lambda it: it.update(with_another("documents/decision-2.pdf")),
    "no reissued document": lambda it: it.pop(f"{NUMBER}-2-1/data/documents/decision-2.pdf"),
    "an event of the licence": lambda it: replaced(it, "licences/decision.jsonl", b"Replaced", b"Reissued"),
    "another package before it": lambda it: replaced(it, "metadata.json", b'"follows": "', b'"follows": "0'),
}


def replaced(files: Files, name: str, what: bytes, by_what: bytes) -> None:
    path = f"{NUMBER}-2-1/data/{name}"
    assert what in files[path]
    files[path] = files[path].replace(what, by_what)


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forged_supplement_is_found_alone_and_with_what_it_follows(
    cloud: FakePlatform, tmp_path: Path, what: str
) -> None:
    archive()
    reissued(cloud)
    archive()
    paths = packages(cloud, tmp_path)
    files = forged(files_of(paths[1].read_bytes()), f"{NUMBER}-2-1", FORGERIES[what])
    paths[1].write_bytes(zipped_again(files))
    assert examine(paths[1:]) != []
    assert examine(paths) != []


def test_a_supplement_does_not_follow_the_package_of_another_time(cloud: FakePlatform, tmp_path: Path) -> None:
    archive()
    other = packages(cloud, tmp_path)[0].read_bytes()
    files = files_of(other)
    name = f"{NUMBER}/data/evaluation/evaluation.json"
    rewritten = forged(files, NUMBER, lambda it: it.update({name: b"{}"}))
    reissued(cloud)
    archive()
    paths = packages(cloud, tmp_path)
    paths[0].write_bytes(zipped_again(rewritten))
    told = [it.en for it in examine(paths)]
    assert any("follows another one" in it for it in told)
    assert any("does not name the package" in it for it in told)


def test_the_days_of_packages_are_their_own(cloud: FakePlatform, tmp_path: Path) -> None:
    archive()
    cloud.clock.move(days=3)
    revoked(cloud)
    archive()
    days = [
        json.loads(next(body for name, body in files_of(path.read_bytes()).items() if name.endswith("metadata.json")))
        for path in packages(cloud, tmp_path)
    ]
    first, second = (dt.date.fromisoformat(it["packed_on"]) for it in days)
    assert second - first == dt.timedelta(days=3)


@pytest.mark.parametrize("licence", ["", "another"])
@pytest.mark.parametrize(("version", "name"), [(1, "decision"), (1, "decision-2"), (2, "decision"), (2, "decision-2")])
def test_no_licence_written_anew_hides_another_document(
    cloud: FakePlatform, tmp_path: Path, version: int, name: str, licence: str
) -> None:
    """Neither of the first edition nor of a second that the case has heard of; not in a supplement either."""
    if version > 1:
        archive()
    reissued(cloud)
    noted(cloud)
    archive()
    path = packages(cloud, tmp_path)[version - 1]
    assert examine([path]) == []
    folder = NUMBER if version == 1 else f"{NUMBER}-2-1"
    other = forged(files_of(path.read_bytes()), folder, with_another_document(name, folder, licence))
    path.write_bytes(zipped_again(other))
    assert any("which the case tells" in it.en or "which the history tells" in it.en for it in examine([path]))

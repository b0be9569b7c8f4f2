"""A case of any size is packed: one bag a time, in as many parts as it needs, and none of them twice."""

import io
import json
import zipfile
from pathlib import Path

import bagit
import pytest

from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.workflow import archive_package, lifecycle_task
from chalicelib.workflow.archive_files import StoredFile, in_parts
from chalicelib.workflow.archive_package import PartsChanged, next_package
from infra.tools.verify_archive import examine
from tests.support.archives import an_archivable_case, files_of, unpacked, with_buckets, zipped_again
from tests.support.cases import MONDAY, NUMBER, stored, with_catalogue
from tests.support.items import seeded_item
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform

SIZES = {"one": 700, "two": 700, "three": 200, "four": 5000, "five": 1}
LARGEST = 1000
PLACES = {"photo": 2, "one": 3, "two": 4, "three": 4, "four": 5, "five": 6}
"""In which part each material lies: the first has the documents, and the photo is larger than a part by itself."""


@pytest.fixture(autouse=True)
def _a_large_case(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    with_catalogue(with_buckets(cloud), seeded_item())
    monkeypatch.setattr(lifecycle_task, "platform", lambda: cloud)
    monkeypatch.setattr(
        lifecycle_task, "next_package", lambda *given: next_package(*given, largest=LARGEST), raising=True
    )
    case = an_archivable_case()
    photo = case.materials["photo"]
    for code, size in SIZES.items():
        body = code.encode()[:1] * size
        key = f"accepted/{sha256_hex(body)}"
        cloud.materials.write(key, body, media_type="image/jpeg")
        file = {"code": code, "object_key": key, "sha256": sha256_hex(body), "size": size}
        case.materials[code] = photo.model_copy(update=file)
    stored(cloud.table, case)


def archive() -> str:
    return str(lifecycle_task.lifecycle_task({"task": "archive", "case_id": "case-1"}, None)["stage"])


def case(cloud: FakePlatform) -> Case:
    return service.load_case(cloud.table, "case-1")


def fetched(cloud: FakePlatform, directory: Path) -> list[Path]:
    paths = []
    for package in case(cloud).packages:
        paths.append(directory / package.object_key.rpartition("/")[2])
        paths[-1].write_bytes(cloud.documents.read(package.object_key)[0])
    return paths


def all_packed() -> None:
    for _ in PLACES:
        archive()


def test_the_machine_asks_until_no_part_is_missing(cloud: FakePlatform) -> None:
    assert [archive() for _ in range(6)] == ["ARCHIVE"] * 5 + ["CLOSED"]
    assert (case(cloud).status, len(case(cloud).packages)) == ("ARCHIVED", 6)
    _, history = service.load_history(cloud.table, "case-1")
    told = [(it.type, it.data.get("part")) for it in history if "package_sha256" in it.data]
    assert told == [*(("case.PartPacked", part) for part in range(1, 6)), ("case.Archived", None)]


def test_what_happens_between_two_parts_is_in_a_supplement(cloud: FakePlatform, tmp_path: Path) -> None:
    """The histories lie in the first part, which was stored before it."""
    archive()
    act = cloud.act()
    service.apply(cloud, "case-1", act, lambda it: it.note_sequel("licence.Revoked", act))
    assert [archive() for _ in range(6)] == ["ARCHIVE"] * 5 + ["CLOSED"]
    packages = case(cloud).packages
    assert [(it.version, it.part, it.sequels) for it in packages[-2:]] == [(1, 6, 0), (2, 1, 1)]
    paths = fetched(cloud, tmp_path)
    supplement = files_of(paths[-1].read_bytes())
    (told,) = [body for name, body in supplement.items() if name.endswith("/data/process/events.jsonl")]
    assert b"licence.Revoked" in told
    (metadata,) = [json.loads(body) for name, body in supplement.items() if name.endswith("/data/metadata.json")]
    assert [it["why"] for it in metadata["because"]] == ["licence.Revoked"]
    assert examine(paths, [package.sha256 for package in packages]) == []


def test_each_part_is_a_bag_and_together_they_are_the_case(cloud: FakePlatform, tmp_path: Path) -> None:
    all_packed()
    paths = fetched(cloud, tmp_path)
    found: dict[str, int] = {}
    for number, path in enumerate(paths, start=1):
        bag = bagit.Bag(str(unpacked(path.read_bytes(), tmp_path / f"bag-{number}")))
        bag.validate()
        assert (bag.info["Bag-Group-Identifier"], bag.info["Bag-Count"]) == (f"{NUMBER}-1", f"{number} of 6")
        found |= {it: number for it in bag.payload_files() if it.startswith("data/materials/0")}
    where = {code: number for number, code in enumerate(case(cloud).materials, start=1)}
    assert found == {f"data/materials/{where[code]:03}.jpg": part for code, part in PLACES.items()}
    assert examine(paths, [package.sha256 for package in case(cloud).packages]) == []


def test_an_interruption_repeats_one_part_at_most(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    archive()
    archive()
    made, pack = [], archive_package._pack
    monkeypatch.setattr(archive_package, "_pack", lambda plan, *rest: made.append(plan.place.part) or pack(plan, *rest))
    with monkeypatch.context() as patch:
        patch.setattr(service, "apply", lambda *_: (_ for _ in ()).throw(TimeoutError))
        with pytest.raises(TimeoutError):
            archive()
    assert [archive() for _ in range(4)] == ["ARCHIVE"] * 3 + ["CLOSED"]
    assert made == [3, 4, 5, 6], "the third was stored before the interruption, and is not made again"


def test_nothing_of_a_part_is_held_in_memory_and_no_file_is_read_twice(cloud: FakePlatform) -> None:
    all_packed()
    assert cloud.materials.reads == len(PLACES)


@pytest.mark.parametrize("missing", range(6))
def test_without_one_of_its_parts_it_is_not_whole(cloud: FakePlatform, tmp_path: Path, missing: int) -> None:
    all_packed()
    paths = fetched(cloud, tmp_path)
    del paths[missing]
    told = "\n".join(it.en for it in examine(paths))
    assert f"part {missing + 1} of 6 is missing" in told


@pytest.mark.parametrize("part", [2, 6])
def test_a_part_with_another_file_in_it_is_found(cloud: FakePlatform, tmp_path: Path, part: int) -> None:
    all_packed()
    paths = fetched(cloud, tmp_path)
    files = files_of(paths[part - 1].read_bytes())
    (name,) = [name for name in files if "/materials/" in name]
    manifest = next(it for it in files if it.endswith("/manifest-sha256.txt"))
    files[manifest] = files[manifest].replace(sha256_hex(files[name]).encode(), sha256_hex(b"another").encode())
    files[name] = b"another"
    paths[part - 1].write_bytes(zipped_again(files))
    assert any("is not the one that data/contents.json lists" in it.en for it in examine(paths))


def test_parts_of_another_case_are_none_of_its_own(cloud: FakePlatform, tmp_path: Path) -> None:
    all_packed()
    paths = fetched(cloud, tmp_path)
    with zipfile.ZipFile(io.BytesIO(paths[1].read_bytes())) as package:
        files = {name: package.read(name) for name in package.namelist()}
    (told,) = [name for name in files if name.endswith("data/metadata.json")]
    files[told] = files[told].replace(NUMBER.encode(), b"46010020260302000021")
    paths[1].write_bytes(zipped_again(files))
    assert any("not of one case" in it.en for it in examine(paths))


def test_a_case_that_has_other_files_than_before_is_not_packed_on(cloud: FakePlatform) -> None:
    archive()
    with pytest.raises(PartsChanged):
        next_package(cloud, "case-1", MONDAY, largest=LARGEST * 100)


def test_a_large_file_has_a_part_of_its_own_and_nothing_is_one_part() -> None:
    def file(size: int) -> StoredFile:
        return StoredFile(f"{size}.bin", FakeObjects(), "", "", size)

    def sizes(*given: int) -> list[list[int]]:
        return [[it.size for it in part] for part in in_parts([file(size) for size in given], 10)]

    assert sizes() == [[]]
    assert sizes(0, 4, 6) == [[0, 4, 6]]
    assert sizes(4, 7, 3, 1) == [[4], [7, 3], [1]]
    assert sizes(25, 1, 25) == [[25], [1], [25]]

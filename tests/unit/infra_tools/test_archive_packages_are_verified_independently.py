"""An auditor's verifier shares no code with the service, and finds what was done to a package of a case."""

import ast
import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from chalicelib.workflow.archive_package import next_package
from infra.tools import verify_archive
from infra.tools.verify_archive import examine, main
from tests.support.archives import (
    Files,
    an_archivable_case,
    files_of,
    forged,
    with_another_document,
    with_buckets,
    zipped_again,
)
from tests.support.cases import MONDAY, NUMBER, stored, with_catalogue
from tests.support.items import seeded_item
from tests.support.platform import FakePlatform

DATA = f"{NUMBER}/data"
HISTORY = f"{DATA}/process/events.jsonl"
PHOTO = f"{DATA}/materials/002.jpg"
Change = Callable[[Files], None]


@pytest.fixture(scope="module")
def package() -> bytes:
    cloud = with_buckets(FakePlatform())
    with_catalogue(cloud, seeded_item())
    stored(cloud.table, an_archivable_case())
    made = next_package(cloud, "case-1", MONDAY)
    return cloud.documents.read(made.object_key)[0]


def found(tmp_path: Path, body: bytes, sha256: str = "") -> str:
    path = tmp_path / "package.zip"
    path.write_bytes(body)
    return "\n".join(finding.en for finding in examine([path], [sha256] if sha256 else []))


def altered(name: str) -> Change:
    """One bit of that file."""

    def change(files: Files) -> None:
        files[name] = bytes([files[name][0] ^ 1]) + files[name][1:]

    return change


def without(name: str) -> Change:
    return lambda files: files.pop(name) and None


def with_one_more(name: str) -> Change:
    return lambda files: files.update({name: b"{}"})


def without_last_event(files: Files) -> None:
    lines = files[HISTORY].splitlines(keepends=True)
    files[HISTORY] = b"".join([*lines[:-2], lines[-1]])


def test_a_package_as_it_was_made_is_intact(package: bytes, tmp_path: Path) -> None:
    assert found(tmp_path, package) == ""
    assert found(tmp_path, package, hashlib.sha256(package).hexdigest()) == ""


def test_every_file_of_it_counts(package: bytes, tmp_path: Path) -> None:
    files = files_of(package)
    assert PHOTO in files and f"{DATA}/documents/decision.pdf" in files
    for name in files:
        for change in (altered(name), without(name)):
            changed = dict(files)
            change(changed)
            assert found(tmp_path, zipped_again(changed)) != "", name


@pytest.mark.parametrize("more", ["data/materials/004.jpg", "data/x.txt", "fetch.txt", "x/tag.txt"])
def test_a_file_too_many_is_found(package: bytes, tmp_path: Path, more: str) -> None:
    files = files_of(package)
    with_one_more(f"{NUMBER}/{more}")(files)
    assert f"{more} does not belong here" in found(tmp_path, zipped_again(files))


FORGERIES: dict[str, tuple[Change, str]] = {
    "a material": (altered(PHOTO), PHOTO),
    "no material": (without(PHOTO), PHOTO),
    "the form": (altered(f"{DATA}/application/form.json"), "form.json is not the one"),
    "the promise": (altered(f"{DATA}/application/promise.txt"), "promise.txt is not the one"),
    "the document": (altered(f"{DATA}/documents/decision.pdf"), "decision.pdf is not the one"),
    "the document and its licence": (with_another_document("decision"), "decision.pdf is not the one"),
    "the licence": (with_another_document("decision"), "decision.jsonl is not of the document of which the case tells"),
    "a document of a licence that is none": (
        with_another_document("decision", licence="another"),
        "decision.pdf is not",
    ),
    "no document": (without(f"{DATA}/documents/decision.pdf"), "decision.pdf is not the one"),
    "an event less": (without_last_event, "the last event is not the one that the snapshot knows"),
    "an event": (lambda it: it.update({HISTORY: it[HISTORY].replace(b"GRANTED", b"REFUSED")}), "not what was written"),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_manifests_written_anew_do_not_hide_it(package: bytes, tmp_path: Path, what: str) -> None:
    change, told = FORGERIES[what]
    words = found(tmp_path, zipped_again(forged(files_of(package), NUMBER, change)))
    assert told.removeprefix(f"{NUMBER}/") in words


def test_it_is_the_chain_alone_that_finds_these(package: bytes, tmp_path: Path) -> None:
    """The forger of the test above is a good one: with nothing changed there is nothing to find."""
    assert found(tmp_path, zipped_again(forged(files_of(package), NUMBER, lambda _: None))) == ""


def test_with_the_hash_of_the_case_not_a_bit_can_differ(package: bytes, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(package).hexdigest()
    for at in range(0, len(package), 97):
        changed = package[:at] + bytes([package[at] ^ 1]) + package[at + 1 :]
        assert found(tmp_path, changed, sha256) != "", at
    assert found(tmp_path, package + b"\0", sha256) != ""


@pytest.mark.parametrize("name", ["../x.txt", "/x.txt", f"{NUMBER}/../../x", f"{NUMBER}\\x", "C:/x", "other/x.txt"])
def test_a_name_that_leads_elsewhere_is_not_followed(package: bytes, tmp_path: Path, name: str) -> None:
    files = files_of(package)
    files[name] = b"x"
    assert "cannot be read" in found(tmp_path, zipped_again(files))


@pytest.mark.parametrize("body", [b"", b"PK", b"no package at all"])
def test_what_is_no_package_is_said_to_be_none(body: bytes, tmp_path: Path) -> None:
    assert "cannot be read" in found(tmp_path, body)


def test_the_command_says_so_in_both_languages(
    package: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(package)
    assert main([str(path)]) == 0
    assert "完整，未被改动 · INTACT" in capsys.readouterr().out
    assert main([str(path), "--sha256", "0" * 64]) == 1
    assert "文件与办件记载的哈希值不符" in capsys.readouterr().out
    assert main([str(tmp_path / "absent.zip")]) == 1


def test_it_runs_where_the_service_is_not_installed(package: bytes, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(package)
    root = Path(verify_archive.__file__).parents[2]
    blocked = "import sys; sys.modules['chalicelib'] = sys.modules['boto3'] = None; "
    program = blocked + f"from infra.tools.verify_archive import main; sys.exit(main([{str(path)!r}]))"
    ran = subprocess.run([sys.executable, "-S", "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_it_imports_nothing_but_its_own_and_the_standard_library() -> None:
    tree = ast.parse(Path(verify_archive.__file__).read_text("utf-8"))
    named = {it.name for node in ast.walk(tree) if isinstance(node, ast.Import) for it in node.names}
    named |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {
        it for it in named if it not in sys.stdlib_module_names and it.split(".")[0] not in sys.stdlib_module_names
    } == {"infra.tools.verify_chain", "infra.tools.archive_bag", "infra.tools.archive_contents"}

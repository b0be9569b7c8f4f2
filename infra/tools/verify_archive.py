"""Check the archive package of a case without any code of the service that made it.

    python -m infra.tools.verify_archive FILE [--sha256 HEX]

FILE is a bag (BagIt, RFC 8493) in a ZIP. Checked are: the bag itself (its one folder, declaration, both manifests, no
file more and none less), the chain of the case's history (`infra.tools.verify_chain` tells its rule), and that form,
promise, materials and documents are those whose SHA-256 the history holds: whoever changes a file and writes the
manifests anew is found out by the chain. `--sha256` is the hash of the whole file, as the case's event `case.Archived`
tells it: with it not a bit of the ZIP itself can differ. Exit code 0: intact. 1: not, or no such package.
"""

import argparse
import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from infra.tools.verify_chain import Finding, verify

PIECE = 2**20
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
HISTORY, METADATA, MATERIALS = "data/process/events.jsonl", "data/metadata.json", "data/materials/index.json"
FORM, PROMISE = "data/application/form.json", "data/application/promise.txt"
LINE = re.compile(r"([0-9a-f]{64})  ([^\s].*)")
SMALL = 64 * 2**20
"""Bytes of the largest file that is read whole: a history, a form, a list. Others are only hashed."""


class Broken(Exception):
    """The package cannot be read at all; the message says why."""


class Package:
    """The files of a bag by their path below its one folder, and their SHA-256. Raises `Broken`."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise Broken(str(error)) from error
        names = [name for name in self._zip.namelist() if not name.endswith("/")]
        folders = {name.partition("/")[0] for name in names}
        if len(folders) != 1 or len(names) != len(set(names)) or any(_is_unsafe(name) for name in names):
            raise Broken("not one folder, a name given twice, or a name that leads elsewhere")
        self._folder = folders.pop()
        self.digests, self.sizes = {}, {}
        for name in names:
            below = name.partition("/")[2]
            self.digests[below], self.sizes[below] = self._hashed(name)

    def read(self, path: str) -> bytes:
        """A small file whole. Raises `Broken`."""
        if path not in self.digests or self.sizes[path] > SMALL:
            raise Broken(f"{path} is missing or too large")
        return self._zip.read(f"{self._folder}/{path}")

    def read_json(self, path: str) -> Any:
        """The value of a JSON file. Raises `Broken`."""
        try:
            return json.loads(self.read(path))
        except ValueError as error:
            raise Broken(f"{path}: {error}") from error

    def _hashed(self, name: str) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    size += len(piece)
        except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
            raise Broken(f"{name}: {error}") from error
        return digest.hexdigest(), size


def examine(path: Path, sha256: str = "") -> list[Finding]:
    """Everything that is not as it was made; an intact package has none."""
    try:
        findings = list(_of_file(path, sha256))
        package = Package(path)
        findings += _of_bag(package)
        history = _history(package)
        return [*findings, *_of_history(package, history), *_of_content(package, history)]
    except Broken as error:
        return [Finding(f"归档包无法读取（{error}）", f"the package cannot be read: {error}")]


def _of_file(path: Path, sha256: str) -> Iterator[Finding]:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    except OSError as error:
        raise Broken(str(error)) from error
    if sha256 and digest.hexdigest() != sha256.lower():
        yield Finding(
            "文件与办件记载的哈希值不符", f"the file is not the one that the case names: {digest.hexdigest()}"
        )


def _of_bag(package: Package) -> Iterator[Finding]:
    if package.read("bagit.txt") != DECLARATION:
        yield Finding("bagit.txt 不是本规范的声明", "bagit.txt does not declare such a bag")
    payload = {path for path in package.digests if path.startswith("data/")}
    yield from _of_manifest(package, MANIFEST, payload)
    yield from _of_manifest(package, TAGS, set(package.digests) - payload - {TAGS})
    oxum = f"Payload-Oxum: {sum(package.sizes[path] for path in payload)}.{len(payload)}"
    if oxum not in package.read("bag-info.txt").decode(errors="replace").splitlines():
        yield Finding("文件的数量或总字节数与记载不符", f"number or size of the files is not as told; it is {oxum}")


def _of_manifest(package: Package, name: str, expected: set[str]) -> Iterator[Finding]:
    listed: dict[str, str] = {}
    for line in package.read(name).decode(errors="replace").splitlines():
        match = LINE.fullmatch(line)
        if match is None or match[2] in listed:
            yield Finding(f"{name} 有一行无法识别或重复", f"{name} has a line that is unreadable or doubled: {line!r}")
        else:
            listed[match[2]] = match[1]
    for path in sorted(set(listed) - expected):
        yield Finding(f"缺少文件 {path}", f"{path} is missing")
    for path in sorted(expected - set(listed)):
        yield Finding(f"多出文件 {path}", f"{path} does not belong here: {name} does not list it")
    for path in sorted(expected & set(listed)):
        if listed[path] != package.digests[path]:
            yield Finding(f"文件 {path} 被改动", f"{path} was altered: its SHA-256 is {package.digests[path]}")


def _history(package: Package) -> list[dict[str, Any]]:
    try:
        rows = [json.loads(line) for line in package.read(HISTORY).splitlines()]
        return [{**row, "sk": str(row["sk"])} for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(f"{HISTORY}: {type(error).__name__}: {error}") from error


def _of_history(package: Package, history: list[dict[str, Any]]) -> Iterator[Finding]:
    told = package.read_json(METADATA)
    try:
        case_id, number, events, head = told["case_id"], told["number"], told["events"], told["head"]
    except (KeyError, TypeError) as error:
        raise Broken(f"{METADATA}: {error}") from error
    report = verify(case_id, history)
    yield from report.findings
    if (number, events, head) != (report.number, report.events, report.head):
        yield Finding("办理过程与元数据不符", f"the history is not the one that {METADATA} tells of")


def _of_content(package: Package, history: list[dict[str, Any]]) -> Iterator[Finding]:
    """Whether files are those whose hashes the history holds."""
    try:
        for path, sha256 in sorted(_promised(package, history).items()):
            if package.digests.get(path) != sha256:
                yield Finding(f"{path} 与办理过程记载的不符", f"{path} is not the one of which the history tells")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Broken(f"the history cannot be followed: {type(error).__name__}: {error}") from error


def _promised(package: Package, history: list[dict[str, Any]]) -> dict[str, str]:
    """SHA-256 by path of what has to be in the package, by its history."""
    due: dict[str, str] = {}
    received: set[tuple[str, str]] = set()
    submitted: dict[str, str] = {}
    for kind, data in ((row.get("type"), json.loads(row.get("data", "{}"))) for row in history):
        if kind == "case.Submitted":
            due[FORM], submitted = data["form_sha256"], data["materials"]
        elif kind == "case.MaterialReceived":
            received.add((data["material"], data["sha256"]))
        elif kind == "case.PromiseSigned":
            due[PROMISE] = data["promise_sha256"]
        elif kind == "case.DocumentIssued":
            due[f"data/documents/{data['kind']}.pdf"] = data["sha256"]
    paths = {slot["code"]: slot.get("path") for slot in package.read_json(MATERIALS)}
    handed_in = {code: sha256 for code, sha256 in submitted.items() if (code, sha256) in received}
    return due | {f"data/{paths.get(code) or f'materials/{code}'}": sha256 for code, sha256 in handed_in.items()}


def _is_unsafe(name: str) -> bool:
    parts = name.split("/")
    return "\\" in name or ":" in name or len(parts) < 2 or any(part in {"", ".", ".."} for part in parts)  # noqa: PLR2004


def verdict(path: Path, findings: Sequence[Finding]) -> str:
    """The findings for people, Chinese before English."""
    if not findings:
        return (
            f"{path.name}\n结论 Verdict  完整，未被改动 · INTACT: every file is as it was put in, and none is missing"
        )
    found = (f"  ✗ {finding.zh} · {finding.en}" for finding in findings)
    return "\n".join([path.name, "结论 Verdict  不完整或被改动 · NOT INTACT", *found])


def main(arguments: Sequence[str]) -> int:
    """The command line; answers the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="the package, a ZIP")
    parser.add_argument("--sha256", default="", help="what the case's history says the whole file's hash is")
    given = parser.parse_args(arguments)
    findings = examine(given.file, given.sha256)
    print(verdict(given.file, findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Reading a bag (BagIt, RFC 8493) in a ZIP for `verify_archive`, without any code of the service that made it."""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.tools.verify_chain import Finding

PIECE = 2**20
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
LINE = re.compile(r"([0-9a-f]{64})  ([^\s].*)")
SMALL = 64 * 2**20
"""Bytes of the largest file that is read whole: a history, a form, a list. Others are only hashed."""


class Broken(Exception):
    """The package cannot be read at all; the message says why."""


class Package:
    """The files of a bag by their path below its one folder, and their SHA-256. Raises `Broken`."""

    def __init__(self, path: Path) -> None:
        self.sha256 = hash_of_file(path)
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


def hash_of_file(path: Path) -> str:
    """SHA-256 of the whole file. Raises `Broken`."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Broken(str(error)) from error


def of_bag(package: Package) -> Iterator[Finding]:
    """What is wrong with the bag by itself: declaration, manifests, number and size of its files."""
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


def _is_unsafe(name: str) -> bool:
    parts = name.split("/")
    return "\\" in name or ":" in name or len(parts) < 2 or any(part in {"", ".", ".."} for part in parts)  # noqa: PLR2004

"""What the bags of a case hold, for `verify_archive`: whether files are those of which the histories tell."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.tools.archive_bag import Broken, Package
from infra.tools.verify_chain import Finding, verify

HISTORY, METADATA, MATERIALS = "data/process/events.jsonl", "data/metadata.json", "data/materials/index.json"
FORM, PROMISE = "data/application/form.json", "data/application/promise.txt"
TO_FOLLOW = "data/application/promise-to-follow.txt"
CONTENTS, LICENCES, DOCUMENTS = "data/contents.json", "data/licences/", "data/documents/"


@dataclass(frozen=True)
class Row:
    """An event of the case, as far as packages are concerned."""

    type: str
    hash: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Bag:
    """One bag, and what it says of itself. The first packages knew neither versions nor parts."""

    package: Package
    number: str
    case_id: str
    version: int
    part: int
    parts: int
    follows: str | None
    events: int
    head: str

    @classmethod
    def of(cls, package: Package) -> "Bag":
        """Raises `Broken`."""
        told = package.read_json(METADATA)
        try:
            version, part, parts = (int(told.get(name, 1)) for name in ("version", "part", "parts"))
            return cls(
                package,
                str(told["number"]),
                str(told["case_id"]),
                version,
                part,
                parts,
                told.get("follows"),
                int(told["events"]),
                str(told["head"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Broken(f"{METADATA}: {error}") from error

    @property
    def sha256(self) -> str:
        return self.package.sha256

    @property
    def history(self) -> list[Row]:
        """The events of the case. Raises `Broken`."""
        rows = _rows(self.package, HISTORY)
        try:
            told = [row for row in rows if row["sk"] != "SNAPSHOT"]
            return [Row(str(row["type"]), str(row["hash"]), json.loads(row["data"])) for row in told]
        except (ValueError, KeyError, TypeError) as error:
            raise Broken(f"{HISTORY}: {type(error).__name__}: {error}") from error


def of_history(bag: Bag) -> Iterator[Finding]:
    """What is wrong with the history of the case, or with what the metadata say of it."""
    report = verify(bag.case_id, _rows(bag.package, HISTORY))
    yield from report.findings
    if (bag.number, bag.events, bag.head) != (report.number, report.events, report.head):
        yield Finding("办理过程与元数据不符", f"the history is not the one that {METADATA} tells of")


def of_contents(parts: Sequence[Bag]) -> Iterator[Finding]:
    """Whether the files of a version, all its parts together, are those whose hashes its histories hold."""
    first = parts[0]
    files = {path: digest for bag in parts for path, digest in bag.package.digests.items()}
    yield from _of_list(parts)
    try:
        issued = _issued(first)
        due: dict[str, str] = {}
        for path in sorted(it for it in first.package.digests if it.startswith(LICENCES)):
            rows = _rows(first.package, path)
            licence, sha256 = str(rows[0]["aggregate"]), json.loads(rows[0]["data"])["sha256"]
            yield from verify(licence, rows).findings
            document = path.replace(LICENCES, DOCUMENTS).replace(".jsonl", ".pdf")
            told = issued.get(document) or next((it for it in issued.values() if it[0] == licence), (licence, sha256))
            if told != (licence, sha256):
                yield Finding(f"{path} 与办理过程记载的不符", f"{path} is not of the document of which the case tells")
            if first.version == 1 or document in files or "-" in document.removeprefix(DOCUMENTS):
                due[document] = told[1]
        due |= _promised(first) if first.version == 1 else {}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Broken(f"the history cannot be followed: {type(error).__name__}: {error}") from error
    yield from _compared(due, files)


def _issued(bag: Bag) -> dict[str, tuple[str, str]]:
    """Licence and SHA-256, by path, of what the case says was issued and issued anew. Its chain is the one that is
    anchored; that of a licence begins wherever whoever wrote it likes, and names whichever licence. An edition of which
    the case has not heard yet is not here.
    """
    issued: dict[str, tuple[str, str]] = {}
    editions: Counter[str] = Counter()
    for data in (it.data for it in bag.history if it.type in {"case.DocumentIssued", "case.DocumentReissued"}):
        kind = str(data["kind"])
        editions[kind] += 1
        name = kind if editions[kind] == 1 else f"{kind}-{editions[kind]}"
        issued[f"{DOCUMENTS}{name}.pdf"] = str(data["licence_id"]), str(data["sha256"])
    return issued


def _compared(due: Mapping[str, str], files: Mapping[str, str]) -> Iterator[Finding]:
    for path, sha256 in sorted(due.items()):
        if files.get(path) != sha256:
            yield Finding(f"{path} 与办理过程记载的不符", f"{path} is not the one of which the history tells")


def _of_list(parts: Sequence[Bag]) -> Iterator[Finding]:
    """Whether each part holds what the first says, and a further part nothing else."""
    first = parts[0].package
    if CONTENTS not in first.digests:
        return
    try:
        listed = {(f"data/{it['path']}", int(it["part"])): it["sha256"] for it in first.read_json(CONTENTS)}
    except (KeyError, TypeError, ValueError) as error:
        raise Broken(f"{CONTENTS}: {error}") from error
    for bag in parts:
        due = {path: sha256 for (path, part), sha256 in listed.items() if part == bag.part}
        for path, sha256 in sorted(due.items()):
            if bag.package.digests.get(path) != sha256:
                yield Finding(f"{path} 与文件清单不符", f"{path} is not the one that {CONTENTS} lists")
        more = {it for it in bag.package.digests if it.startswith("data/")} - due.keys() - {METADATA}
        for path in sorted(more) if bag.part > 1 else ():
            yield Finding(f"{path} 不在文件清单中", f"{path} is not listed in {CONTENTS}")


def _rows(package: Package, path: str) -> list[dict[str, Any]]:
    try:
        rows = [json.loads(line) for line in package.read(path).splitlines()]
        return [{**row, "sk": str(row["sk"])} for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(f"{path}: {type(error).__name__}: {error}") from error


def _promised(bag: Bag) -> dict[str, str]:
    """SHA-256 by path of what has to be in the first version, by the history of the case: what was saved, handed in
    and issued last, and what a desk returned.
    """
    history = bag.history
    due: dict[str, str] = {}
    for event in history:
        kind, data = event.type, event.data
        if kind in {"case.FormSaved", "case.Submitted"}:
            due[FORM] = data["form_sha256"]
        elif kind == "case.PromiseSigned":
            due[PROMISE] = data["promise_sha256"]
        elif kind == "case.PromisedToFollow":
            due[TO_FOLLOW] = data["promise_sha256"]
        elif kind == "case.DocumentIssued":
            due[f"{DOCUMENTS}{data['kind']}.pdf"] = data["sha256"]
    brought, returned = _uploads(history)
    index = {slot["code"]: slot for slot in bag.package.read_json(MATERIALS)}
    for where, files in (("path", brought), ("returned_path", returned)):
        for code, sha256 in files.items():
            due[f"data/{index.get(code, {}).get(where) or f'materials/{code}: {where}'}"] = sha256
    return due


def _uploads(history: Sequence[Row]) -> tuple[dict[str, str], dict[str, str]]:
    """SHA-256 by material of the file that stands for it, and of the one that was returned. A file that was announced
    and never arrived replaces none.
    """
    brought: dict[str, str] = {}
    returned: dict[str, str] = {}
    for event in history:
        kind, data = event.type, event.data
        if kind in {"case.MaterialReceived", "case.MaterialReused"}:
            brought[data["material"]] = data["sha256"]
        elif kind in {"case.MaterialPledged", "case.MaterialResolved"}:
            brought.pop(data["material"], None)
        elif kind == "case.LateMaterialReturned" and data["material"] in brought:
            returned[data["material"]] = brought.pop(data["material"])
    return brought, returned

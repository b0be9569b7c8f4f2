"""Check the hash chain of a case without any code of the service that wrote it.

    python -m infra.tools.verify_chain --table NAME --case ID|NUMBER [--endpoint-url URL] [--region REGION]
    python -m infra.tools.verify_chain --file EXPORT.jsonl [--case ID|NUMBER]

The rule, in full: the partition `CASE#<id>` holds rows `EVENT#<number of its first event>` and `SNAPSHOT`. Events that
were written together share a row: `following` is a list that says wherein each further one differs from the first; its
number is one more than its forerunner's, and it follows that one's hash. For each event

    hash = SHA-256( previous_hash ‖ JSON({actor, aggregate, at, correlation, data, sequence, type}) )

in lower-case hexadecimal, where JSON is canonical (RFC 8785: keys sorted by UTF-16 code units, no white space, UTF-8)
and `actor` and `data` are the JSON values whose texts the row holds. The first event follows 64 zeros. The snapshot's
`version` is the number of events, and its `head` the hash of the last one: so that no event can be missing at the end
either. Its `body` is sealed, it holds personal data; where it is plain, in an older export, it has to say the same.
Exit code 0: intact. 1: not, or no such case.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.tools.chain_rows import NoSuchCase, Row, from_file, from_table

GENESIS = "0" * 64
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written; in both languages."""

    zh: str
    en: str


@dataclass
class Report:
    """What was looked at, and what was found."""

    case_id: str
    number: str = ""
    events: int = 0
    first: str = ""
    last: str = ""
    head: str = GENESIS
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        return not self.findings


class NotCanonical(ValueError):
    """A value that this service never writes into a history."""


def verify(case_id: str, rows: Sequence[Row]) -> Report:
    """Check one case's partition; every finding names its event."""
    report = Report(case_id)
    events = sorted((row for row in rows if str(row["sk"]).startswith("EVENT#")), key=lambda row: str(row["sk"]))
    if events:
        report.first, report.last = str(events[0].get("at")), str(events[-1].get("at"))
    expected = 1
    for row in events:
        for event in _written_together(row, report.findings):
            report.findings.extend(_of_event(event, expected, case_id, report.head))
            number = event.get("sequence")
            report.head, expected = str(event.get("hash")), (number if isinstance(number, int) else expected) + 1
            report.events += 1
    report.findings.extend(_of_snapshot(report, [row for row in rows if row["sk"] == "SNAPSHOT"]))
    return report


def _written_together(row: Row, findings: list[Finding]) -> Iterator[Row]:
    """The events of one row, each as if it had a row of its own."""
    yield row
    try:
        before = row
        for further in _parsed(row.get("following", "[]")):
            number = before["sequence"] + 1
            told = {"sequence": number, "sk": f"EVENT#{number:06d}", "previous_hash": before["hash"]}
            before = {**row, **further, **told}
            yield before
    except (ValueError, KeyError, TypeError) as error:
        name = str(row["sk"])
        findings.append(
            Finding(
                f"{name} 之后的事件无法识别", f"what follows {name} cannot be read ({type(error).__name__}: {error})"
            )
        )


def canonical(value: Any) -> str:
    """RFC 8785 for what histories hold. Raises `NotCanonical` for a float, which they never do."""
    if isinstance(value, float):
        raise NotCanonical("float")
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: str(name).encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(member) for member in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _of_event(row: Row, expected: int, case_id: str, head: str) -> Iterator[Finding]:
    number = row.get("sequence")
    name = f"第 {number} 个事件", f"event {number}"
    if (number, row["sk"]) != (expected, f"EVENT#{expected:06d}"):
        yield Finding(
            f"此处应为第 {expected} 个事件,实为第 {number} 个({row['sk']}):有缺失、重复或次序不符",
            f"event {expected} should be here and {number} is ({row['sk']}): one is missing, doubled or out of order",
        )
    if row.get("aggregate") != case_id:
        yield Finding(f"{name[0]}属于另一办件", f"{name[1]} belongs to another case: {row.get('aggregate')}")
    if row.get("previous_hash") != head:
        yield Finding(f"{name[0]}与前一事件不衔接", f"{name[1]} does not follow the one before it")
    try:
        recomputed = hash_of(row)
    except (ValueError, KeyError, TypeError) as error:
        yield Finding(f"{name[0]}无法识别({error})", f"{name[1]} cannot be read ({type(error).__name__}: {error})")
        return
    if row.get("hash") != recomputed:
        yield Finding(f"{name[0]}的内容被改动", f"{name[1]} is not what was written: its hash is {recomputed}")


def hash_of(row: Row) -> str:
    """The hash that an event's row has to carry. Raises when the row is none that this service writes."""
    if not INSTANT.fullmatch(row["at"]):
        raise ValueError("at")
    content = {
        "actor": _parsed(row["actor"]),
        "aggregate": row["aggregate"],
        "at": row["at"],
        "correlation": row["correlation"],
        "data": _parsed(row["data"]),
        "sequence": row["sequence"],
        "type": row["type"],
    }
    return hashlib.sha256((row["previous_hash"] + canonical(content)).encode()).hexdigest()


def _parsed(text: str) -> Any:
    """The value of a canonical text; any other spelling (a member given twice, an escape) was not written by us."""
    value = json.loads(text)
    if canonical(value) != text:
        raise NotCanonical("not canonical JSON")
    return value


def _of_snapshot(report: Report, snapshots: Sequence[Row]) -> Iterator[Finding]:
    if not report.events or not snapshots:
        yield Finding("缺少事件或快照", "there are no events, or there is no snapshot")
        return
    try:
        body = _told_by(snapshots[0])
        head, versions = body["head"], {int(body["version"]), int(snapshots[0]["version"])}
    except (ValueError, KeyError, TypeError) as error:
        yield Finding("快照无法识别", f"the snapshot cannot be read ({type(error).__name__}: {error})")
        return
    report.number = str(body.get("number", ""))
    if body.get("id", report.case_id) != report.case_id:
        yield Finding("快照属于另一办件", f"the snapshot belongs to another case: {body.get('id')}")
    if versions != {report.events}:
        told = ", ".join(map(str, sorted(versions)))
        yield Finding(
            f"快照记载 {told} 个事件,实有 {report.events} 个", f"{told} events by the snapshot, {report.events} here"
        )
    if head != report.head:
        yield Finding("最后一个事件与快照记载不符", f"the last event is not the one that the snapshot knows: {head}")


def _told_by(snapshot: Row) -> dict[str, Any]:
    """What a snapshot says of its case; of a sealed one, which nobody reads here, what stands beside the seal."""
    if isinstance(snapshot["body"], str):
        body: dict[str, Any] = json.loads(snapshot["body"])
        return body
    return {"head": snapshot["head"], "version": snapshot["version"]}


def verdict(report: Report) -> str:
    """The report for people, Chinese before English."""
    lines = [
        f"办件 Case     {report.case_id}  {report.number}".rstrip(),
        f"事件 Events   {report.events}  ({report.first} – {report.last})",
        f"链头 Head     {report.head}",
    ]
    if report.is_intact:
        return "\n".join(
            [*lines, "结论 Verdict  完整,未被改动 · INTACT: every event is as it was written, and none is missing"]
        )
    found = (f"  ✗ {finding.zh} · {finding.en}" for finding in report.findings)
    return "\n".join([*lines, "结论 Verdict  不完整或被改动 · NOT INTACT", *found])


def main(arguments: Sequence[str]) -> int:
    """The command line; answers the exit code."""
    given = _parser().parse_args(arguments)
    try:
        partitions = _read(given)
    except NoSuchCase as absent:
        print(f"没有这个办件 · There is no such case: {absent}")
        return 1
    reports = [verify(case_id, rows) for case_id, rows in sorted(partitions.items())]
    print("\n\n".join(map(verdict, reports)) or "没有办件 · There are no cases")
    return 0 if reports and all(report.is_intact for report in reports) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--table", help="name of the table; the caller's ordinary AWS settings say where")
    source.add_argument("--file", type=Path, help="an export: one row a line, as JSON")
    parser.add_argument("--case", default="", help="id or number of the case; all cases of a file without it")
    parser.add_argument("--endpoint-url", help="another address of DynamoDB, such as an emulator's")
    parser.add_argument("--region", help="AWS region")
    return parser


def _read(given: argparse.Namespace) -> dict[str, list[Row]]:
    if given.file:
        return from_file(given.file, given.case)
    import boto3  # noqa: PLC0415 - a file can be checked where there is no AWS at all

    client = boto3.client("dynamodb", region_name=given.region, endpoint_url=given.endpoint_url)
    return dict([from_table(client, given.table, given.case)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

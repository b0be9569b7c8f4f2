"""An auditor's verifier shares no code with the service, agrees on every history, and finds what was done to one."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aws.history import events_among
from chalicelib.aws.rows import Delete, Key, Put, Row, to_attributes
from chalicelib.aws.unit_of_work import event_row
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.chain import seal
from infra.tools import verify_chain
from infra.tools.verify_chain import canonical, main, verify
from tests.support.cases import NUMBER, a_delivered_case, a_draft, stored
from tests.support.dynamo import REGION, sealed_table
from tests.support.histories import Noted, act_at
from tests.support.memory_table import MemoryTable

TOOLS = Path(verify_chain.__file__).parent
CASE, PK = "case-1", "CASE#case-1"


def rows() -> list[Row]:
    """Everything that a case from draft to delivery has left in the table, each event in a row of its own."""
    events = [event_row(PK, event) for event in events_among(partition(written_at_once()))]
    return [*(row for row in written_at_once() if not str(row["sk"]).startswith("EVENT#")), *events]


def written_at_once() -> list[Row]:
    """The same with all its events in one row."""
    table = MemoryTable()
    stored(table, a_delivered_case())
    return list(table.rows.values())


def partition(among: list[Row]) -> list[Row]:
    return [row for row in among if row["pk"] == PK]


def event(among: list[Row], number: int) -> Row:
    return next(row for row in among if row["sk"] == f"EVENT#{number:06d}")


def snapshot(among: list[Row]) -> Row:
    return next(row for row in among if row["sk"] == "SNAPSHOT")


def test_a_whole_life_is_intact() -> None:
    report = verify(CASE, partition(rows()))
    assert report.findings == []
    assert (report.number, report.events) == (NUMBER, int(snapshot(partition(rows()))["version"]))


def test_events_that_were_written_together_are_read_one_by_one() -> None:
    assert verify(CASE, partition(written_at_once())).__dict__ == verify(CASE, partition(rows())).__dict__


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told.pop(),
        lambda told: told.pop(3),
        lambda told: told.insert(4, told.pop(3)),
        lambda told: told[5].update(type="case.Imagined"),
        lambda told: told[5].update(sequence=99, actor="{}"),
        lambda told: told[5].update(aggregate="case-2"),
        lambda told: told[5].pop("hash"),
        lambda told: told.append({}),
        lambda told: told.append(7),
    ],
)
def test_what_is_done_to_events_that_share_a_row_is_found(spoil: Callable[[list[Any]], object]) -> None:
    among = partition(written_at_once())
    told = json.loads(str(event(among, 1)["following"]))
    spoil(told)
    event(among, 1)["following"] = canonical_json(told).decode()
    assert verify(CASE, among).findings


def drop(number: int) -> Callable[[list[Row]], object]:
    return lambda among: among.remove(event(among, number))


def drop_last(among: list[Row]) -> None:
    among.remove(event(among, int(snapshot(among)["version"])))


def drop_last_and_count_it_out(among: list[Row]) -> None:
    """The snapshot's own version is set back too; its head still knows better."""
    drop_last(among)
    body = json.loads(str(snapshot(among)["body"]))
    body["version"] -= 1
    snapshot(among).update(version=body["version"], body=json.dumps(body))


def edit(number: int, **attributes: Any) -> Callable[[list[Row]], object]:
    return lambda among: event(among, number).update(attributes)


def swap(among: list[Row]) -> None:
    one, other = event(among, 2), event(among, 3)
    one["sk"], other["sk"] = other["sk"], one["sk"]


def renumber(among: list[Row]) -> None:
    """Dropped from the middle, and everything behind it moved up."""
    drop(4)(among)
    for number in range(5, int(snapshot(among)["version"]) + 1):
        event(among, number).update(sk=f"EVENT#{number - 1:06d}", sequence=number - 1)


def forge_last(among: list[Row]) -> None:
    """Another last event, well sealed."""
    number = int(snapshot(among)["version"])
    old = event(among, number)
    forged = seal(
        Noted(data={}), aggregate_id=CASE, sequence=number, previous_hash=str(old["previous_hash"]), act=act_at()
    )
    among.remove(old)
    among.append(event_row(PK, forged))


def append(among: list[Row]) -> None:
    """One event more than happened, well sealed."""
    last = event(among, int(snapshot(among)["version"]))
    number = int(last["sequence"]) + 1
    forged = seal(Noted(data={}), aggregate_id=CASE, sequence=number, previous_hash=str(last["hash"]), act=act_at())
    among.append(event_row(PK, forged))


def spoil_body(**members: Any) -> Callable[[list[Row]], object]:
    def spoil(among: list[Row]) -> None:
        row = snapshot(among)
        row["body"] = json.dumps({**json.loads(str(row["body"])), **members})

    return spoil


TAMPERING: dict[str, tuple[Callable[[list[Row]], object], str]] = {
    "first dropped": (drop(1), "event 1 should be here and 2 is"),
    "middle dropped": (drop(5), "event 5 should be here and 6 is"),
    "last dropped": (drop_last, "the last event is not the one that the snapshot knows"),
    "last dropped and counted out": (drop_last_and_count_it_out, "the last event is not the one"),
    "dropped and renumbered": (renumber, "does not follow the one before it"),
    "swapped": (swap, "out of order"),
    "appended": (append, "events by the snapshot"),
    "last forged": (forge_last, "the last event is not the one that the snapshot knows"),
    "data edited": (edit(3, data='{"form_sha256":"' + "0" * 64 + '"}'), "event 3 is not what was written"),
    "time edited": (edit(3, at="2026-03-02T02:00:00.001Z"), "event 3 is not what was written"),
    "actor edited": (edit(3, actor='{"id":"x","party":"OFFICIAL","role":"head"}'), "event 3 is not what was written"),
    "type edited": (edit(3, type="case.Decided"), "event 3 is not what was written"),
    "correlation edited": (edit(3, correlation="other"), "event 3 is not what was written"),
    "hash edited": (edit(3, hash="0" * 64), "event 3 is not what was written"),
    "link edited": (edit(3, previous_hash="0" * 64), "does not follow"),
    "aggregate edited": (edit(3, aggregate="case-2"), "belongs to another case"),
    "sequence edited": (edit(3, sequence=30), "event 3 should be here and 30 is"),
    "sequence no number": (edit(3, sequence="three"), "event 3 should be here and three is"),
    "sequence gone": (lambda among: event(among, 3).pop("sequence"), "event 3 should be here"),
    "a float": (edit(3, data='{"a":1.0}'), "cannot be read"),
    "a member twice": (edit(3, data='{"a":1,"a":1}'), "cannot be read"),
    "no JSON": (edit(3, data="{"), "cannot be read"),
    "another form of time": (edit(3, at="2026-03-02T10:00:00+08:00"), "cannot be read"),
    "snapshot dropped": (lambda among: among.remove(snapshot(among)), "there is no snapshot"),
    "all events dropped": (lambda among: among.__setitem__(slice(None), [snapshot(among)]), "there are no events"),
    "version edited": (lambda among: snapshot(among).update(version=3), "events by the snapshot"),
    "head edited": (spoil_body(head="0" * 64), "the last event is not the one"),
    "snapshot of another": (spoil_body(id="case-2"), "the snapshot belongs to another case"),
    "snapshot unreadable": (lambda among: snapshot(among).update(body="{"), "the snapshot cannot be read"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_whatever_is_done_to_a_history_is_found(what: str) -> None:
    tamper, told = TAMPERING[what]
    among = partition(rows())
    tamper(among)
    report = verify(CASE, among)
    assert not report.is_intact
    assert told in " ".join(finding.en for finding in report.findings)
    assert all(finding.zh and finding.en for finding in report.findings)


def test_one_missing_event_is_told_once_and_not_again_for_all_that_follow() -> None:
    among = partition(rows())
    drop(5)(among)
    missing, unlinked, counted = verify(CASE, among).findings
    assert "event 6 does not follow" in unlinked.en


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_both_implementations_of_canonical_json_agree(value: Any) -> None:
    assert canonical(value).encode() == canonical_json(value)


@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_both_implementations_of_the_rule_agree(data: dict[str, Any]) -> None:
    sealed = seal(Noted(data=data), aggregate_id=CASE, sequence=1, previous_hash="0" * 64, act=act_at())
    assert verify_chain.hash_of(event_row(PK, sealed)) == sealed.hash


def test_it_shares_no_code_with_the_service() -> None:
    for source in ("verify_chain.py", "chain_rows.py"):
        for node in ast.walk(ast.parse((TOOLS / source).read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.startswith(("chalicelib", "app", "tests"))]


@pytest.fixture
def filled(dynamodb: Any, table_name: str) -> str:
    """The same rows in DynamoDB."""
    table = sealed_table(dynamodb, table_name)
    for row in rows():
        table.commit([Put(row)])
    return table_name


@pytest.mark.parametrize("case", [CASE, NUMBER])
def test_it_reads_the_table_by_id_or_number(filled: str, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--table", filled, "--case", case, "--region", REGION]) == 0
    told = capsys.readouterr().out
    assert CASE in told and NUMBER in told
    assert "完整" in told and "INTACT" in told and "NOT INTACT" not in told


def test_a_last_event_removed_from_the_table_is_told_in_both_languages(
    dynamodb: Any, filled: str, capsys: pytest.CaptureFixture[str]
) -> None:
    version = int(snapshot(partition(rows()))["version"])
    sealed_table(dynamodb, filled).commit([Delete(Key(PK, f"EVENT#{version:06d}"))])
    assert main(["--table", filled, "--case", CASE, "--region", REGION]) == 1
    told = capsys.readouterr().out
    assert "NOT INTACT" in told and "被改动" in told
    assert f"快照记载 {version} 个事件,实有 {version - 1} 个" in told


def test_a_case_that_is_not_there_is_no_intact_case(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--table", filled, "--case", "nowhere", "--region", REGION]) == 1
    assert "没有这个办件" in capsys.readouterr().out


FORMS: dict[str, Callable[[Row], Any]] = {
    "plain": dict,
    "typed": to_attributes,
    "exported": lambda row: {"Item": to_attributes(row)},
}


def export(path: Path, among: list[Row], form: str = "plain") -> list[str]:
    path.write_text("\n".join(json.dumps(FORMS[form](row), ensure_ascii=False) for row in among), encoding="utf-8")
    return ["--file", str(path)]


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_checked_without_aws(tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = export(tmp_path / "export.jsonl", rows(), form)
    for case in ([], ["--case", CASE], ["--case", NUMBER]):
        assert main([*given, *case]) == 0
    among = rows()
    edit(3, type="case.Decided")(among)
    assert main(export(tmp_path / "export.jsonl", among, form)) == 1
    assert main([*given, "--case", "nowhere"]) == 1


def test_all_cases_of_an_export_are_checked_and_one_bad_one_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = MemoryTable()
    stored(table, a_draft(case_id="case-2"))
    good, bad = list(table.rows.values()), rows()
    edit(3, type="case.Decided")(bad)
    assert main(export(tmp_path / "export.jsonl", good + bad)) == 1
    told = capsys.readouterr().out
    assert told.count("结论 Verdict") == 2
    assert main(export(tmp_path / "empty.jsonl", [])) == 1


def test_the_command_ends_with_its_verdict(tmp_path: Path) -> None:
    given = export(tmp_path / "export.jsonl", rows())
    command = [sys.executable, "-m", "infra.tools.verify_chain", *given]
    done = subprocess.run(command, cwd=TOOLS.parents[1], capture_output=True, text=True, check=False)
    assert (done.returncode, "INTACT" in done.stdout) == (0, True)

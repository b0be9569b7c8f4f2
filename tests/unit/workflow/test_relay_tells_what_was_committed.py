"""From the table's stream to the bus, the machines and the waits: at least once, in order, and nobody is held up."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from chalicelib.aws.bus import CHUNK
from chalicelib.aws.outage import Outage
from chalicelib.aws.rows import to_attributes
from chalicelib.aws.table import Busy
from chalicelib.workflow import relay as relay_module
from chalicelib.workflow.relay import relay, relay_records
from chalicelib.workflow.task_tokens import register
from tests.support.cases import MONDAY, a_draft, a_submitted_case, check, official, stored
from tests.support.histories import CLERK, Ledger, act_at, ledger_with
from tests.support.machines import Machinery, stream_of, stream_record
from tests.support.platform import FakePlatform

Records = list[dict[str, Any]]


@pytest.fixture
def machinery(cloud: FakePlatform) -> Machinery:
    return Machinery(cloud)


def committed(cloud: FakePlatform, *notes: str, ledger_id: str = "ledger-1") -> Records:
    """The stream after a ledger was stored, and then each note by itself."""
    before, ledger = len(cloud.table.stream), ledger_with(ledger_id=ledger_id)
    save(cloud, ledger)
    for number, text in enumerate(notes, start=1):
        ledger.note(text, act_at(number, CLERK))
        save(cloud, ledger)
    return stream_of(cloud.table.stream[before:])


def committed_together(cloud: FakePlatform, *notes: str) -> Records:
    """The stream after a ledger was stored with all its notes at once."""
    before = len(cloud.table.stream)
    save(cloud, ledger_with(*notes))
    return stream_of(cloud.table.stream[before:])


def save(cloud: FakePlatform, ledger: Ledger) -> None:
    uow = cloud.unit_of_work()
    uow.save(f"LEDGER#{ledger.id}", ledger)
    uow.commit()


def spoilt(record: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    """`record` with other attributes; None takes one away."""
    image = {**record["dynamodb"]["NewImage"], **{name: it for name, it in attributes.items() if it}}
    image = {name: value for name, value in image.items() if attributes.get(name, value)}
    return {**record, "dynamodb": {**record["dynamodb"], "NewImage": image}}


def test_every_event_is_told_on_the_bus_in_order(cloud: FakePlatform, machinery: Machinery) -> None:
    relay_records(cloud, committed(cloud, "a", "补正"))
    assert machinery.events.ids == ["ledger-1:1", "ledger-1:2", "ledger-1:3"]
    assert machinery.events.accepted[2] == {
        "specversion": "1.0",
        "id": "ledger-1:3",
        "source": "bujianmian",
        "type": "ledger.Noted",
        "subject": "ledger-1",
        "time": "2026-03-02T01:00:02.000Z",
        "datacontenttype": "application/json",
        "sequence": 3,
        "correlationid": "correlation-1",
        "actor": {"id": "staff-1", "party": "OFFICIAL", "role": "reviewer"},
        "data": {"data": {"text": "补正"}},
    }
    assert machinery.sqs.letters == []


def test_what_was_written_together_is_told_one_by_one(cloud: FakePlatform, machinery: Machinery) -> None:
    (record,) = committed_together(cloud, "a", "补正")
    relay_records(cloud, [record])
    assert machinery.events.ids == ["ledger-1:1", "ledger-1:2", "ledger-1:3"]
    assert [event["data"] for event in machinery.events.accepted[1:]] == [
        {"data": {"text": "a"}},
        {"data": {"text": "补正"}},
    ]


def test_of_a_record_the_bus_refuses_two_events_of_it_is_parked_once(cloud: FakePlatform, machinery: Machinery) -> None:
    machinery.events.refuses = lambda event: event["id"] != "ledger-1:2"
    relay_records(cloud, committed_together(cloud, "a", "b"))
    assert (machinery.events.ids, len(machinery.sqs.letters)) == (["ledger-1:2"], 1)


def test_the_bus_is_asked_for_ten_at_a_time(cloud: FakePlatform, machinery: Machinery) -> None:
    relay_records(cloud, committed(cloud, *"abcdefghijklmnopqrstuvwx"))
    assert machinery.events.sizes == [CHUNK, CHUNK, 5]


@pytest.mark.parametrize(
    "poison",
    [
        {"actor": None},
        {"actor": {"S": "{"}},
        {"actor": {"S": '{"id": 1}'}},
        {"at": {"S": "yesterday"}},
        {"at": {"S": "2026-03-02T01:00:00"}},
        {"data": {"S": "not json"}},
        {"data": {"S": "[1]"}},
        {"sequence": {"N": "two"}},
        {"sequence": None},
        {"type": None},
        {"hash": {"L": [], "S": "x"}},
    ],
    ids=str,
)
def test_a_poison_record_is_parked_whole_and_the_others_go_through(
    cloud: FakePlatform, machinery: Machinery, poison: dict[str, Any]
) -> None:
    records = committed(cloud, "a", "b")
    records[1] = spoilt(records[1], **poison)
    relay_records(cloud, records)
    assert machinery.events.ids == ["ledger-1:1", "ledger-1:3"]
    (letter,) = machinery.sqs.letters
    assert letter["record"] == records[1]
    assert letter["error"]


@pytest.mark.parametrize("record", [{}, {"dynamodb": {}}, {"dynamodb": {"Keys": {}}}], ids=str)
def test_what_is_no_stream_record_at_all_is_parked_too(
    cloud: FakePlatform, machinery: Machinery, record: dict[str, Any]
) -> None:
    relay_records(cloud, [record, *committed(cloud)])
    assert [letter["record"] for letter in machinery.sqs.letters] == [record]
    assert machinery.events.ids == ["ledger-1:1"]


def test_of_a_batch_the_bus_refuses_one_of_the_others_are_told_once(cloud: FakePlatform, machinery: Machinery) -> None:
    machinery.events.refuses = lambda event: event["id"] == "ledger-1:2"
    relay_records(cloud, committed(cloud, "a", "b"))
    assert machinery.events.ids == ["ledger-1:1", "ledger-1:3"]
    assert machinery.parked == ["ledger-1:2"]
    assert machinery.events.sizes == [3, 1]


def test_a_refusal_that_passes_is_no_dead_letter(cloud: FakePlatform, machinery: Machinery) -> None:
    refusals = iter([False, True, False, False])
    machinery.events.refuses = lambda _: next(refusals)
    relay_records(cloud, committed(cloud, "a", "b"))
    assert machinery.events.ids == ["ledger-1:1", "ledger-1:3", "ledger-1:2"]
    assert machinery.sqs.letters == []


def client_error(code: str, status: int = 400) -> ClientError:
    response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "Call")


def cancelled(reason: str) -> ClientError:
    response: Any = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": [{"Code": reason}]}
    return ClientError(response, "TransactWriteItems")


OUTAGES = [
    ConnectionError("machines"),
    TimeoutError(),
    EndpointConnectionError(endpoint_url="x"),
    ReadTimeoutError(endpoint_url="x"),
    client_error("ThrottlingException"),
    client_error("Whatever", 503),
    client_error("Whatever", 429),
    client_error("AccessDeniedException"),
    cancelled("ThrottlingError"),
    Busy(),
]
LASTING = [
    client_error("ValidationException"),
    client_error("InvalidExecutionInput"),
    cancelled("ValidationError"),
    LookupError("no such case"),
]


def test_without_a_bus_nothing_is_parked_and_the_batch_comes_again(cloud: FakePlatform, machinery: Machinery) -> None:
    records = committed(cloud, "a")
    machinery.events.down = True
    with pytest.raises(Outage):
        relay_records(cloud, records)
    assert machinery.sqs.letters == []
    machinery.events.down = False
    relay_records(cloud, records)
    assert machinery.events.ids == ["ledger-1:1", "ledger-1:2"]


@pytest.mark.parametrize("code", ["InternalFailure", "ThrottlingException", "AccessDeniedException"])
def test_entries_that_the_bus_refuses_for_now_are_not_parked(
    cloud: FakePlatform, machinery: Machinery, code: str
) -> None:
    machinery.events.refuses, machinery.events.code = lambda event: event["id"] == "ledger-1:2", code
    with pytest.raises(Outage):
        relay_records(cloud, committed(cloud, "a", "b"))
    assert machinery.sqs.letters == []


@pytest.mark.parametrize("error", OUTAGES, ids=repr)
def test_in_an_outage_nothing_is_parked_and_the_batch_comes_again(
    cloud: FakePlatform, machinery: Machinery, error: Exception
) -> None:
    records = [{}, *case_stream(cloud)]
    machinery.steps.failing = [error]
    with pytest.raises(Outage):
        relay_records(cloud, records)
    assert machinery.sqs.letters == [], "not even what is poison: it would be parked anew each time"
    relay_records(cloud, records)
    assert machinery.steps.names == STARTED
    assert [letter["record"] for letter in machinery.sqs.letters] == [{}]


@pytest.mark.parametrize("error", LASTING, ids=repr)
def test_what_can_never_go_through_is_parked_at_once_and_the_next_one_started(
    cloud: FakePlatform, machinery: Machinery, error: Exception
) -> None:
    machinery.steps.failing = [error]
    records = case_stream(cloud)
    relay_records(cloud, records)
    told = list(machinery.events.ids)
    assert machinery.steps.names == STARTED[1:]
    assert len(machinery.parked) == 1
    relay_records(cloud, [machinery.sqs.letters[0]["record"]])
    assert sorted(machinery.steps.names) == STARTED
    assert machinery.events.ids == [*told, *told]


@pytest.mark.parametrize("trouble", ["poison", "bus", "machines"])
def test_when_parking_fails_the_batch_fails_and_comes_again(
    cloud: FakePlatform, machinery: Machinery, trouble: str
) -> None:
    records = committed(cloud, "a")
    machinery.sqs.down = True
    if trouble == "poison":
        records[0] = spoilt(records[0], type=None)
    elif trouble == "bus":
        machinery.events.refuses = lambda event: True
    else:
        records = case_stream(cloud)
        machinery.steps.failing = [LookupError("machines")] * 100
    with pytest.raises(ConnectionError, match="queue"):
        relay_records(cloud, records)


def test_a_dead_letter_can_be_replayed(cloud: FakePlatform, machinery: Machinery) -> None:
    machinery.events.refuses = lambda event: True
    relay_records(cloud, committed(cloud))
    machinery.events.refuses = lambda event: False
    relay_records(cloud, [letter["record"] for letter in json.loads(json.dumps(machinery.sqs.letters))])
    assert machinery.events.ids == ["ledger-1:1"]


def test_the_function_answers_that_nothing_has_to_be_retried(
    cloud: FakePlatform, machinery: Machinery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "platform", lambda: cloud)
    assert relay({"Records": committed(cloud)}, None) == {"batchItemFailures": []}
    assert machinery.events.ids == ["ledger-1:1"]


def case_stream(cloud: FakePlatform, case_id: str = "case-1") -> Records:
    """The stream after a case was submitted."""
    before = len(cloud.table.stream)
    stored(cloud.table, a_submitted_case(case_id=case_id))
    return stream_of(cloud.table.stream[before:])


STARTED = ["case-lifecycle:case-case-1-1", "deadline-clock:case-case-1-clock-1-1"]


def test_a_submission_starts_its_lifecycle_and_its_clock(cloud: FakePlatform, machinery: Machinery) -> None:
    relay_records(cloud, case_stream(cloud))
    assert machinery.steps.names == STARTED


def test_delivered_again_nothing_is_started_again(cloud: FakePlatform, machinery: Machinery) -> None:
    records = case_stream(cloud)
    for _ in range(3):
        relay_records(cloud, records)
    assert machinery.steps.names == STARTED


def test_delivered_again_after_the_machine_has_ended_nothing_is_started_again(
    cloud: FakePlatform, machinery: Machinery
) -> None:
    records = case_stream(cloud)
    relay_records(cloud, records)
    for arn in list(machinery.steps.executions):
        machinery.steps.end(arn, "SUCCEEDED")
    relay_records(cloud, records)
    assert machinery.steps.names == STARTED


def test_the_function_fails_in_an_outage(
    cloud: FakePlatform, machinery: Machinery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception is understood everywhere; the emulator would take a list of failures for success."""
    monkeypatch.setattr(relay_module, "platform", lambda: cloud)
    machinery.events.down = True
    with pytest.raises(Outage):
        relay({"Records": committed(cloud)}, None)


def test_what_waits_for_the_case_goes_on(cloud: FakePlatform, machinery: Machinery) -> None:
    case = stored(cloud.table, a_submitted_case())
    register(cloud, "case", case.id, "stage:ACCEPTANCE", machinery.steps.wait("token-1"))
    before = len(cloud.table.stream)
    check(case, "reviewer")
    stored(cloud.table, case, official("reviewer"))
    relay_records(cloud, stream_of(cloud.table.stream[before:]))
    assert machinery.steps.answered == {"token-1": [{"stage": "REVIEW"}]}


def test_a_wait_that_cannot_be_answered_does_not_hold_up_other_cases(cloud: FakePlatform, machinery: Machinery) -> None:
    gone = stream_record({**case_stream_row(), "aggregate": "case-gone"})
    relay_records(cloud, [gone, *case_stream(cloud)])
    assert machinery.steps.names == STARTED
    assert machinery.parked == ["case-gone:1"]


def case_stream_row() -> dict[str, Any]:
    platform = FakePlatform()
    stored(platform.table, a_draft(at=MONDAY))
    return next(row for row in platform.table.stream if str(row["sk"]).startswith("EVENT#"))


def test_a_record_reads_the_same_after_its_way_through_lambda(cloud: FakePlatform) -> None:
    (record,) = committed(cloud)
    assert json.loads(json.dumps(record)) == record
    assert record["dynamodb"]["NewImage"] == to_attributes(cloud.table.stream[1])

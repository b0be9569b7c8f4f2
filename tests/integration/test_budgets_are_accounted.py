"""What the emulator witnessed becomes units of DynamoDB, by function, without what a waiting person repeats."""

from typing import Any

import pytest

from chalicelib.aws.rows import to_attributes
from tests.bench.case_cost import quantities
from tests.bench.figures import Figure, Kind, table
from tests.bench.observed_capacity import account_of
from tests.bench.observed_journey import Invocations, Line, Witnessed

ROW = {"pk": "CASE#1", "sk": "SNAPSHOT", "body": "x" * 1500}
PUT = {"TransactItems": [{"Put": {"TableName": "table", "Item": to_attributes(ROW)}}]}
KEY = {"Key": to_attributes({"pk": "CASE#1", "sk": "SNAPSHOT"})}
FUNCTIONS = {"key-api": "APIHandler", "key-relay": "Relay", "key-revive": "Revive"}


def call(caller: str, operation: str, request: Any, answer: Any = None, status: int = 200) -> Line:
    return {"caller": caller, "operation": operation, "request": request, "answer": answer, "status": status}


def get(caller: str) -> Line:
    return call(caller, "DynamoDB.GetItem", KEY, {"Item": to_attributes(ROW)})


def witnessed(*lines: Line, seeding: int = 0) -> Witnessed:
    told = {"APIHandler": 50, "Relay": 3, "ClockTask": 2, "Revive": 9}
    invocations = {name: Invocations(count, 100.0, 1024) for name, count in told.items()}
    return Witnessed(lines, seeding, FUNCTIONS, invocations, {"review": 4, "deadline-clock": 8}, sleeping_timers=2)


def test_reads_and_writes_are_counted_for_the_function_that_made_them() -> None:
    account = account_of(witnessed(call("key-relay", "DynamoDB.TransactWriteItems", PUT), get("key-relay")))
    consumed = account.consumed["Relay"]
    assert (consumed.write_units, consumed.read_units, consumed.rows_written, consumed.rows_read) == (4, 1, 1, 1)


def test_somebody_who_looks_again_while_waiting_is_counted_once() -> None:
    look = [{"api": "GET /v1/me"}, get("key-api")]
    account = account_of(witnessed(*look, *look, *look, {"api": "POST /v1/cases"}, get("key-api"), *look))
    assert account.api_requests == {"GET": 2, "POST": 1}
    assert account.repeated_looks == 2
    assert account.consumed["APIHandler"].rows_read == 3


def test_seeding_and_what_runs_on_a_schedule_is_not_the_cases_affair() -> None:
    lines = [call("test", "DynamoDB.TransactWriteItems", PUT), get("key-relay"), get("key-revive"), get("test")]
    assert account_of(witnessed(*lines, seeding=2)).total.round_trips == 0


def test_what_stood_there_before_decides_what_a_write_costs() -> None:
    small = {"TransactItems": [{"Put": {"TableName": "table", "Item": to_attributes({**ROW, "body": "x"})}}]}
    lines = [
        call("test", "DynamoDB.TransactWriteItems", PUT),
        call("key-relay", "DynamoDB.TransactWriteItems", small, status=400),
        call("key-relay", "DynamoDB.TransactWriteItems", small),
        call("key-relay", "DynamoDB.TransactWriteItems", small),
    ]
    assert account_of(witnessed(*lines, seeding=1)).consumed["Relay"].write_units == 4 + 4 + 2


def test_quantities_add_the_wakings_of_timers_that_still_sleep() -> None:
    events = call("key-relay", "AWSEvents.PutEvents", {"Entries": [{}, {}]})
    one = witnessed(events, {"api": "POST /v1/cases"})
    taken = quantities(one, account_of(one))
    assert taken["step_functions_transitions"] == 12 + 2 * 3
    assert taken["lambda_invocations"] == 1 + 3 + 2 + 2
    assert taken["lambda_gb_seconds"] == pytest.approx(8 * 0.1)
    assert taken["eventbridge_events"] == 2
    assert taken["api_gateway_requests"] == 1


def test_only_a_counted_budget_that_is_exceeded_fails_a_run() -> None:
    late = Figure("group", "late", 7, "ms", 6)
    many = Figure("group", "many", 7, "rows", 6, Kind.COUNTED)
    assert (late.verdict, late.fails, many.verdict, many.fails) == ("over", False, "over", True)
    assert "| many" in table([late, many])

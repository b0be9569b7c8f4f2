"""From what the emulator was asked to what DynamoDB would have counted, function by function."""

import base64
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.aws.business_time import OFFSET
from chalicelib.aws.rows import Row, from_attributes
from tests.bench.capacity import EVENTUAL, STRONG, TRANSACTIONAL, Consumed, of_read, of_write
from tests.bench.observed_journey import Line, Witnessed

API = "APIHandler"
NOT_OF_A_CASE = frozenset({"Revive", "SweepDeadlines", "CarryOutJobs", "CountCoverage"})
"""They run every few minutes, or for the catalogue, however many cases there are."""
Place = tuple[str, str]


@dataclass
class Account:
    """What one case took. A person who looks again and again at the same thing while waiting is counted once."""

    consumed: dict[str, Consumed] = field(default_factory=lambda: defaultdict(Consumed))
    """By function."""
    api_requests: Counter[str] = field(default_factory=Counter)
    """By method."""
    repeated_looks: int = 0
    operations: Counter[str] = field(default_factory=Counter)
    """Calls of other AWS services; events put on the bus one by one."""

    @property
    def total(self) -> Consumed:
        """Of all functions together."""
        return sum(self.consumed.values(), Consumed())


def account_of(witnessed: Witnessed) -> Account:
    """Follow the lines from the beginning: what stands in a row decides what the next write of it costs."""
    account, rows = Account(), _Rows()
    looked_at, counts = "", False
    for number, line in enumerate(witnessed.lines):
        consumed = rows.follow(line)
        if number < witnessed.seeding:
            continue
        if "api" in line:
            counts = line["api"] != looked_at or not line["api"].startswith("GET ")
            looked_at = line["api"]
            account.api_requests[line["api"].partition(" ")[0]] += counts
            account.repeated_looks += not counts
            continue
        function = witnessed.functions.get(line["caller"], "")
        if not function or function in NOT_OF_A_CASE or (function == API and not counts):
            continue
        if consumed is None:
            account.operations[line["operation"]] += _entries(line)
        else:
            account.consumed[function] += consumed
    return account


class _Rows:
    """The table as it stands after the lines that were followed."""

    def __init__(self) -> None:
        self._rows: dict[Place, Row] = {}

    def follow(self, line: Line) -> Consumed | None:
        """What the call consumed; None when it was none of the table's."""
        operation, answer = line.get("operation", ""), line.get("answer") or {}
        if operation == "DynamoDB.GetItem":
            return self._of_get(line["request"], answer)
        if operation == "DynamoDB.Query":
            consistency = STRONG if line["request"].get("ConsistentRead") else EVENTUAL
            return of_read([_row(item) for item in answer.get("Items", [])], consistency)
        if operation == "DynamoDB.TransactWriteItems":
            return self._of_writes(list(self._writes(line["request"]["TransactItems"])), TRANSACTIONAL, line["status"])
        if operation == "DynamoDB.PutItem":
            return self._of_writes(list(self._writes([{"Put": line["request"]}])), 1, line["status"])
        return None

    def _of_writes(self, writes: list[tuple[Place, Row | None]], factor: int, status: int) -> Consumed:
        costs = sum((of_write(self._rows.get(place), new, factor) for place, new in writes), Consumed(round_trips=1))
        if status == 200:  # noqa: PLR2004 - a refused write consumes, and changes nothing
            self._apply(writes)
        return costs

    @staticmethod
    def _of_get(request: Mapping[str, Any], answer: Mapping[str, Any]) -> Consumed:
        if from_attributes(request["Key"]) == {"pk": OFFSET.pk, "sk": OFFSET.sk}:
            return Consumed()  # the embedded cloud alone can move business time
        return of_read([_row(answer["Item"])] if "Item" in answer else [])

    @staticmethod
    def _writes(items: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Place, Row | None]]:
        for item in items:
            ((kind, write),) = item.items()
            row = _row(write["Item"] if kind == "Put" else write["Key"])
            yield (str(row["pk"]), str(row["sk"])), row if kind == "Put" else None

    def _apply(self, writes: list[tuple[Place, Row | None]]) -> None:
        for place, new in writes:
            if new is None:
                self._rows.pop(place, None)
            else:
                self._rows[place] = new


def _row(item: Mapping[str, Mapping[str, Any]]) -> Row:
    """From the wire, where bytes are written in base64."""
    return {
        name: base64.b64decode(attribute["B"]) if "B" in attribute else from_attributes({name: attribute})[name]
        for name, attribute in item.items()
    }


def _entries(line: Line) -> int:
    return len(line["request"]["Entries"]) if line["operation"] == "AWSEvents.PutEvents" else 1

"""Where the rows of histories come from: the table itself, or an export of it in a file."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class NoSuchCase(Exception):
    """There is nothing under that id or number."""


def from_table(client: Any, table: str, case: str) -> tuple[str, list[Row]]:
    """The case's id and all rows of its partition, strongly consistent; `case` is its id or its number."""
    for case_id in (case, _case_of_number(client, table, case)):
        rows = list(_partition(client, table, f"CASE#{case_id}")) if case_id else []
        if rows:
            return str(case_id), rows
    raise NoSuchCase(case)


def from_file(path: Path, case: str) -> dict[str, list[Row]]:
    """Rows by id of all cases in a file of one JSON object a line, or of the one that `case` (id or number) names.

    A line is a row as it is, in DynamoDB's typed form, or in that of DynamoDB's export to S3 (`{"Item": …}`).
    """
    partitions: dict[str, list[Row]] = defaultdict(list)
    numbers: dict[str, str] = {}
    for row in _lines(path):
        kind, _, name = str(row.get("pk", "")).partition("#")
        if kind == "CASE":
            partitions[name].append(row)
        elif kind == "NUMBER":
            numbers[name] = str(row["case_id"])
    if not case:
        return dict(partitions)
    case_id = case if case in partitions else numbers.get(case, case)
    if case_id not in partitions:
        raise NoSuchCase(case)
    return {case_id: partitions[case_id]}


def _case_of_number(client: Any, table: str, number: str) -> str | None:
    key = {"pk": {"S": f"NUMBER#{number}"}, "sk": {"S": "CASE"}}
    answer = client.get_item(TableName=table, Key=key, ConsistentRead=True)
    return str(answer["Item"]["case_id"]["S"]) if "Item" in answer else None


def _partition(client: Any, table: str, pk: str) -> Iterator[Row]:
    pages = client.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": pk}},
        ConsistentRead=True,
    )
    for page in pages:
        yield from (_plain(item) for item in page["Items"])


def _lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                document = json.loads(line)
                yield _plain(document.get("Item", document))


def _plain(item: Row) -> Row:
    """`item` without DynamoDB's type names."""
    return {name: _value(value) for name, value in item.items()}


def _value(attribute: Any) -> Any:
    if not isinstance(attribute, dict):
        return attribute
    ((kind, value),) = attribute.items()
    return int(value) if kind == "N" and value.lstrip("-").isdigit() else value

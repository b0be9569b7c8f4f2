"""The one table: queries of a partition, pages of an index, and transactions.

Every call here is one AWS round trip; callers are budgeted in them.
"""

import random
import time
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, Protocol

from botocore.exceptions import ClientError

from chalicelib.aws.rows import Check, Delete, Index, Key, Page, Put, Row, Write, from_attributes, to_attributes

CONFLICT_RETRIES = 4
LONGEST_PAUSE_SECONDS = 0.02
UNPROCESSED_RETRIES = 6
"""Each after twice the pause of the one before: about two seconds at most."""


class ConditionFailed(Exception):
    """A transaction was refused as a whole: `write` is the first whose condition did not hold.

    `standing` is the row that is stored under its key now, or None.
    """

    def __init__(self, write: Put | Check, standing: Row | None) -> None:
        super().__init__(write.key.pk, write.key.sk)
        self.write = write
        self.standing = standing


class Throttled(Exception):
    """DynamoDB kept leaving a part of what was asked for to another request."""


class Busy(Exception):
    """Other transactions kept touching the same rows; nothing was written."""


class Sealer(Protocol):
    """Closes the bodies of rows that hold personal data, and opens them again."""

    def close(self, row: Row) -> Row:
        """`row` with a body that nobody can read."""

    def open(self, row: Row) -> Row:
        """The inverse of `close`; any other row as it is."""


class Table(Protocol):
    """What the stores need of a table; kept by `DynamoTable` and, in tests, by one in memory."""

    def partition(self, pk: str, *, first: str = "", last: str = "\U0010ffff") -> list[Row]:
        """Rows of `pk` with `first` ≤ sort key ≤ `last`, in order, strongly consistent."""

    def row(self, key: Key) -> Row | None:
        """The row at `key`, strongly consistent."""

    def rows_at(self, keys: Sequence[Key]) -> list[Row]:
        """Those of at most 100 rows that exist, in the order of `keys`, strongly consistent."""

    def stretch(self, pk: str, *, limit: int, first: str, last: str, after: Row | None = None) -> Page:
        """Up to `limit` rows of `pk` with `first` ≤ sort key ≤ `last`, behind `after` if given, strongly consistent."""

    def page(
        self,
        index: Index,
        pk: str,
        *,
        limit: int,
        after: Row | None = None,
        newest_first: bool = False,
        first: str = "",
        last: str | None = None,
    ) -> Page:
        """Up to `limit` rows of an index partition with `first` ≤ sort key ≤ `last`, behind `after`; eventually
        consistent.
        """

    def commit(self, writes: Sequence[Write]) -> None:
        """All writes or none. Raises `ConditionFailed` or `Busy`."""


class DynamoTable:
    """`Table` on DynamoDB."""

    def __init__(self, client: Any, name: str, sealer: Sealer) -> None:
        self._client = client
        self._name = name
        self._sealer = sealer

    def _read(self, item: Mapping[str, Mapping[str, Any]]) -> Row:
        return self._sealer.open(from_attributes(item))

    def partition(self, pk: str, *, first: str = "", last: str = "\U0010ffff") -> list[Row]:
        request: dict[str, Any] = {
            "TableName": self._name,
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
            "ExpressionAttributeValues": to_attributes({":pk": pk, ":first": first or " ", ":last": last}),
            "ConsistentRead": True,
        }
        rows: list[Row] = []
        while True:
            answer = self._client.query(**request)
            rows.extend(self._read(item) for item in answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return rows
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def row(self, key: Key) -> Row | None:
        answer = self._client.get_item(
            TableName=self._name, Key=to_attributes({"pk": key.pk, "sk": key.sk}), ConsistentRead=True
        )
        return self._read(answer["Item"]) if "Item" in answer else None

    def rows_at(self, keys: Sequence[Key]) -> list[Row]:
        found: dict[Key, Row] = {}
        wanted = [to_attributes({"pk": key.pk, "sk": key.sk}) for key in keys]
        for attempt in count(1):
            answer = self._client.batch_get_item(RequestItems={self._name: {"Keys": wanted, "ConsistentRead": True}})
            for item in answer["Responses"][self._name]:
                row = self._read(item)
                found[Key(str(row["pk"]), str(row["sk"]))] = row
            wanted = answer.get("UnprocessedKeys", {}).get(self._name, {}).get("Keys", [])
            if not wanted:
                break
            if attempt == UNPROCESSED_RETRIES:
                raise Throttled
            time.sleep(random.uniform(0, LONGEST_PAUSE_SECONDS * 2**attempt))
        return [found[key] for key in keys if key in found]

    def stretch(self, pk: str, *, limit: int, first: str, last: str, after: Row | None = None) -> Page:
        request: dict[str, Any] = {
            "TableName": self._name,
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
            "ExpressionAttributeValues": to_attributes({":pk": pk, ":first": first, ":last": last}),
            "ConsistentRead": True,
            "Limit": limit,
        }
        if after is not None:
            request["ExclusiveStartKey"] = to_attributes(after)
        answer = self._client.query(**request)
        behind = answer.get("LastEvaluatedKey")
        return Page([self._read(item) for item in answer["Items"]], from_attributes(behind) if behind else None)

    def page(
        self,
        index: Index,
        pk: str,
        *,
        limit: int,
        after: Row | None = None,
        newest_first: bool = False,
        first: str = "",
        last: str | None = None,
    ) -> Page:
        condition, values = f"{index.pk} = :pk", {":pk": pk}
        if first:
            condition = f"{condition} AND {index.sk} BETWEEN :first AND :last"
            values = {**values, ":first": first, ":last": "\U0010ffff" if last is None else last}
        elif last is not None:
            condition, values = f"{condition} AND {index.sk} <= :last", {**values, ":last": last}
        request: dict[str, Any] = {
            "TableName": self._name,
            "IndexName": index.name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": to_attributes(values),
            "Limit": limit,
            "ScanIndexForward": not newest_first,
        }
        if after is not None:
            request["ExclusiveStartKey"] = to_attributes(after)
        answer = self._client.query(**request)
        behind = answer.get("LastEvaluatedKey")
        return Page([self._read(item) for item in answer["Items"]], from_attributes(behind) if behind else None)

    def commit(self, writes: Sequence[Write]) -> None:
        for attempt in range(1, CONFLICT_RETRIES + 1):
            if self._is_written(writes):
                return
            time.sleep(random.uniform(0, LONGEST_PAUSE_SECONDS) * attempt)  # those who collided do not meet again
        raise Busy

    def _is_written(self, writes: Sequence[Write]) -> bool:
        """False when another transaction was in the way; raises for the first condition that failed. One row alone
        needs no transaction, and costs half as much without one.
        """
        if len(writes) == 1 and isinstance(writes[0], Put):
            return self._put(writes[0])
        return self._transact(writes)

    def _put(self, write: Put) -> bool:
        try:
            self._client.put_item(**self._item(write)["Put"])
        except self._client.exceptions.ConditionalCheckFailedException as failed:
            standing = failed.response.get("Item")
            raise ConditionFailed(write, self._read(standing) if standing else None) from failed
        except self._client.exceptions.TransactionConflictException:
            return False
        return True

    def _transact(self, writes: Sequence[Write]) -> bool:
        try:
            self._client.transact_write_items(TransactItems=[self._item(write) for write in writes])
        except self._client.exceptions.TransactionCanceledException as cancelled:
            self._raise_failed_condition(writes, cancelled)
            return False
        except self._client.exceptions.TransactionInProgressException:
            return False
        return True

    def _item(self, write: Write) -> dict[str, Any]:
        if isinstance(write, Delete):
            key = to_attributes({"pk": write.key.pk, "sk": write.key.sk})
            return {"Delete": {"TableName": self._name, "Key": key}}
        if isinstance(write, Check):
            key = to_attributes({"pk": write.key.pk, "sk": write.key.sk})
            condition = "attribute_exists(pk)" if write.present else "attribute_not_exists(pk)"
            return {"ConditionCheck": {"TableName": self._name, "Key": key, "ConditionExpression": condition}}
        row = self._sealer.close(write.row) if write.personal else write.row
        put: dict[str, Any] = {"TableName": self._name, "Item": to_attributes(row)}
        if write.new:
            put["ConditionExpression"] = "attribute_not_exists(pk)"
        elif write.equals:
            put["ConditionExpression"] = " AND ".join(f"#{name} = :{name}" for name in write.equals)
            put["ExpressionAttributeNames"] = {f"#{name}": name for name in write.equals}
            put["ExpressionAttributeValues"] = to_attributes({f":{n}": v for n, v in write.equals.items()})
        if "ConditionExpression" in put:
            put["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        return {"Put": put}

    def _raise_failed_condition(self, writes: Sequence[Write], cancelled: ClientError) -> None:
        """Raise for the first failed condition; return when only a passing collision was the reason."""
        reasons: list[dict[str, Any]] = cancelled.response.get("CancellationReasons", [])  # type: ignore[assignment]
        for write, reason in zip(writes, reasons, strict=True):
            if reason.get("Code") == "ConditionalCheckFailed" and not isinstance(write, Delete):
                standing = reason.get("Item")
                raise ConditionFailed(write, self._read(standing) if standing else None) from cancelled
        if any(reason.get("Code") not in {"None", None, "TransactionConflict"} for reason in reasons):
            raise cancelled

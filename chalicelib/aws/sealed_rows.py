"""Walking the rows that are sealed, and sealing them anew with the key in use.

The one place that scans the table: a job does, slowly, and no request ever waits for it.
"""

from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag

from chalicelib.aws.key_ring import SEALED_WITH, KeyRing, RowSealer
from chalicelib.aws.rows import Key, Page, Row, from_attributes, to_attributes


class SealedRows:
    """The sealed rows of one table, as they are stored."""

    def __init__(self, client: Any, name: str, ring: KeyRing) -> None:
        self._client = client
        self._name = name
        self._ring = ring
        self._sealer = RowSealer(ring)

    def page(self, *, looked_at: int, after: Row | None, also: Sequence[str]) -> Page:
        """Of the next `looked_at` rows of the table those that are sealed with a former key, and the sealed snapshots
        whose partition key begins with one of `also`, whatever they are sealed with. Bodies are still sealed. One round
        trip; eventually consistent.
        """
        wanted = [f"begins_with(pk, :also{number})" for number in range(len(also))]
        former = f"{SEALED_WITH} <> :current"
        request: dict[str, Any] = {
            "TableName": self._name,
            "Limit": looked_at,
            "FilterExpression": f"attribute_exists({SEALED_WITH}) AND "
            f"({' OR '.join([former, *(f'(sk = :snapshot AND {one})' for one in wanted)])})",
            "ExpressionAttributeValues": to_attributes(
                {
                    ":current": self._ring.current,
                    **({":snapshot": "SNAPSHOT"} if also else {}),
                    **{f":also{number}": prefix for number, prefix in enumerate(also)},
                }
            ),
        }
        if after is not None:
            request["ExclusiveStartKey"] = to_attributes(after)
        answer = self._client.scan(**request)
        behind = answer.get("LastEvaluatedKey")
        return Page([from_attributes(item) for item in answer["Items"]], from_attributes(behind) if behind else None)

    def opened(self, row: Row) -> Row | None:
        """`row`, readable; None for one that was tampered with or moved. Raises `KeyUnknown`."""
        try:
            return self._sealer.open(row)
        except InvalidTag:
            return None

    def is_outdated(self, row: Row) -> bool:
        """Whether it is sealed with a former key."""
        return row[SEALED_WITH] != self._ring.current

    def seal_anew(self, row: Row, opened: Row) -> bool:
        """Seal `row` (as it is stored; `opened` is the same, readable) with the key in use. False where it was changed
        or removed meanwhile: whoever did that sealed it anew, and nothing of theirs is overwritten. One round trip.
        """
        try:
            self._client.put_item(
                TableName=self._name,
                Item=to_attributes(self._sealer.close(opened)),
                ConditionExpression="#body = :sealed",
                ExpressionAttributeNames={"#body": "body"},
                ExpressionAttributeValues=to_attributes({":sealed": row["body"]}),
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def key_of(row: Row) -> Key:
    """Where a row stands."""
    return Key(str(row["pk"]), str(row["sk"]))

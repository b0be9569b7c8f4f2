"""How many rows of the table are still under each key of the ring: sealed with it, or found by a hash that it makes.

The whole table is scanned, keys and seals only. A hash begins with the name of its key, but for the first key.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

FIRST = "1"
SEALED_WITH = "sealed_with"
LOOKED_UP = re.compile(r"^(MOBILE|IDNUMBER|USCC)#(?:(?P<key>\d+)-)?[0-9a-f]{64}$")
INTEREST = re.compile(r"^(?:(?P<key>\d+)-)?[0-9a-f]{64}$")


def rows_by_key(client: Any, table: str) -> Counter[str]:
    """Name of a key → how many rows are under it."""
    return Counter(name for item in _items(client, table) for name in _keys_of(item))


def _keys_of(item: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    if SEALED_WITH in item:
        yield item[SEALED_WITH]["S"]
    pk, sk = item["pk"]["S"], item["sk"]["S"]
    found = INTEREST.match(sk) if pk.startswith("INTEREST#") else LOOKED_UP.match(pk)
    if found:
        yield found["key"] or FIRST


def _items(client: Any, table: str) -> Iterator[Mapping[str, Mapping[str, str]]]:
    request: dict[str, Any] = {
        "TableName": table,
        "ProjectionExpression": f"pk, sk, {SEALED_WITH}",
        "ConsistentRead": True,
    }
    while True:
        answer = client.scan(**request)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

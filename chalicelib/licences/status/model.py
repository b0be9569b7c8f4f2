"""Where a licence stands in a status list, and how a list is packed.

Lists are one a month of issue and shard; an index is drawn by the licence's id, so that neighbours in a list have
nothing to do with each other, and no counter is fought over.
"""

import zlib
from collections.abc import Mapping
from enum import IntEnum
from typing import Self

from pydantic import Field

from chalicelib.kernel.value import Value

BITS = 2
PER_BYTE = 8 // BITS
SIZE = 2**17
"""Places of a list; it takes 32 KB before it is compressed."""
SHARDS = 8
BEST = 9
INDEX_BYTES, SHARD_BYTE = 4, 4


class Status(IntEnum):
    """What two bits say; 3 is left to the application by the standard."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2
    REPLACED = 3


class Place(Value):
    """One licence's place."""

    list_id: str = Field(pattern=r"^[0-9]{6}-[0-9]$")
    index: int = Field(ge=0, lt=SIZE)

    @classmethod
    def drawn(cls, month: str, lot: bytes) -> Self:
        """The place that `lot` (unguessable bytes) falls on, of what is issued in `month` (`202603`)."""
        index = int.from_bytes(lot[:INDEX_BYTES]) % SIZE
        return cls(list_id=f"{month}-{lot[SHARD_BYTE] % SHARDS}", index=index)


def packed(statuses: Mapping[int, int]) -> bytes:
    """The list with these statuses, all others valid: two bits each, the first in the lowest bits of the first byte;
    compressed (ZLIB).
    """
    places = bytearray(SIZE // PER_BYTE)
    for index, status in statuses.items():
        places[index // PER_BYTE] |= status << BITS * (index % PER_BYTE)
    return zlib.compress(bytes(places), BEST)

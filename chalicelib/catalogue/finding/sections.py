"""The bytes of a snapshot: named sections, compressed together behind a mark that tells the format."""

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping

MARK = b"BJM-ITEMS-"
FORMAT = b"1"
"""Changes with the sections of the index. Whoever meets another one has the edition built again from its records."""


class SnapshotUnreadable(ValueError):
    """The bytes are no snapshot, or one of another format than this program's."""


def pack(sections: Mapping[str, bytes]) -> bytes:
    """`sections` as one text of bytes; the same sections give the same bytes."""
    directory = json.dumps([[name, len(body)] for name, body in sections.items()]).encode()
    return MARK + FORMAT + b"\n" + zlib.compress(b"\n".join((directory, b"".join(sections.values()))), 9)


def unpack(data: bytes, *, of_any_format: bool = False) -> dict[str, bytes]:
    """The inverse of `pack`; of another format only for whoever knows what stays.

    Raises `SnapshotUnreadable`.
    """
    mark, _, packed = data.partition(b"\n")
    if not mark.startswith(MARK) or not (of_any_format or mark == MARK + FORMAT):
        raise SnapshotUnreadable(f"it begins with {mark[:20]!r}")
    try:
        directory, _, bodies = zlib.decompress(packed).partition(b"\n")
        sizes = json.loads(directory)
    except (zlib.error, ValueError) as error:
        raise SnapshotUnreadable("it is damaged") from error
    sections, start = {}, 0
    for name, size in sizes:
        sections[name] = bodies[start : start + size]
        start += size
    return sections


def pack_numbers(numbers: Iterable[int]) -> bytes:
    """Numbers below 2³² as four bytes each, little end first."""
    packed = array("I", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack_numbers(data: bytes) -> "array[int]":
    """The inverse of `pack_numbers`."""
    numbers = array("I", data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers

"""Sets of rows as whole numbers: row `n` is in the set when bit `n` is one.

And, or and count of twenty thousand rows take less than a microsecond each, so filters, ranks and counts are
arithmetic, and their order is the order of the rows.
"""

from collections.abc import Iterable, Iterator, Sequence

Bits = int
FEW_ROWS, MANY_ROWS = 64, 500
ONE = ord("1")


def bits_of(rows: Sequence[int]) -> Bits:
    """The set of `rows`, in any order."""
    if len(rows) > MANY_ROWS:
        return _bits_of_many(rows)
    octets = bytearray((max(rows, default=0) >> 3) + 1)
    for row in rows:
        octets[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(octets, "little")


def _bits_of_many(rows: Sequence[int]) -> Bits:
    """The same, twice as fast for many: their binary digits as text."""
    digits = bytearray(b"0") * (max(rows) + 1)
    for row in rows:
        digits[row] = ONE
    return int(digits[::-1], 2)


def rows_of(bits: Bits) -> Iterator[int]:
    """The rows of the set, ascending."""
    if bits.bit_count() <= FEW_ROWS:
        while bits:
            lowest = bits & -bits
            yield lowest.bit_length() - 1
            bits ^= lowest
        return
    digits = bin(bits)[:1:-1]
    row = digits.find("1")
    while row >= 0:
        yield row
        row = digits.find("1", row + 1)


def beyond(bits: Bits, row: int) -> Bits:
    """Those of the set that come after `row`."""
    return bits >> (row + 1) << (row + 1)


def either(sets: Iterable[Bits]) -> Bits:
    """Rows that are in any of `sets`."""
    found = 0
    for bits in sets:
        found |= bits
    return found

"""Large files come in parts, so that an interruption costs one part and not the file."""

import math

PART_BYTES = 16 * 2**20
"""Storage takes parts of 5 MiB to 5 GiB, all but the last of one size."""


def is_sent_in_parts(size: int) -> bool:
    """Whether a file of so many bytes comes in more than one part."""
    return size > PART_BYTES


def part_sizes(size: int) -> dict[int, int]:
    """The size in bytes of each part by its number, from 1."""
    count = math.ceil(size / PART_BYTES)
    return {number: min(PART_BYTES, size - (number - 1) * PART_BYTES) for number in range(1, count + 1)}

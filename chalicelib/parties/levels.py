"""The levels to which an identity is proven (实名等级)."""

from enum import IntEnum


class Level(IntEnum):
    """How strongly an identity is proven: mobile, name and number, face, CA or window."""

    MOBILE = 1
    POPULATION_BASE = 2
    FACE = 3
    WINDOW = 4

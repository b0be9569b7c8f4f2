"""The areas of the running API: told by the composition root, read by the views that describe the API itself.

The edge is a low floor and imports no capability, so `app.py`, which knows them all, hands them down.
"""

from collections.abc import Iterable

from chalicelib.http.routes import Area

_areas: tuple[Area, ...] = ()


def register(areas: Iterable[Area]) -> None:
    """Say once, while the application is put together, which areas it serves."""
    global _areas  # noqa: PLW0603 - the one thing that the composition root hands down
    _areas = tuple(areas)


def registered_areas() -> tuple[Area, ...]:
    """The areas that are served, in the order in which they are to be read."""
    return _areas

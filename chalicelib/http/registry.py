"""The areas of the running API: told by the composition root, read by the views that describe the API itself.

The edge is a low floor and imports no capability, so `app.py`, which knows where they all are, hands them down. They
are imported when somebody asks for all of them: a function that serves one route needs one module.
"""

from collections.abc import Callable

from chalicelib.http.routes import Area

Areas = tuple[Area, ...]
_load: Callable[[], Areas] = tuple


def register(load: Callable[[], Areas]) -> None:
    """Say once, while the application is put together, where the areas that it serves are found."""
    global _load  # noqa: PLW0603 - the one thing that the composition root hands down
    _load = load


def registered_areas() -> Areas:
    """The areas that are served, in the order in which they are to be read."""
    return _load()

"""What happens to a register."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from chalicelib.kernel.events import Event


class Change(BaseModel):
    """One entry before and after; `before` is None for a new one. Without what has its default."""

    model_config = ConfigDict(frozen=True)

    code: str
    before: dict[str, Any] | None
    after: dict[str, Any]


class Amended(Event):
    """Entries of a register were added or changed. A large amendment is told in several of these."""

    type: ClassVar[str] = "register.Amended"

    kind: str
    changes: tuple[Change, ...]

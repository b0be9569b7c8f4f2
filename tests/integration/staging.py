"""What a scene is: where it is set, and the one request that is made in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases.model import Case
from chalicelib.http.access import Caller
from chalicelib.kernel.events import SYSTEM, Act
from chalicelib.kernel.instants import shanghai_date
from tests.support.cases import MONDAY, by, stored


@dataclass
class Asked:
    """One request."""

    by: Caller | None = None
    path: dict[str, str] = field(default_factory=dict)
    version: int | None = None
    body: Any = None
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] | None = None


@dataclass(frozen=True)
class Stage:
    """Where scenes are set; `channel_keys` are those with which the payment channel signs."""

    cloud: Platform
    channel_keys: dict[str, Any]

    @property
    def act(self) -> Act:
        return by(SYSTEM, MONDAY)

    def unit_of_work(self) -> UnitOfWork:
        return UnitOfWork(self.cloud.table, self.act)

    @property
    def today(self) -> date:
        """In Hainan, as the API sees it."""
        return shanghai_date(self.cloud.clock.now())

    def case(self, case: Case) -> Case:
        return stored(self.cloud.table, case)


Scene = Callable[[Stage], Asked]

"""One operation of the API: method, path, who may, what comes in and what goes out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from chalicelib.http.access import Rule
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.text import Text

View = Callable[..., Any]


@dataclass(frozen=True)
class Route:
    """One operation of the API."""

    method: str
    path: str
    view: View
    area: Text
    summary: Text
    access: Rule
    status: int
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    reply: type[BaseModel] | None
    changes: bool
    """It changes an existing aggregate: If-Match is required."""
    not_repeatable: str
    """Why it takes no Idempotency-Key, for the few commands that do not; empty otherwise."""
    refusals: tuple[type[DomainError], ...]
    media_type: str
    consistency: str

    @property
    def name(self) -> str:
        """Method and path: `GET /v1/cases/{case_id}`."""
        return f"{self.method} {self.path}"

    @property
    def module(self) -> str:
        """The name of the module that declares it."""
        return self.view.__module__

    @property
    def is_command(self) -> bool:
        """Whether the operation may change something."""
        return self.method != "GET"

    @property
    def takes_key(self) -> bool:
        """Whether an Idempotency-Key is required."""
        return self.method == "POST" and not self.not_repeatable

    def address(self, path: Mapping[str, str]) -> str:
        """The resource that a request is about: the path with its parameters as they were sent."""
        return self.path.format_map(path)

    @property
    def parameters(self) -> list[str]:
        """Names of the path's parameters, in order."""
        return re.findall(r"{(\w+)}", self.path)

"""The population base (人口基础信息库): does a name belong to an ID number?"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from chalicelib.aws.counterparty_http import ClientCredentials, Refused, SignedClient, Unavailable


class IdentityMatch(StrEnum):
    """UNAVAILABLE falls back to an upload; it is never a silent pass."""

    MATCH = "MATCH"
    MISMATCH = "MISMATCH"
    UNAVAILABLE = "UNAVAILABLE"


class PopulationBase:
    def __init__(
        self, credentials: ClientCredentials, base_url: str, *, now: Callable[[], datetime], nonce: Callable[[], str]
    ) -> None:
        self._client = SignedClient(credentials, base_url, now, nonce)

    def check(self, name: str, id_number: str) -> IdentityMatch:
        """Never raises: whatever is no clear answer is UNAVAILABLE."""
        try:
            answer = self._client.call("POST", "/population/checks", {"name": name, "id_number": id_number})
            return IdentityMatch(answer.get("result", ""))
        except (Unavailable, Refused, ValueError):
            return IdentityMatch.UNAVAILABLE

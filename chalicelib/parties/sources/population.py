"""The population base (人口基础信息库): does a name belong to an ID number, and who is whose guardian?"""

from collections.abc import Callable
from datetime import datetime

from chalicelib.aws.counterparty_http import ClientCredentials, Document, Refused, SignedClient, Unavailable
from chalicelib.parties.sources.answer import Answer

IdentityMatch = Answer


class PopulationBase:
    """Never raises: whatever is no clear answer is UNAVAILABLE."""

    def __init__(
        self, credentials: ClientCredentials, base_url: str, *, now: Callable[[], datetime], nonce: Callable[[], str]
    ) -> None:
        self._client = SignedClient(credentials, base_url, now, nonce)

    def check(self, name: str, id_number: str) -> Answer:
        """Does this name belong to this ID number?"""
        return self._ask("/population/checks", {"name": name, "id_number": id_number})

    def guardianship(self, guardian_id_number: str, ward_id_number: str) -> Answer:
        """Is the one registered as parent or guardian (监护人) of the other, who is a minor?"""
        asked = {"guardian_id_number": guardian_id_number, "ward_id_number": ward_id_number}
        return self._ask("/population/guardianships", asked)

    def _ask(self, path: str, asked: Document) -> Answer:
        try:
            return Answer(self._client.call("POST", path, asked).get("result", ""))
        except (Unavailable, Refused, ValueError):
            return Answer.UNAVAILABLE

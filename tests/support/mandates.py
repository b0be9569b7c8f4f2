"""Two people who know each other, and a mandate between them, asked for over HTTP."""

from dataclasses import dataclass
from typing import Any

from chalicelib.http.access import Caller, Role
from tests.support.items import seeded_item
from tests.support.people import identified
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

PRINCIPAL_MOBILE, PRINCIPAL_NAME, PRINCIPAL_NUMBER = "13800000001", "王示例", "460105199003072215"
AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER = "13800000002", "李示例", "460105199101012224"
TERMS: dict[str, Any] = {
    "agent_name": AGENT_NAME,
    "agent_mobile": AGENT_MOBILE,
    "items": [seeded_item().code],
    "powers": ["SUBMIT"],
    "valid_from": "2026-03-02",
    "valid_to": "2026-06-30",
}


@dataclass
class Pair:
    """Who gives and who takes on, both identified at L3."""

    api: Api
    principal: Caller
    agent: Caller

    def offer(self, **other: Any) -> Answered:
        """Preview the terms, sign what is shown, offer it."""
        terms = {**TERMS, **other}
        shown = self.api.call("POST", "/v1/mandates/preview", terms, by=self.principal)
        assert shown.status == 200, shown.text
        signed = {"version": shown.body["version"], "sha256": shown.body["sha256"], "accepted": True}
        return self.api.call("POST", "/v1/mandates", {**terms, **signed}, by=self.principal)

    def answer(self, mandate_id: str, how: str, by: Caller | None = None) -> Answered:
        """`acceptance` or `refusal` by the agent, or `revocation` by somebody."""
        return self.api.call("POST", f"/v1/mandates/{{mandate_id}}/{how}", by=by or self.agent, mandate_id=mandate_id)

    def accepted(self, **other: Any) -> str:
        """The id of a mandate that the agent has taken on."""
        mandate_id: str = self.offer(**other).body["id"]
        answer = self.answer(mandate_id, "acceptance")
        assert answer.status == 200, answer.text
        return mandate_id

    def listed(self, side: str, by: Caller) -> list[dict[str, Any]]:
        """What somebody gave or holds."""
        entries: list[dict[str, Any]] = self.api.call("GET", "/v1/mandates", by=by, query={"side": side}).body[
            "entries"
        ]
        return entries

    def capacity(self, mandate_id: str) -> Answered:
        """Ask for a token in which the agent acts for the principal."""
        return self.api.call("POST", "/v1/sessions/current/capacity", {"capacity_id": mandate_id}, by=self.agent)

    def acting(self, mandate_id: str) -> dict[str, str]:
        """Headers of requests that the agent makes for the principal."""
        return {"Authorization": f"Bearer {self.capacity(mandate_id).body['access_token']}"}


def a_pair(cloud: FakePlatform, api: Api) -> Pair:
    """Both have proven who they are."""
    principal = identified(cloud, PRINCIPAL_MOBILE, PRINCIPAL_NAME, PRINCIPAL_NUMBER)
    agent = identified(cloud, AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER)
    return Pair(
        api,
        Caller(principal, Role.APPLICANT, 3, "session-of-the-principal"),
        Caller(agent, Role.APPLICANT, 3, "session-of-the-agent"),
    )

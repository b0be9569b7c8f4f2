"""A person, and consents that they give to the traffic police of Haikou."""

from dataclasses import dataclass
from typing import Any

from chalicelib.http.access import Caller, Role
from chalicelib.parties.consents.terms import Recipient, RecipientKind
from infra.bootstrap.catalogue import seed_registers
from tests.support.people import identified
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.samples import CONSENT

PURPOSE = CONSENT["purpose"]
RECIPIENT = Recipient(kind=RecipientKind.DEPARTMENT, code="GA", region="460100")


@dataclass
class Consenting:
    """Somebody who is asked for their consent."""

    api: Api
    person: Caller

    def preview(self, **other: Any) -> Answered:
        return self.api.call("POST", "/v1/me/consents/preview", {**CONSENT, **other}, by=self.person)

    def sign(self, **other: Any) -> Answered:
        """Preview the terms, sign what is shown."""
        shown = self.preview(**other)
        assert shown.status == 200, shown.text
        signed = {"version": shown.body["version"], "sha256": shown.body["sha256"], "accepted": True}
        return self.api.call("POST", "/v1/me/consents", {**CONSENT, **other, **signed}, by=self.person)

    def given(self, **other: Any) -> str:
        """The id of a consent."""
        consent_id: str = self.sign(**other).body["consent_id"]
        return consent_id

    def read(self, consent_id: str, by: Caller | None = None) -> Answered:
        return self.api.call("GET", "/v1/me/consents/{consent_id}", by=by or self.person, consent_id=consent_id)

    def withdraw(self, consent_id: str, by: Caller | None = None) -> Answered:
        path = "/v1/me/consents/{consent_id}/withdrawal"
        return self.api.call("POST", path, by=by or self.person, consent_id=consent_id)


def somebody_consenting(cloud: FakePlatform, api: Api) -> Consenting:
    """Identified, and asked where the registers are seeded."""
    seed_registers(cloud)
    return Consenting(api, Caller(identified(cloud), Role.APPLICANT, 3, "session-of-the-person"))

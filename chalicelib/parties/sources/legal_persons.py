"""The legal-person base (法人库): does an organisation exist as stated, and who represents it?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.aws.counterparty_http import ClientCredentials, Document, Refused, SignedClient, Unavailable


class LegalPersonMatch(StrEnum):
    """UNAVAILABLE is neither yes nor no, and never a silent pass.

    DISSOLVED: the organisation is deregistered (注销) or has lost its licence (吊销); nobody binds it any more.
    """

    MATCH = "MATCH"
    MISMATCH = "MISMATCH"
    UNAVAILABLE = "UNAVAILABLE"
    DISSOLVED = "DISSOLVED"


class OrganisationKind(StrEnum):
    """Kind of subject (GB/T 39046-2020, the codes of 服务对象) for whoever is no natural person."""

    ENTERPRISE = "2"
    PUBLIC_INSTITUTION = "3"
    SOCIAL_ORGANISATION = "4"
    ADMINISTRATIVE_ORGAN = "5"
    OTHER = "6"


class RegistrationStatus(StrEnum):
    """Registration status (登记状态) of an organisation that exists; SUSPENDED is 歇业, and it may still apply."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"


@dataclass(frozen=True)
class LegalPersonAnswer:
    """`kind` and `status` are told on MATCH alone."""

    result: LegalPersonMatch
    kind: OrganisationKind | None = None
    status: RegistrationStatus | None = None


class LegalPersonBase:
    """Never raises: whatever is no clear answer is UNAVAILABLE."""

    def __init__(
        self, credentials: ClientCredentials, base_url: str, *, now: Callable[[], datetime], nonce: Callable[[], str]
    ) -> None:
        self._client = SignedClient(credentials, base_url, now, nonce)

    def check(self, uscc: str, name: str, representative_name: str, representative_id_number: str) -> LegalPersonAnswer:
        """Is this organisation registered with this code, name and legal representative (法定代表人)?"""
        asked = {
            "uscc": uscc,
            "name": name,
            "representative_name": representative_name,
            "representative_id_number": representative_id_number,
        }
        try:
            return _read(self._client.call("POST", "/legal-persons/checks", asked))
        except (Unavailable, Refused, ValueError, KeyError):
            return LegalPersonAnswer(LegalPersonMatch.UNAVAILABLE)

    def representative_of(self, uscc: str, representative_id_number: str) -> LegalPersonMatch:
        """Does this person (still) represent the organisation? For the re-checks after it was bound."""
        asked = {"uscc": uscc, "representative_id_number": representative_id_number}
        try:
            return LegalPersonMatch(self._client.call("POST", "/legal-persons/representatives", asked)["result"])
        except (Unavailable, Refused, ValueError, KeyError):
            return LegalPersonMatch.UNAVAILABLE


def _read(answer: Document) -> LegalPersonAnswer:
    result = LegalPersonMatch(answer["result"])
    if result is not LegalPersonMatch.MATCH:
        return LegalPersonAnswer(result)
    kind, status = OrganisationKind(answer["subject_kind"]), RegistrationStatus(answer["registration_status"])
    return LegalPersonAnswer(result, kind, status)

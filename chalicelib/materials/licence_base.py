"""The licence base (电子证照库): certificates that the state already has, so that nobody is asked for them again.

State Council orders 716 (2019) and 809 (2025): shareable information must not be demanded again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.aws.counterparty_http import ClientCredentials, SignedClient, Unavailable
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.materials.trust import TrustGrade


@dataclass(frozen=True)
class Certificate:
    """Valid from `valid_from` to `valid_to`, both days included, in Asia/Shanghai."""

    id: str
    type: str
    name: str
    issuer_code: str
    issuer_name: str
    valid_from: date
    valid_to: date
    trust_grade: TrustGrade
    fields: Mapping[str, Any]


class LicenceBase:
    def __init__(
        self, credentials: ClientCredentials, base_url: str, *, now: Callable[[], datetime], nonce: Callable[[], str]
    ) -> None:
        self._client = SignedClient(credentials, base_url, now, nonce)

    def query(
        self, holder_code: str, holder_type: HolderType, certificate_type: str, use_reason: str
    ) -> list[Certificate]:
        """The holder's valid certificates of this type; `use_reason` is mandatory and is kept by the base.

        Raises Unavailable (then ask the applicant for an upload) or Refused.
        """
        wanted = {"holder_code": holder_code, "holder_type": holder_type.value}
        wanted |= {"certificate_type": certificate_type, "use_reason": use_reason}
        answer = self._client.call("POST", "/licences/query", wanted)
        try:
            return [_certificate(one) for one in answer["certificates"]]
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable("the answer is not a list of certificates") from error


def _certificate(document: Mapping[str, Any]) -> Certificate:
    return Certificate(
        id=document["id"],
        type=document["type"],
        name=document["name"],
        issuer_code=document["issuer"]["code"],
        issuer_name=document["issuer"]["name"],
        valid_from=date.fromisoformat(document["valid_from"]),
        valid_to=date.fromisoformat(document["valid_to"]),
        trust_grade=TrustGrade(document["trust_grade"]),
        fields=document["fields"],
    )

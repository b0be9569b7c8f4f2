"""What a case keeps of its applicant, and of whoever acts for them."""

from enum import StrEnum

from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.value import Value

NATURAL_PERSON = "1"
"""Kind of subject (服务对象, GB/T 39046-2020) of a person; those of organisations come from the legal-person base."""


class ApplicantKind(StrEnum):
    """Who applies."""

    PERSON = "PERSON"
    ORGANISATION = "ORGANISATION"
    """A legal person or another organisation (法人和非法人组织); its number is its social credit code."""


class AgentDetails(Value):
    """Who acted for the applicant when the case was opened, and by what (经办人、法定代表人、受托人、监护人). Whole
    personal data: never into an event, a log or a list.
    """

    account_id: str
    name: str
    id_number: str
    mobile: str
    level: int
    authority: AuthorityKind
    authority_id: str


class ApplicantDetails(Value):
    """What a case keeps of its applicant. Whole personal data: never into an event, a log or a list.

    `id_number` is an organisation's unified social credit code. `level` is how strongly the person is identified, for
    an organisation whoever acts for it. An organisation has no mobile: its messages go to those who act for it.
    """

    account_id: str
    name: str
    id_number: str
    mobile: str
    level: int
    kind: ApplicantKind = ApplicantKind.PERSON
    subject: str = NATURAL_PERSON
    agent: AgentDetails | None = None

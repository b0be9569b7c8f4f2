"""What form fields may be filled in from (`x-from`): what is known of whoever applies and of who acts for them, and
what a certificate says that the item obtains anyway (`licence:<type>#<field>`).
"""

import re
from typing import NamedTuple, Self

NAME, NUMBER, MOBILE = "applicant.name", "applicant.number", "applicant.mobile"
ORGANISATION_NAME, ORGANISATION_NUMBER = "organisation.name", "organisation.number"
"""Of the applicant where that is an organisation; a person's stay empty."""
AGENT_NAME, AGENT_NUMBER, AGENT_MOBILE = "agent.name", "agent.number", "agent.mobile"
SOURCES = (NAME, NUMBER, MOBILE, ORGANISATION_NAME, ORGANISATION_NUMBER, AGENT_NAME, AGENT_NUMBER, AGENT_MOBILE)
CERTIFICATE_FIELD = re.compile(r"licence:([A-Z0-9_-]{2,60})#([a-z][a-z0-9_]{0,40})")


class CertificateSource(NamedTuple):
    """A field of a certificate, as the register of types calls both."""

    certificate_type: str
    field: str

    @classmethod
    def named(cls, source: object) -> Self | None:
        """What `licence:<type>#<field>` names; None for anything else."""
        found = CERTIFICATE_FIELD.fullmatch(source) if isinstance(source, str) else None
        return cls(*found.groups()) if found else None

    def __str__(self) -> str:
        return f"licence:{self.certificate_type}#{self.field}"

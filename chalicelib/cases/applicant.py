"""Who applies, and who acts for them: what the case keeps, and what of it may be shown."""

from typing import Self

from chalicelib.catalogue.vocabulary import SubjectKind
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.kernel.masking import Public, mask_id, mask_name
from chalicelib.kernel.value import Value
from chalicelib.parties.applicants.model import AgentDetails, ApplicantKind


class Applicant(Value):
    """Who applies, as verified when the case was opened. Personal data: it never goes into an event.

    An organisation's `id_number` is its unified social credit code, and it has no mobile of its own. `agent` is whoever
    acted for the applicant then, `level` how strongly they were identified where it is an organisation's case.
    """

    account_id: str
    name: str
    id_number: str
    mobile: str
    level: int
    kind: ApplicantKind = ApplicantKind.PERSON
    subject: SubjectKind = SubjectKind.NATURAL_PERSON
    agent: AgentDetails | None = None

    def forgotten(self) -> Self:
        """Whose case it was, and nothing else of them."""
        return self.model_copy(update={"name": "", "id_number": "", "mobile": "", "agent": None})

    @property
    def is_organisation(self) -> bool:
        """Whether name and number are public: those of an organisation."""
        return self.kind is ApplicantKind.ORGANISATION

    @property
    def shown_name(self) -> str:
        """An organisation's name whole, a person's masked."""
        return Public(self.name) if self.is_organisation else mask_name(self.name)

    @property
    def shown_number(self) -> str:
        """An organisation's code whole, a person's number masked."""
        return Public(self.id_number) if self.is_organisation else mask_id(self.id_number)

    @property
    def number_type(self) -> HolderType:
        """What kind of number `id_number` is."""
        return HolderType.CREDIT_CODE if self.is_organisation else HolderType.RESIDENT_ID

    @property
    def people(self) -> tuple[str, ...]:
        """Account ids of the natural persons of whom the case keeps personal data."""
        own = () if self.is_organisation else (self.account_id,)
        return (*own, self.agent.account_id) if self.agent else own

    @property
    def numbers(self) -> tuple[str, ...]:
        """By which an interest in the case shows (回避): the applicant's number, and that of whoever acted for them."""
        return tuple(filter(None, (self.id_number, self.agent.id_number if self.agent else "")))

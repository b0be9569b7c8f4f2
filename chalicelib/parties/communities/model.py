"""A list (代办名单) with its agent, and what each person on it agreed to (村居代办委托).

The office proposes, the person alone decides: an authority comes from their signature (Civil Code, art. 165), never
from having been put on a list.
"""

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.value import Value
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.communities import events
from chalicelib.parties.communities.errors import ConsentDiffers, EngagementOver, ListClosed, ListFull, NotProposed
from chalicelib.parties.communities.events import EndOfEngagement
from chalicelib.parties.mandates.terms import POWERS_IN_WORDS, MandateKind, Terms
from chalicelib.parties.signed_text import SignedText

MOST_PEOPLE = 100
TEXT_VERSION = "2026-1"


class EngagementState(StrEnum):
    """Where it stands. That its last day has passed is told by the date."""

    PROPOSED = "PROPOSED"
    AGREED = "AGREED"
    ENDED = "ENDED"


class Office(Value):
    """Which village or community committee (村民委员会、居民委员会), and whose department keeps the list."""

    name: str
    department: str
    region: str


class CommunityAgent(Value):
    """Who acts for the people on a list."""

    account_id: str
    name: str


class CommunityList(Aggregate):
    """`people` counts whoever was ever put on it."""

    personal: ClassVar[bool] = True

    office: Office
    agent: CommunityAgent
    terms: Terms
    people: int = 0
    closed_at: AwareDatetime | None = None

    @classmethod
    def open(cls, *, id: str, office: Office, agent: CommunityAgent, terms: Terms, act: Act) -> Self:
        """Name the agent. Raises `TermsInvalid`."""
        terms.require_possible(MandateKind.ATTORNEY, shanghai_date(act.at))
        made = cls(id=id, office=office, agent=agent, terms=terms)
        opened = events.CommunityListOpened(
            department=office.department,
            region=office.region,
            agent_id=agent.account_id,
            items=terms.items,
            powers=tuple(terms.powers),
            valid_from=terms.valid_from.isoformat(),
            valid_to=terms.valid_to.isoformat(),
        )
        made._record(opened, act)
        return made

    @property
    def owner_id(self) -> str:
        """No applicant's."""
        return ""

    @property
    def department(self) -> str:
        """Whose head keeps it."""
        return self.office.department

    @property
    def region(self) -> str:
        """Where."""
        return self.office.region

    def put_on(self, engagement_id: str, act: Act) -> None:
        """One person more. Raises `ListClosed` or `ListFull`."""
        if self.closed_at is not None:
            raise ListClosed
        if self.people >= MOST_PEOPLE:
            raise ListFull(most=MOST_PEOPLE)
        self.people += 1
        self._record(events.PersonPutOnList(engagement_id=engagement_id), act)

    def close(self, act: Act) -> None:
        """Closed again, nothing happens."""
        if self.closed_at is None:
            self.closed_at = act.at
            self._record(events.CommunityListClosed(), act)


class Engagement(Aggregate):
    """`person_id` is empty where no account has that name and number: such an engagement reaches nobody."""

    personal: ClassVar[bool] = True

    list_id: str
    office: Office
    agent: CommunityAgent
    terms: Terms
    person_id: str
    person_name: str
    named: str
    """The keyed hash under which the list knows that the person is on it."""
    text: SignedText
    state: EngagementState = EngagementState.PROPOSED
    agreed_at: AwareDatetime | None = None
    agreed_level: int = 0
    ended_at: AwareDatetime | None = None
    ended_by: EndOfEngagement | None = None

    @classmethod
    def propose(cls, made: CommunityList, *, id: str, person_id: str, person_name: str, named: str, act: Act) -> Self:
        """Ask somebody. The text names agent, matters, powers and time, as the Civil Code, art. 165, demands."""
        engagement = cls(
            id=id,
            list_id=made.id,
            office=made.office,
            agent=made.agent,
            terms=made.terms,
            person_id=person_id,
            person_name=person_name,
            named=named,
            text=_text(made, person_name),
        )
        proposed = events.EngagementProposed(list_id=made.id, agent_id=made.agent.account_id, person_id=person_id)
        engagement._record(proposed, act)
        return engagement

    @property
    def owner_id(self) -> str:
        """The person."""
        return self.person_id

    @property
    def department(self) -> str:
        """Whose head keeps the list."""
        return self.office.department

    @property
    def region(self) -> str:
        """Where."""
        return self.office.region

    @property
    def stands(self) -> bool:
        """Whether nobody has ended it."""
        return self.state is not EngagementState.ENDED

    @property
    def authority(self) -> AuthorityRecord:
        """What lets the agent act for this person once they have agreed."""
        return AuthorityRecord(
            id=self.id,
            kind=AuthorityKind.COMMUNITY,
            holder_id=self.agent.account_id,
            principal_id=self.person_id,
            principal_name=self.person_name,
            items=self.terms.items,
            powers=self.terms.powers,
            valid_from=self.terms.valid_from,
            valid_to=self.terms.valid_to,
        )

    def agree(self, *, version: str, sha256: str, level: int, act: Act) -> None:
        """The person signs exactly the text shown. Raises `NotProposed`, `EngagementOver` or `ConsentDiffers`."""
        if self.state is not EngagementState.PROPOSED:
            raise NotProposed(state=self.state)
        if shanghai_date(act.at) > self.terms.valid_to:
            raise EngagementOver(valid_to=self.terms.valid_to.isoformat())
        if (version, sha256) != (self.text.version, self.text.sha256):
            raise ConsentDiffers(version=self.text.version, sha256=self.text.sha256)
        self.state, self.agreed_at, self.agreed_level = EngagementState.AGREED, act.at, level
        self._record(events.EngagementAgreed(text_version=version, text_sha256=sha256, level=level), act)

    def end(self, by: EndOfEngagement, act: Act) -> bool:
        """The person declines or withdraws, or the office takes them off the list; False when it has ended."""
        if not self.stands:
            return False
        self.state, self.ended_at, self.ended_by = EngagementState.ENDED, act.at, by
        self._record(events.EngagementEnded(by=by), act)
        return True


def _text(made: CommunityList, person_name: str) -> SignedText:
    terms = made.terms
    return SignedText.of_lines(
        TEXT_VERSION,
        (
            "村（社区）代办委托书",
            f"委托人：{person_name}",
            f"代办员：{made.agent.name}，由{made.office.name}指定",
            f"代办事项：{'、'.join(terms.items)}",
            f"代办权限：代为{'；代为'.join(POWERS_IN_WORDS[power] for power in terms.powers)}",
            f"代办期限：自 {terms.valid_from} 起至 {terms.valid_to} 止",
            "代办员在上述权限和期限内以委托人名义办理的事项，对委托人发生效力（《中华人民共和国民法典》第一百六十二条）。",
            "代办不收取费用。委托人可以随时撤销本委托，撤销自操作成功时起生效。代办员不得转委托。",
        ),
    )

"""A mandate (委托): offered and signed by a principal, accepted by the agent whom they named, ended by either."""

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.masking import mask_name
from chalicelib.kernel.value import Value
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.mandates import events
from chalicelib.parties.mandates.errors import AgentIsPrincipal, NotOnOffer, OfferOver, OnlyTheAgent
from chalicelib.parties.mandates.terms import MandateKind, MandateText, Terms


class MandateState(StrEnum):
    """Where a mandate stands. That its last day has passed is told by the date."""

    OFFERED = "OFFERED"
    ACTIVE = "ACTIVE"
    DECLINED = "DECLINED"
    """By the agent, who did not take it on."""
    REVOKED = "REVOKED"
    """By the principal."""
    RENOUNCED = "RENOUNCED"
    """By the agent, who had taken it on."""
    LAPSED = "LAPSED"
    """With its principal, an organisation that is no more (Civil Code art. 173, no. 5)."""


STANDING = (MandateState.OFFERED, MandateState.ACTIVE)


class Principal(Value):
    """Whose affairs these are: a person's account, or an organisation with its unified social credit code and the name
    of the legal representative who signs for it.
    """

    id: str
    name: str
    kind: MandateKind = MandateKind.ATTORNEY
    code: str = ""
    representative: str = ""


class Agent(Value):
    """Whom the principal names. `account_id` is empty where no account of that mobile has that proven name."""

    name: str
    mobile: str
    account_id: str = ""


class Signature(Value):
    """Who put their identity under it, how strongly that was proven, and when."""

    person_id: str
    level: int
    at: AwareDatetime


class Mandate(Aggregate):
    """`signed` is the principal's hand (for an organisation its representative's), `accepted` the agent's.

    An organisation's outlasts the representative who signed it: it is the organisation that authorises (Civil Code
    art. 61), and a change of representative is not among what ends an authority (art. 173). The successor sees it and
    may revoke it.
    """

    personal: ClassVar[bool] = True

    kind: MandateKind
    principal_id: str
    principal_name: str
    agent: Agent
    terms: Terms
    text: MandateText
    signed: Signature
    accepted: Signature | None = None
    ended_at: AwareDatetime | None = None
    state: MandateState = MandateState.OFFERED

    @classmethod
    def offer(
        cls,
        *,
        mandate_id: str,
        principal: Principal,
        agent: Agent,
        terms: Terms,
        text: MandateText,
        level: int,
        act: Act,
    ) -> Self:
        """Sign and offer it. Raises `TermsInvalid` or `AgentIsPrincipal`."""
        terms.require_possible(principal.kind, shanghai_date(act.at))
        if agent.account_id in {principal.id, act.actor.id}:
            raise AgentIsPrincipal
        mandate = cls(
            id=mandate_id,
            kind=principal.kind,
            principal_id=principal.id,
            principal_name=principal.name,
            agent=agent,
            terms=terms,
            text=text,
            signed=Signature(person_id=act.actor.id, level=level, at=act.at),
        )
        offered = events.MandateOffered(
            kind=mandate.kind,
            agent_id=agent.account_id,
            items=terms.items,
            powers=tuple(terms.powers),
            valid_from=terms.valid_from.isoformat(),
            valid_to=terms.valid_to.isoformat(),
            text_version=text.version,
            text_sha256=text.sha256,
            level=level,
        )
        mandate._record(offered, act)
        return mandate

    @property
    def stands(self) -> bool:
        """Whether nobody has ended it."""
        return self.state in STANDING

    @property
    def authority(self) -> AuthorityRecord:
        """What lets the agent act once they have accepted; the principal's name is masked unless an organisation's."""
        is_person = self.kind is MandateKind.ATTORNEY
        return AuthorityRecord(
            id=self.id,
            kind=AuthorityKind(self.kind),
            holder_id=self.agent.account_id,
            principal_id=self.principal_id,
            principal_name=mask_name(self.principal_name) if is_person else self.principal_name,
            items=self.terms.items,
            powers=self.terms.powers,
            valid_from=self.terms.valid_from,
            valid_to=self.terms.valid_to,
        )

    def accept(self, level: int, act: Act) -> None:
        """The agent takes it on. Raises `OnlyTheAgent`, `NotOnOffer` or `OfferOver`."""
        self._require_offered_to(act.actor.id)
        if shanghai_date(act.at) > self.terms.valid_to:
            raise OfferOver(valid_to=self.terms.valid_to.isoformat())
        self.state = MandateState.ACTIVE
        self.accepted = Signature(person_id=act.actor.id, level=level, at=act.at)
        self._record(events.MandateAccepted(level=level), act)

    def decline(self, act: Act) -> None:
        """The agent does not take it on. Raises `OnlyTheAgent` or `NotOnOffer`."""
        self._require_offered_to(act.actor.id)
        self.state, self.ended_at = MandateState.DECLINED, act.at
        self._record(events.MandateDeclined(), act)

    def end(self, act: Act) -> bool:
        """Either side ends it, without a reason; the agent of an offer thereby declines it. False when it has ended."""
        if not self.stands:
            return False
        if act.actor.id != self.agent.account_id:
            self.state, self.ended_at = MandateState.REVOKED, act.at
            self._record(events.MandateRevoked(), act)
        elif self.state is MandateState.OFFERED:
            self.decline(act)
        else:
            self.state, self.ended_at = MandateState.RENOUNCED, act.at
            self._record(events.MandateRenounced(), act)
        return True

    def lapse(self, act: Act) -> None:
        """It ends with its principal."""
        self.state, self.ended_at = MandateState.LAPSED, act.at
        self._record(events.MandateLapsed(), act)

    def _require_offered_to(self, person_id: str) -> None:
        if person_id != self.agent.account_id:
            raise OnlyTheAgent
        if self.state is not MandateState.OFFERED:
            raise NotOnOffer(state=self.state)

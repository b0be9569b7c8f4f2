"""What happens to mandates: ids, terms and hashes. Names, mobiles and the text itself stay in the snapshot."""

from chalicelib.kernel.events import Event


class MandateOffered(Event):
    """Signed by the principal, identified at `level`. `agent_id` is empty where it reaches nobody."""

    type = "party.MandateOffered"
    kind: str
    agent_id: str
    items: tuple[str, ...]
    powers: tuple[str, ...]
    valid_from: str
    valid_to: str
    text_version: str
    text_sha256: str
    level: int


class MandateAccepted(Event):
    """The agent, identified at `level`, took it on: from now on they may act under it."""

    type = "party.MandateAccepted"
    level: int


class MandateDeclined(Event):
    """The agent did not take it on."""

    type = "party.MandateDeclined"


class MandateRevoked(Event):
    """The principal took it back (取消委托, Civil Code art. 173)."""

    type = "party.MandateRevoked"


class MandateRenounced(Event):
    """The agent laid it down (辞去委托, Civil Code art. 173)."""

    type = "party.MandateRenounced"


class MandateLapsed(Event):
    """Its principal, an organisation, is no more (终止, Civil Code art. 173, no. 5)."""

    type = "party.MandateLapsed"

"""Acts of the system itself: by workflow, timer or consumer."""

from chalicelib.aws.platform import Platform
from chalicelib.kernel.events import SYSTEM, Act, Actor, Party


def system_act(platform: Platform, correlation_id: str) -> Act:
    """The system acts by rule."""
    return Act(actor=SYSTEM, at=platform.clock.now(), correlation_id=correlation_id)


def counterparty_act(platform: Platform, counterparty: str, correlation_id: str) -> Act:
    """A counterparty told us something, and we note it."""
    actor = Actor(id=counterparty, party=Party.COUNTERPARTY, role=counterparty)
    return Act(actor=actor, at=platform.clock.now(), correlation_id=correlation_id)

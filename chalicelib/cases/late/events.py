"""What happens to materials that follow later."""

from chalicelib.cases.late.model import Reminder
from chalicelib.kernel.events import Event


class PromisedToFollow(Event):
    """容缺受理承诺: the applicant promised in writing to bring `materials` after acceptance."""

    type = "case.PromisedToFollow"
    materials: list[str]
    promise_version: str
    promise_sha256: str
    level: int


class LateMaterialsAwaited(Event):
    """Accepted though these are missing: each with its last day."""

    type = "case.LateMaterialsAwaited"
    materials: dict[str, str]


class LateMaterialsRescheduled(Event):
    """The work calendar says something else now: each with its last day, and what that was before. The two may be the
    same, and settled now where they were provisional.
    """

    type = "case.LateMaterialsRescheduled"
    materials: dict[str, str]
    before: dict[str, str]


class LateMaterialReminded(Event):
    """Its applicant is to be reminded that these are still missing; they share their last day."""

    type = "case.LateMaterialReminded"
    materials: list[str]
    reminder: Reminder
    due: str


class LateMaterialBrought(Event):
    """A material followed, and waits for a desk to look at it."""

    type = "case.LateMaterialBrought"
    material: str
    sha256: str


class LateMaterialConfirmed(Event):
    type = "case.LateMaterialConfirmed"
    material: str
    desk: str
    sha256: str


class LateMaterialReturned(Event):
    """What followed is not what is required: said once, with the reason. `clock` is the clock that runs meanwhile."""

    type = "case.LateMaterialReturned"
    material: str
    desk: str
    reason: str
    sha256: str
    due: str
    clock: int


class PromiseToFollowBroken(Event):
    """What was promised did not come by its last day. `returned` are those of them that had been brought once, and did
    not fit. The credit file consumes it.
    """

    type = "case.PromiseToFollowBroken"
    materials: dict[str, str]
    returned: list[str]
    promise_sha256: str


class Terminated(Event):
    """终止办理: ended without a decision, because of what the applicant promised and did not bring."""

    type = "case.Terminated"
    materials: list[str]

"""The words in which a case is told: its states, outcomes, stages and parts."""

from enum import StrEnum


class Status(StrEnum):
    """Where a case stands. Fees, pauses and extensions are beside it, not in it."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    CORRECTION_REQUESTED = "CORRECTION_REQUESTED"
    ACCEPTED = "ACCEPTED"
    DEEMED_ACCEPTED = "DEEMED_ACCEPTED"
    IN_REVIEW = "IN_REVIEW"
    DECIDED = "DECIDED"
    DELIVERING = "DELIVERING"
    DELIVERED = "DELIVERED"
    EVALUATED = "EVALUATED"
    ARCHIVED = "ARCHIVED"
    NOT_REQUIRED = "NOT_REQUIRED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    CORRECTION_LAPSED = "CORRECTION_LAPSED"
    WITHDRAWN = "WITHDRAWN"
    TERMINATED = "TERMINATED"
    """What was promised to follow after acceptance did not come (容缺后补逾期)."""


ENDED = frozenset(
    {
        Status.ARCHIVED,
        Status.NOT_REQUIRED,
        Status.NOT_ACCEPTED,
        Status.CORRECTION_LAPSED,
        Status.WITHDRAWN,
        Status.TERMINATED,
    }
)
"""States that nothing leaves."""

FILLABLE = (Status.DRAFT, Status.CORRECTION_REQUESTED)
"""States in which the papers are the applicant's; in any other they stand as they were handed in."""

ACCEPTED_STATES = frozenset({Status.ACCEPTED, Status.DEEMED_ACCEPTED, Status.IN_REVIEW})
CONCLUDED = frozenset({Status.DECIDED, Status.DELIVERING, Status.DELIVERED, Status.EVALUATED, Status.ARCHIVED})
"""States in which there is a decision (办结)."""


class Stage(StrEnum):
    """What the case waits for next; the orchestration asks for it and never decides it."""

    FILING = "FILING"
    ACCEPTANCE = "ACCEPTANCE"
    REVIEW = "REVIEW"
    DECISION = "DECISION"
    ISSUE = "ISSUE"
    FEE = "FEE"
    DELIVERY = "DELIVERY"
    EVALUATION = "EVALUATION"
    ARCHIVE = "ARCHIVE"
    CLOSED = "CLOSED"


class SlotState(StrEnum):
    """Where one required material stands."""

    ASKING = "ASKING"
    """A source that may hold it is being asked."""
    OBTAINED = "OBTAINED"
    """The system has it from its source: nobody may ask the applicant for it."""
    TO_UPLOAD = "TO_UPLOAD"
    UPLOADING = "UPLOADING"
    UPLOADED = "UPLOADED"
    PLEDGED = "PLEDGED"
    """A written pledge stands for it (告知承诺); uploading it instead remains possible."""
    REFUSED = "REFUSED"
    """What was uploaded is not what was declared; it has to be uploaded again."""


class Target(StrEnum):
    """What a correction point is pinned to."""

    FIELD = "FIELD"
    MATERIAL = "MATERIAL"


class Advice(StrEnum):
    """What a desk recommends."""

    GRANT = "GRANT"
    DENY = "DENY"


class Outcome(StrEnum):
    """How a case was decided."""

    GRANTED = "GRANTED"
    DENIED = "DENIED"


class ClockKind(StrEnum):
    """Which limit is running. At most one runs at a time."""

    CHECK = "CHECK"
    """Five working days to accept, refuse or ask for a supplement; then it counts as accepted."""
    CORRECTION = "CORRECTION"
    """The applicant's time to correct."""
    HANDLING = "HANDLING"
    """The item's own limit, from acceptance to decision."""
    SERVICE = "SERVICE"
    """Ten working days to serve the document (Administrative Licensing Law art. 44)."""
    EVALUATION = "EVALUATION"
    """The time in which the service can be rated."""

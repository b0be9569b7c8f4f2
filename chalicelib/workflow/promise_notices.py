"""What somebody is told by SMS when their promise is checked: the law wants them told before anything is recorded."""

from chalicelib.aws.platform import Platform
from chalicelib.cases.promise_checks import service
from chalicelib.cases.promise_checks.events import (
    BreachDismissed,
    BreachFound,
    BreachRecorded,
    BreachRepaired,
    FixDemanded,
)
from chalicelib.cases.service import load_case
from chalicelib.workflow.case_notices import message_about
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.messages import Builder, Message

NOTICES = {
    FixDemanded.type: "promise-to-fix",
    BreachFound.type: "promise-breach-found",
    BreachRecorded.type: "promise-breach-recorded",
    BreachDismissed.type: "promise-breach-dismissed",
    BreachRepaired.type: "promise-breach-repaired",
}
"""Event type → the gateway's template, each with the parameters `number`, `item` and `until`: the last day to fix it,
to object, or on record; empty where there is none.
"""


def promise_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """To the applicant of the case, or whoever acts for them; what was found is read after signing in."""
    check = service.read(cloud.table, event.subject)
    case = load_case(cloud.table, check.promised.case_id)
    until = next((event.data[name] for name in ("fix_by", "objection_until", "until") if name in event.data), "")
    return message_about(cloud, case, NOTICES[event.type], until=str(until))


PROMISE_BUILDERS: dict[str, Builder] = dict.fromkeys(NOTICES, promise_notice)

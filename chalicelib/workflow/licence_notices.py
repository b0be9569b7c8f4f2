"""What a holder is told of a licence by SMS, at the mobile of the case that it came from: that it was suspended,
resumed, revoked or replaced. Why stands with the licence.
"""

from chalicelib.aws.platform import Platform
from chalicelib.cases.service import load_case
from chalicelib.licences.events import Replaced, Resumed, Revoked, Suspended
from chalicelib.workflow.case_notices import message_about
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.messages import Builder, Message

NOTICES = {
    Suspended.type: "licence-suspended",
    Resumed.type: "licence-resumed",
    Revoked.type: "licence-revoked",
    Replaced.type: "licence-replaced",
}
"""Event type → the gateway's template, each with the parameters `number` and `item`."""


def licence_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """The notice to the applicant of the case; none where nobody can be reached."""
    case = load_case(cloud.table, str(event.data["reference"]))
    return message_about(cloud, case, NOTICES[event.type])


LICENCE_BUILDERS: dict[str, Builder] = dict.fromkeys(NOTICES, licence_notice)

"""What a holder is told of a licence by SMS, at the mobile of the case that it came from: that it was suspended,
resumed, revoked or replaced. Why stands with the licence.
"""

from chalicelib.aws.platform import Platform
from chalicelib.cases.service import load_case
from chalicelib.kernel.instants import shanghai_date
from chalicelib.licences.events import Replaced, Resumed, Revoked, Suspended
from chalicelib.parties.applicants.service import reached_at
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
    who, today = case.applicant, shanghai_date(cloud.clock.now())
    mobile = reached_at(
        cloud.table, kind=who.kind, account_id=who.account_id, mobile=who.mobile, agent=who.agent, today=today
    )
    if not mobile:
        return None
    return Message(mobile, f"{NOTICES[event.type]}.zh-CN", {"number": case.number, "item": case.terms.name_zh})


LICENCE_BUILDERS: dict[str, Builder] = dict.fromkeys(NOTICES, licence_notice)

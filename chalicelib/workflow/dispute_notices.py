"""What somebody is told by SMS of what they hold to be wrong: that it was answered, and whether they were right."""

from chalicelib.aws.platform import Platform
from chalicelib.cases.data_disputes import service
from chalicelib.cases.data_disputes.events import DisputeAnswered
from chalicelib.cases.service import load_case
from chalicelib.kernel.instants import shanghai_date
from chalicelib.parties.applicants.service import reached_at
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.messages import Builder, Message


def dispute_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """To the applicant of the case, or whoever acts for them; what was answered is read after signing in."""
    case = load_case(cloud.table, service.read(cloud.table, event.subject).case_id)
    who, today = case.applicant, shanghai_date(cloud.clock.now())
    mobile = reached_at(
        cloud.table, kind=who.kind, account_id=who.account_id, mobile=who.mobile, agent=who.agent, today=today
    )
    template = "data-dispute-upheld" if event.data["is_right"] else "data-dispute-rejected"
    return Message(mobile, f"{template}.zh-CN", {"item": case.terms.name_zh}) if mobile else None


DISPUTE_BUILDERS: dict[str, Builder] = {DisputeAnswered.type: dispute_notice}

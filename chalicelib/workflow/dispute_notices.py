"""What somebody is told by SMS of what they hold to be wrong: that it was answered, and whether they were right."""

from chalicelib.aws.platform import Platform
from chalicelib.cases.data_disputes import service
from chalicelib.cases.data_disputes.events import DisputeAnswered
from chalicelib.cases.service import load_case
from chalicelib.workflow.case_notices import message_to
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.messages import Builder, Message


def dispute_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """To the applicant of the case, or whoever acts for them; what was answered is read after signing in."""
    case = load_case(cloud.table, service.read(cloud.table, event.subject).case_id)
    template = "data-dispute-upheld" if event.data["is_right"] else "data-dispute-rejected"
    return message_to(cloud, case, template, {"item": case.terms.name_zh})


DISPUTE_BUILDERS: dict[str, Builder] = {DisputeAnswered.type: dispute_notice}

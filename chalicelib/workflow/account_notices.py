"""What people are told by SMS about their accounts, in the language that they chose."""

from chalicelib.aws.platform import Platform
from chalicelib.parties.account_events import PostponedCheckConcluded
from chalicelib.parties.mergers.events import AccountMerged, MobileReplaced
from chalicelib.parties.service import find_account
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.messages import Builder, Message


def merged_notice(cloud: Platform, event: CloudEvent) -> Message:
    """To the mobile that a merged account had: sign in again, everything is in the older account."""
    account = find_account(cloud.table, event.data["into"])
    return Message(account.mobile, f"accounts-merged.{account.language}", {})


def replaced_notice(cloud: Platform, event: CloudEvent) -> Message:
    """To the mobile that an account had until now: whoever did not ask for that hears of it there."""
    account = find_account(cloud.table, event.subject)
    return Message(account.former_mobile, f"mobile-replaced.{account.language}", {})


def check_notice(cloud: Platform, event: CloudEvent) -> Message:
    """How a check ended for which the population base had to be asked again."""
    account = find_account(cloud.table, event.subject)
    outcome = event.data["status"].lower().replace("_", "-")
    return Message(account.mobile, f"identity-check-{outcome}.{account.language}", {})


ACCOUNT_BUILDERS: dict[str, Builder] = {
    AccountMerged.type: merged_notice,
    MobileReplaced.type: replaced_notice,
    PostponedCheckConcluded.type: check_notice,
}

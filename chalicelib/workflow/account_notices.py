"""What people are told by SMS about their accounts, in the language that they chose."""

from chalicelib.aws.platform import Platform
from chalicelib.kernel.text import Language
from chalicelib.parties.account_events import PostponedCheckConcluded, SeenAtWindow
from chalicelib.parties.assistance.model import AssistanceEnded
from chalicelib.parties.assistance.service import read_whole
from chalicelib.parties.checks import Check
from chalicelib.parties.communities.events import EngagementProposed
from chalicelib.parties.guardians import service as guardians
from chalicelib.parties.guardians.events import GuardianshipEnded, WardClaimConcluded
from chalicelib.parties.mergers.events import AccountMerged, MobileReplaced
from chalicelib.parties.organisations import service as organisations
from chalicelib.parties.organisations import standing
from chalicelib.parties.organisations.events import OrganisationClaimConcluded, RepresentativeEnded
from chalicelib.parties.service import find_account
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.messages import Builder, Message

NAMED_AT_MOST = 5
SEPARATOR: dict[Language, str] = {"zh-CN": "、", "en": ", "}


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


def assisted_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """To whoever was helped, once it is over: by which way, and what was done, so that they can dispute it."""
    assistance, acts = read_whole(cloud.table, event.subject)
    account = find_account(cloud.table, assistance.applicant_id)
    done = list(dict.fromkeys(act.what.in_language(account.language) for act in acts))[:NAMED_AT_MOST]
    told = SEPARATOR[account.language].join(done)
    parameters = {"channel": assistance.helper.channel, "count": str(len(acts)), "acts": told}
    return Message(account.mobile, f"assistance-over.{account.language}", parameters)


def seen_notice(cloud: Platform, event: CloudEvent) -> Message:
    """To whoever was identified at a window: if it was not them, they hear of it."""
    account = find_account(cloud.table, event.subject)
    return Message(account.mobile, f"seen-at-window.{account.language}", {})


def representation_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """To a representative whom the legal-person base does not name any more: of which organisation, and why."""
    organisation = standing.read(cloud.table, event.subject)
    if organisation is None or not event.data["authority_id"]:
        return None
    account = find_account(cloud.table, event.data["account_id"])
    template = f"representation-{event.data['reason'].lower()}.{account.language}"
    return Message(account.mobile, template, {"organisation": organisation.name})


def engagement_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """To whoever was put on a community's list: they are asked to agree, and need not."""
    if not event.data["person_id"]:
        return None
    account = find_account(cloud.table, event.data["person_id"])
    return Message(account.mobile, f"community-agent-proposed.{account.language}", {})


def ward_claim_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """How a claim to a child ended for which the population base had to be asked again."""
    claim = guardians.read_claim(cloud.table, event.subject)
    return _claim_notice(cloud, event, claim.check, claim.guardian_id)


def organisation_claim_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """How a claim to an organisation ended for which the legal-person base had to be asked again."""
    claim = organisations.read_claim(cloud.table, event.subject)
    return _claim_notice(cloud, event, claim.check, claim.claimant_id)


def guardianship_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """To a guardian who may not act for a child any more, and why."""
    guardianship = guardians.read_guardianship(cloud.table, event.subject)
    if guardianship is None:
        return None
    account = find_account(cloud.table, guardianship.guardian_id)
    reason = event.data["reason"].lower().replace("_", "-")
    return Message(account.mobile, f"guardianship-ended-{reason}.{account.language}", {})


def _claim_notice(cloud: Platform, event: CloudEvent, check: Check | None, claimant_id: str) -> Message | None:
    """Who had their answer at once has seen it; what was claimed anew meanwhile has an end of its own."""
    if check is None or check.number != event.data["check"] or check.asked == 1:
        return None
    account = find_account(cloud.table, claimant_id)
    kind = event.subject.partition("-claim-")[0]
    return Message(account.mobile, f"{kind}-claim-{check.status.lower()}.{account.language}", {})


ACCOUNT_BUILDERS: dict[str, Builder] = {
    AccountMerged.type: merged_notice,
    MobileReplaced.type: replaced_notice,
    PostponedCheckConcluded.type: check_notice,
    EngagementProposed.type: engagement_notice,
    WardClaimConcluded.type: ward_claim_notice,
    OrganisationClaimConcluded.type: organisation_claim_notice,
    GuardianshipEnded.type: guardianship_notice,
    AssistanceEnded.type: assisted_notice,
    SeenAtWindow.type: seen_notice,
    RepresentativeEnded.type: representation_notice,
}

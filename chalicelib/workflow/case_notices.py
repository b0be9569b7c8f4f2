"""What an applicant is told about their case by SMS: the law demands a notice for most of these (Licensing Law
art. 32, 42, 44, 45). The message names the case and the step; what it is about is read after signing in.
"""

from chalicelib.aws.platform import Platform
from chalicelib.cases.model import Case
from chalicelib.cases.service import load_case
from chalicelib.cases.vocabulary import ClockKind
from chalicelib.kernel.instants import shanghai_date
from chalicelib.parties.applicants.service import reached_at
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.messages import Builder, Message

NOTICES = {
    "case.Submitted": "case-submitted",
    "case.Terminated": "case-terminated",
    "case.CorrectionRequested": "case-correction-requested",
    "case.CorrectionLapsed": "case-correction-lapsed",
    "case.NotRequired": "case-not-required",
    "case.AcceptanceRefused": "case-not-accepted",
    "case.Accepted": "case-accepted",
    "case.DeemedAccepted": "case-accepted",
    "case.ClockPaused": "case-special-procedure",
    "case.ClockExtended": "case-extended",
    "case.ClockRecomputed": "case-due-date-moved",
    "case.Decided": "case-decided",
    "case.FeeRequested": "case-fee-due",
    "case.DeliveryStarted": "case-on-its-way",
    "case.DeliveryFailed": "case-delivery-failed",
    "case.Delivered": "case-delivered",
}
"""Event type → the gateway's template, each with the parameters `number` and `item`."""


def case_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """The notice of a case's event to its applicant, or to whoever acts for them; none where nobody can be reached."""
    case = load_case(cloud.table, event.subject)
    return message_about(cloud, case, NOTICES[event.type])


def message_about(cloud: Platform, case: Case, template: str, **more: str) -> Message | None:
    """A message that names case and item to the applicant, or to whoever acts for them; none where nobody can be
    reached.
    """
    return message_to(cloud, case, template, {"number": case.number, "item": case.terms.name_zh, **more})


def message_to(cloud: Platform, case: Case, template: str, parameters: dict[str, str]) -> Message | None:
    """The same with those parameters alone."""
    who, today = case.applicant, shanghai_date(cloud.clock.now())
    mobile = reached_at(
        cloud.table, kind=who.kind, account_id=who.account_id, mobile=who.mobile, agent=who.agent, today=today
    )
    return Message(mobile, f"{template}.zh-CN", parameters) if mobile else None


TOLD_CLOCKS = frozenset({ClockKind.CHECK, ClockKind.CORRECTION, ClockKind.HANDLING})
"""Clocks whose dates an applicant was told: on the receipt, with the correction request, on acceptance."""


def moved_date_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """The notice that a date moved; a date that became settled where it was is no news to the applicant."""
    before, now = ((event.data[f"due{when}"], event.data[f"statutory{when}"]) for when in ("_before", ""))
    if before == now or event.data["kind"] not in TOLD_CLOCKS:
        return None
    return case_notice(cloud, event)


CASE_BUILDERS: dict[str, Builder] = {
    **dict.fromkeys(NOTICES, case_notice),
    "case.ClockRecomputed": moved_date_notice,
}

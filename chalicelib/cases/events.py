"""What happens to a case; what its clocks do is in `clock_events`, how it is archived in `archive_events`. Events hold
ids, codes, dates and reasons; never names, numbers or addresses.
"""

from pydantic import AwareDatetime

from chalicelib.cases.vocabulary import Advice, Outcome
from chalicelib.catalogue.vocabulary import DeliveryWay
from chalicelib.kernel.events import Event


class DraftOpened(Event):
    type = "case.DraftOpened"
    item_code: str
    item_version: int
    department: str
    region: str


class MaterialResolved(Event):
    """A source was asked for a material; `state` says what came of it and `why`."""

    type = "case.MaterialResolved"
    material: str
    state: str
    why: str
    certificate_id: str = ""


class FormSaved(Event):
    type = "case.FormSaved"
    form_sha256: str


class DataObtained(Event):
    """Fields were filled in with what certificates say; what that is stands in the form only."""

    type = "case.DataObtained"
    fields: list[str]
    certificate_ids: list[str]
    form_sha256: str


class UploadExpected(Event):
    type = "case.UploadExpected"
    material: str
    upload_id: str
    sha256: str


class MaterialReceived(Event):
    type = "case.MaterialReceived"
    material: str
    upload_id: str
    sha256: str


class MaterialRefused(Event):
    type = "case.MaterialRefused"
    material: str
    upload_id: str
    why: str


class PromiseSigned(Event):
    type = "case.PromiseSigned"
    promise_version: str
    promise_sha256: str
    level: int


class MaterialReused(Event):
    """What the applicant brought for an earlier case stands for a material."""

    type = "case.MaterialReused"
    material: str
    kept_id: str
    sha256: str


class MaterialPledged(Event):
    """A written pledge stands for a material."""

    type = "case.MaterialPledged"
    material: str
    pledge_version: str
    pledge_sha256: str
    level: int


class Submitted(Event):
    """The application entered the system; a `round` above 1 answers a correction request."""

    type = "case.Submitted"
    number: str
    round: int
    form_sha256: str
    materials: dict[str, str]


class CheckRecorded(Event):
    """A desk finished its check of the papers; other desks of the first stage are still at it."""

    type = "case.CheckRecorded"
    desk: str
    points: int


class CorrectionRequested(Event):
    """补正告知: once, with the full list. `points` name where, not what stood there."""

    type = "case.CorrectionRequested"
    points: list[str]
    shared: list[str] = []
    """Materials among them of a kind that a source keeps, though it could not give them when they were asked for."""


class RequestRefused(Event):
    """A desk was about to ask for `materials` that the system holds or can obtain: it was refused (不得重复索要)."""

    type = "case.RequestRefused"
    desk: str
    department: str
    materials: list[str]


class CorrectionLapsed(Event):
    type = "case.CorrectionLapsed"


class NotRequired(Event):
    """The matter needs no permit, or another authority decides it."""

    type = "case.NotRequired"
    reason: str
    right_authority: str


class AcceptanceRefused(Event):
    """不予受理: a dated, reasoned, written refusal to accept."""

    type = "case.AcceptanceRefused"
    reason: str
    right_authority: str


class Accepted(Event):
    """受理, from `since`: the day on which the papers were complete."""

    type = "case.Accepted"
    since: AwareDatetime


class DeemedAccepted(Event):
    """Nobody asked for a supplement in time: accepted from the day the materials came in (art. 32)."""

    type = "case.DeemedAccepted"
    since: AwareDatetime


class ReviewOpened(Event):
    type = "case.ReviewOpened"
    stages: int


class OpinionGiven(Event):
    type = "case.OpinionGiven"
    stage: int
    desk: str
    advice: Advice
    reason: str


class Decided(Event):
    type = "case.Decided"
    outcome: Outcome
    reason: str


class TacitlyApproved(Event):
    """超时默认: nobody decided by the statutory date, and that counts as consent. `desks` held the case then and have
    to answer for it.
    """

    type = "case.TacitlyApproved"
    basis: str
    statutory: str
    desks: list[str]


class DocumentIssued(Event):
    type = "case.DocumentIssued"
    kind: str
    licence_id: str
    sha256: str


class DocumentReissued(Event):
    """The next version is in force instead of the one that `replaces` names."""

    type = "case.DocumentReissued"
    kind: str
    licence_id: str
    sha256: str
    replaces: str


class FeeRequested(Event):
    type = "case.FeeRequested"
    order_id: str
    amount_fen: int


class FeeSettled(Event):
    type = "case.FeeSettled"
    order_id: str


class DeliveryStarted(Event):
    type = "case.DeliveryStarted"
    way: DeliveryWay
    shipment_id: str


class Delivered(Event):
    type = "case.Delivered"
    way: DeliveryWay


class DeliveryFailed(Event):
    """The parcel came back; the document waits at the window or goes out again."""

    type = "case.DeliveryFailed"
    shipment_id: str
    why: str


class Evaluated(Event):
    """That the service was rated, not how: whoever rates is protected from the desk that reads this history."""

    type = "case.Evaluated"


class EvaluationWindowClosed(Event):
    type = "case.EvaluationWindowClosed"


class Withdrawn(Event):
    type = "case.Withdrawn"
    reason: str


class DraftForgotten(Event):
    """Never submitted, and too old: what it held of its applicant is gone."""

    type = "case.DraftForgotten"


class DataDisclosed(Event):
    """An official of that department in that region looked at the applicant's data unmasked, and said why."""

    type = "case.DataDisclosed"
    reason: str
    department: str = ""
    region: str = ""


class TroubleRecorded(Event):
    """The orchestration could not go on; the case says so instead of standing still in silence."""

    type = "case.TroubleRecorded"
    machine: str
    error: str


class MovedToVersion(Event):
    """变更适用版本: another version of the item is the case's terms from now on. The dates are its running clock's."""

    type = "case.MovedToVersion"
    from_version: int
    to_version: int
    reason: str
    route_changed: bool
    """Whether a review that was opened goes another way now."""
    clock: int
    due: str
    statutory: str

"""After the decision: document, fee, delivery, evaluation. Most of it is noted, not decided, here."""

from chalicelib.cases import errors
from chalicelib.cases.deciding import Deciding
from chalicelib.cases.events import (
    DataDisclosed,
    Delivered,
    DeliveryFailed,
    DeliveryStarted,
    DocumentIssued,
    DocumentReissued,
    Evaluated,
    EvaluationWindowClosed,
    FeeRequested,
    FeeSettled,
    TroubleRecorded,
)
from chalicelib.cases.parts import Document, FeeStanding, Fulfilment
from chalicelib.cases.timekeeping import one_limit
from chalicelib.cases.vocabulary import CONCLUDED, ClockKind, Stage, Status
from chalicelib.catalogue.vocabulary import DeliveryWay
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.events import Act


class Fulfilling(Deciding):
    """From decision to evaluation. What is noted twice is noted once."""

    def note_document(self, kind: str, document: Document, act: Act) -> None:
        """A document (`receipt`, `decision`) was made. The first one of a kind stays.

        Raises `NotNow` for the document of a decision that was not made.
        """
        if kind in self.documents:
            return
        if kind == "decision" and self.decision is None:
            raise errors.NotNow(case_status=self.status)
        self.documents = {**self.documents, kind: document}
        self._record(DocumentIssued(kind=kind, licence_id=document.licence_id, sha256=document.sha256), act)

    def note_reissue(self, kind: str, document: Document, *, replaces: str, act: Act) -> None:
        """A licence was issued again: `document` is in force from now on, and keeps as its former the one whose licence
        it `replaces`. Noted once.
        """
        standing = self.documents.get(kind)
        if standing is None or standing.licence_id != replaces:
            return
        former = (*standing.former, standing.model_copy(update={"former": ()}))
        self.documents = {**self.documents, kind: document.model_copy(update={"former": former})}
        event = DocumentReissued(kind=kind, licence_id=document.licence_id, sha256=document.sha256, replaces=replaces)
        self._record(event, act)

    def request_fee(self, order_id: str, act: Act) -> None:
        """The order that collects the fee is open. Nobody owes a fee that is not due: such an order is passed over."""
        if self.fee is not None or self.terms.fee is None or not self.fee_is_due:
            return
        self.fee = FeeStanding(order_id=order_id, amount_fen=self.terms.fee.amount_fen)
        self._record(FeeRequested(order_id=order_id, amount_fen=self.fee.amount_fen), act)

    def note_fee_settled(self, order_id: str, act: Act) -> None:
        """The fee has come, whatever the case has become meanwhile. Another order's money is not this case's."""
        if self.fee is None or self.fee.order_id != order_id or self.fee.settled_at is not None:
            return
        self.fee = self.fee.model_copy(update={"settled_at": act.at})
        self._record(FeeSettled(order_id=order_id), act)

    @property
    def delivery_way(self) -> DeliveryWay:
        """As the applicant chose; a denial is served electronically."""
        chosen = str(self.form.get("delivery_way", DeliveryWay.ELECTRONIC))
        if self.is_granted and chosen in self.terms.delivery:
            return DeliveryWay(chosen)
        return DeliveryWay.ELECTRONIC

    def start_delivery(self, shipment_id: str, act: Act) -> None:
        """The result is on its way. Raises `NotNow`; once it is on its way or has arrived, nothing happens."""
        if self.fulfilment is not None:
            return
        if self.stage is not Stage.DELIVERY:
            raise errors.NotNow(case_status=self.status)
        self.fulfilment = Fulfilment(way=self.delivery_way, shipment_id=shipment_id)
        self.status = Status.DELIVERING
        self._record(DeliveryStarted(way=self.delivery_way, shipment_id=shipment_id), act)

    def begin_fulfilment(self, order_id: str, shipment_id: str, act: Act) -> None:
        """What follows without anybody's act, in the same breath: the fee that is due is asked for, or the result goes
        out by courier. Once it was asked for or has gone out, nothing happens.
        """
        self.request_fee(order_id, act)
        if self.stage is Stage.DELIVERY and self.delivery_way is DeliveryWay.COURIER:
            self.start_delivery(shipment_id, act)

    def note_delivered(self, act: Act, calendar: WorkCalendar) -> None:
        """Signed for, or released electronically: the day of delivery as the applicant chose."""
        if self.status is not Status.DELIVERING or self.fulfilment is None:
            return
        self.fulfilment = self.fulfilment.model_copy(update={"delivered_at": act.at})
        self.status = Status.DELIVERED
        self._record(Delivered(way=self.fulfilment.way), act)
        if self.evaluation_closed:
            self._stop_clock(act)
        else:
            self._start_clock(
                ClockKind.EVALUATION, one_limit(self.terms.evaluation_window), act=act.by_system(), calendar=calendar
            )

    def note_delivery_failed(self, why: str, act: Act) -> None:
        """The parcel came back. The case stays with the delivery until it goes out again or is picked up."""
        if self.status is not Status.DELIVERING or self.fulfilment is None:
            return
        self._record(DeliveryFailed(shipment_id=self.fulfilment.shipment_id, why=why), act)

    def note_evaluated(self, level: int, act: Act) -> None:
        """The applicant rated the service. `level` stays with the evaluation: the case's history does not tell it."""
        if self.status not in CONCLUDED or self.evaluation_closed:
            return
        self.evaluation_closed = True
        if self.status is Status.DELIVERED:
            self.status = Status.EVALUATED
            self._stop_clock(act)
        self._record(Evaluated(), act)

    def close_evaluation_if_over(self, act: Act) -> bool:
        """Nobody has to rate a service. True if the window closed now."""
        if self.evaluation_closed or not self._has_run_out(ClockKind.EVALUATION, act.at):
            return False
        self.evaluation_closed = True
        self._stop_clock(act)
        self._record(EvaluationWindowClosed(), act)
        return True

    def disclose(self, reason: str, act: Act, *, department: str = "", region: str = "") -> None:
        """An official, of that department in that region, sees the applicant's data whole; the act and its reason stay
        in the history.
        """
        self._record(DataDisclosed(reason=reason, department=department, region=region), act)

    def note_trouble(self, machine: str, error: str, act: Act) -> None:
        """The orchestration failed; it is restarted, and until something happens the case says so. Said once."""
        if self.trouble != error:
            self._record(TroubleRecorded(machine=machine, error=error), act)
            self.trouble = error

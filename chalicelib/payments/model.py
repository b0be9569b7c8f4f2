"""An order (缴费单): one amount owed for one thing that we do not know, collected through one channel.

Amounts are whole fen. What the channel tells may come late, repeated, before its time or wrong: every method that
notes something may be called again without harm, and money that came is never overlooked, whatever was said before.
"""

from datetime import datetime, timedelta
from typing import Self

from pydantic import AwareDatetime, Field

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act
from chalicelib.payments import errors
from chalicelib.payments.events import (
    AmountMismatched,
    Booked,
    CheckoutBegun,
    Closed,
    OrderEvent,
    OrderOpened,
    PaidAgain,
    Placed,
    Refunded,
    RefundRejected,
    RefundRequested,
    RefundStarted,
    Released,
    Renewed,
    Settled,
    TroubleRecorded,
)
from chalicelib.payments.vocabulary import Payment, Stage, Status, order_id_of

VALID_FOR = timedelta(minutes=30)
"""How long a code can be paid; the payer who comes later gets another one [design]."""
EXPIRED = "EXPIRED"


class Order(Aggregate):
    """`wanted_no_more` says why nobody wants the money any more; empty while somebody does. `item_code` tells somebody
    whose authority names items whether it reaches here; without one it does not.
    """

    reference: str
    owner_id: str
    department: str
    region: str
    item_code: str = ""
    amount_fen: int = Field(gt=0)
    description: str
    basis: str
    expires_at: AwareDatetime
    status: Status = Status.CREATED
    attempt: int = 1
    code_url: str = ""
    payment: Payment | None = None
    quarantined: tuple[Payment, ...] = ()
    wanted_no_more: str = ""
    refund_reason: str = ""
    refunded_at: AwareDatetime | None = None
    trouble: str = ""

    @classmethod
    def open(
        cls, *, reference: str, owner_id: str, department: str, region: str, item_code: str = "", amount_fen: int,
        description: str, basis: str, act: Act,
    ) -> Self:  # fmt: skip
        """The one order of `reference`; `basis` is the legal basis of the fee."""
        order = cls(
            id=order_id_of(reference),
            reference=reference,
            owner_id=owner_id,
            department=department,
            region=region,
            item_code=item_code,
            amount_fen=amount_fen,
            description=description,
            basis=basis,
            expires_at=act.at + VALID_FOR,
        )
        order._tell(OrderOpened(**order._names, amount_fen=amount_fen), act)
        return order

    @property
    def number(self) -> str:
        """The present number at the channel (out_trade_no). A closed number cannot be paid again: the next attempt
        has another one.
        """
        return self.id if self.attempt == 1 else f"{self.id}r{self.attempt}"

    @property
    def refund_number(self) -> str:
        """The number of the refund at the channel (out_refund_no)."""
        return f"R{self.reference}"

    @property
    def is_settled(self) -> bool:
        """Whether the money came, whatever became of it afterwards."""
        return self.payment is not None

    @property
    def stage(self) -> Stage:
        """What comes next."""
        if self.payment is None:
            return self._stage_before_payment
        if self.code_url:
            return Stage.CLOSE
        after = {Status.REFUND_REQUESTED: Stage.REFUND, Status.REFUNDING: Stage.AWAIT_REFUND}
        return after.get(self.status, Stage.DONE)

    def has_expired(self, now: datetime) -> bool:
        """Whether the present number may not be paid any more at `now`."""
        return now >= self.expires_at

    def note_placed(self, number: str, code_url: str, act: Act) -> None:
        """The channel gave a code for `number`. One that was paid before we heard of it is of no use any more."""
        if self.code_url or number != self.number or (self.payment and self.payment.number == number):
            return
        self.code_url = code_url
        if self.status is Status.CREATED:
            self.status = Status.ISSUED
        self._tell(Placed(**self._names, number=number), act)

    def check_out(self, act: Act) -> None:
        """The payer wants to pay: an expired order is renewed. Raises `AlreadyPaid` or `NothingToPay`."""
        if self.payment is not None:
            raise errors.AlreadyPaid
        if self.wanted_no_more:
            raise errors.NothingToPay
        if self.status is Status.ISSUED:
            self.status = Status.PAYING
            self._tell(CheckoutBegun(**self._names), act)
        elif self.status is Status.EXPIRED:
            self.attempt, self.status, self.code_url = self.attempt + 1, Status.CREATED, ""
            self.expires_at = act.at + VALID_FOR
            self._tell(Renewed(**self._names, number=self.number), act)

    def settle(self, payment: Payment, act: Act) -> None:
        """Money came for this order. A late success beats an earlier failure: an expired or closed order is paid too,
        and what nobody wants any more goes back by itself. Told again it changes nothing; another amount, or money for
        an order that was paid, is set apart.
        """
        if self.payment and self.payment.transaction_id == payment.transaction_id:
            return
        if self.payment or payment.amount_fen != self.amount_fen:
            self._set_apart(payment, act)
            return
        self.payment = payment
        if payment.number == self.number:
            self.code_url = ""
        self._book(payment, act)
        if self.wanted_no_more:
            self._request_refund(self.wanted_no_more, act.by_system())

    def note_closed(self, act: Act) -> None:
        """The channel takes no money under the present number any more."""
        if not self.code_url and self.status not in {Status.CREATED, Status.ISSUED, Status.PAYING}:
            return
        self.code_url = ""
        if self.payment is None:
            self.status = Status.CLOSED if self.wanted_no_more else Status.EXPIRED
        self._tell(Closed(**self._names, number=self.number, why=self.wanted_no_more or EXPIRED), act)

    def release(self, why: str, act: Act) -> None:
        """Nobody wants the money any more: stop collecting it, or pay it back."""
        if self.wanted_no_more:
            return
        self.wanted_no_more = why
        self._tell(Released(**self._names, why=why), act)
        if self.status is Status.BOOKED:
            self._request_refund(why, act)
        elif self.status is Status.EXPIRED:
            self.status = Status.CLOSED
            self._tell(Closed(**self._names, number=self.number, why=why), act)

    def note_refund_started(self, act: Act) -> None:
        """The channel has taken the refund on."""
        if self.status is Status.REFUND_REQUESTED:
            self.status = Status.REFUNDING
            self._tell(RefundStarted(**self._names, refund_number=self.refund_number), act)

    def note_refunded(self, at: datetime, act: Act) -> None:
        """The money went back, at the channel's time `at`; by hand or late, it also did after a rejection."""
        if self.status in {Status.REFUND_REQUESTED, Status.REFUNDING, Status.REFUND_REJECTED}:
            self.status, self.refunded_at = Status.REFUNDED, at
            refunded = Refunded(**self._names, refund_number=self.refund_number, amount_fen=self.amount_fen)
            self._tell(refunded, act)

    def note_refund_rejected(self, why: str, act: Act) -> None:
        """The channel could not pay it back."""
        if self.status in {Status.REFUND_REQUESTED, Status.REFUNDING}:
            self.status = Status.REFUND_REJECTED
            self._tell(RefundRejected(**self._names, refund_number=self.refund_number, why=why), act)

    def note_trouble(self, error: str, act: Act) -> None:
        """The orchestration failed; whatever happens next clears it. Said once."""
        if self.trouble != error:
            self._tell(TroubleRecorded(**self._names, error=error), act)
            self.trouble = error

    @property
    def _names(self) -> dict[str, str]:
        return {"order_id": self.id, "reference": self.reference}

    @property
    def _stage_before_payment(self) -> Stage:
        if self.status is Status.CLOSED:
            return Stage.CLOSE if self.code_url else Stage.DONE
        if self.status is Status.EXPIRED:
            return Stage.AWAIT_CHECKOUT
        if self.wanted_no_more:
            return Stage.CLOSE
        return Stage.PLACE if self.status is Status.CREATED else Stage.AWAIT_SETTLEMENT

    def _book(self, payment: Payment, act: Act) -> None:
        """Paid and in the ledger are one step: the entry rides in the same transaction."""
        self.status = Status.PAID
        self._tell(Settled(**self._names, **payment.model_dump(exclude={"number"})), act)
        self.status = Status.BOOKED
        self._tell(Booked(**self._names, entry=payment.transaction_id), act.by_system())

    def _set_apart(self, payment: Payment, act: Act) -> None:
        if payment in self.quarantined:
            return
        self.quarantined = (*self.quarantined, payment)
        told = {**self._names, "transaction_id": payment.transaction_id, "told_fen": payment.amount_fen}
        self._tell(PaidAgain(**told) if self.payment else AmountMismatched(**told, asked_fen=self.amount_fen), act)

    def _request_refund(self, why: str, act: Act) -> None:
        self.status, self.refund_reason = Status.REFUND_REQUESTED, why
        number, amount = self.refund_number, self.amount_fen
        self._tell(RefundRequested(**self._names, refund_number=number, amount_fen=amount, why=why), act)

    def _tell(self, event: OrderEvent, act: Act) -> None:
        self.trouble = ""
        self._record(event, act)

"""What payments refuse, and what to do then."""

from chalicelib.kernel.errors import Conflict, NotFound, Unauthenticated
from chalicelib.kernel.text import Text


class OrderUnknown(NotFound):
    code = "payment.order-unknown"
    title = Text("没有这个缴费订单", "There is no such order")
    next_step = Text("请核对订单编号。", "Check the order's identifier.")


class AlreadyPaid(Conflict):
    code = "payment.already-paid"
    title = Text("该订单已经缴费", "This order has been paid already")
    next_step = Text("无需再次支付，没有重复扣款。", "There is nothing to pay, and nothing was charged twice.")


class NothingToPay(Conflict):
    code = "payment.nothing-to-pay"
    title = Text("该订单已关闭", "This order is closed")
    next_step = Text(
        "无需支付；请返回查看所办事项的当前状态。", "There is nothing to pay. See where your matter stands."
    )


class NoticeForged(Unauthenticated):
    """Not signed by the channel, or not addressed to us."""

    code = "payment.notice-forged"
    title = Text("支付通知验签失败", "The notification is not the channel's")
    next_step = Text("请使用支付平台的密钥签名。", "Sign it with the payment platform's key, for this merchant.")


class NoticeReplayed(Unauthenticated):
    """Signed by the channel, but too long ago."""

    code = "payment.notice-replayed"
    title = Text("支付通知已过时", "The notification was signed too long ago")
    next_step = Text("请重新签名后发送。", "Send it again with a present timestamp and signature.")


class NoticeTooEarly(NotFound):
    """The order that is told about is not there yet. The notice is kept; the channel will say it again."""

    code = "payment.notice-too-early"
    title = Text("订单尚未生成", "The order is not there yet")
    next_step = Text("通知已保存，请稍后重发。", "The notice is kept. Send it again as the retry schedule says.")


class TransactionTaken(Conflict):
    """One transaction of the channel pays one order."""

    code = "payment.transaction-taken"
    title = Text("该交易已入账", "This transaction is in the ledger already")
    next_step = Text("请核对交易号对应的订单。", "Check which order the transaction belongs to.")

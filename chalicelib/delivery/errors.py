"""What delivery refuses, and what to do then."""

from chalicelib.kernel.errors import Conflict, NotAllowed, NotFound, Unauthenticated
from chalicelib.kernel.text import Text


class ShipmentUnknown(NotFound):
    code = "delivery.shipment-unknown"
    title = Text("没有这个寄递单", "There is no such shipment")
    next_step = Text("请核对寄递单编号。", "Check the shipment's identifier.")


class NotReturned(Conflict):
    """Only what did not reach its recipient, or is held up, is sent again or handed over at the window."""

    code = "delivery.not-returned"
    title = Text("邮件当前状态为 {state}，不能进行此操作", "The parcel is {state}; this cannot be done now")
    next_step = Text(
        "邮件被拒收、退回、取消、丢失或出现异常后，才能重新寄送或窗口领取。",
        "It can be sent again or fetched once it was rejected, returned, cancelled, lost or held up.",
    )


class AlreadyResent(Conflict):
    code = "delivery.already-resent"
    title = Text("已经重新寄送过一次", "It has been sent again already")
    next_step = Text("请到窗口领取。", "Please fetch it at the window.")


class PushForged(Unauthenticated):
    """Not signed with the salt of this shipment."""

    code = "delivery.push-forged"
    title = Text("推送验签失败", "The push is not the courier's")
    next_step = Text(
        "请使用下单时约定的 salt 签名。", "Sign it with the salt that was agreed when the courier was booked."
    )

    def __init__(self) -> None:
        super().__init__(result=False, returnCode="500", message="验签失败")


class WaybillForeign(NotAllowed):
    """Signed, but about another parcel."""

    code = "delivery.waybill-foreign"
    title = Text("运单号与寄递单不符", "The waybill is not this shipment's")
    next_step = Text("请推送到该运单下单时的回调地址。", "Push it to the address that was given with that booking.")

    def __init__(self) -> None:
        super().__init__(result=False, returnCode="500", message="运单号不符")

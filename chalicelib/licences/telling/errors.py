"""What telling refuses."""

from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.text import Text


class ReceiverInvalid(Invalid):
    """Nothing can be sent there safely."""

    code = "telling.receiver-invalid"
    title = Text("接收地址无效", "The address cannot be used")
    next_step = Text(
        "请使用以 https:// 开头、以域名表示的公网地址，不含用户名、密码和 # 片段。",
        "Give a public https address with a domain name, without user name, password or fragment.",
    )


class NoReceiver(Conflict):
    code = "telling.no-receiver"
    title = Text("该合作系统没有登记接收地址", "No receiver is registered for this partner")
    next_step = Text(
        "请先登记接收地址：PUT /v1/clients/{client_id}/receiver。",
        "Register one first: PUT /v1/clients/{client_id}/receiver.",
    )


class MessageUnknown(NotFound):
    code = "telling.message-unknown"
    title = Text("没有这条通知", "There is no such message")
    next_step = Text(
        "请核对编号；该合作系统的通知见 GET /v1/clients/{client_id}/messages。",
        "Check its id; a partner's messages are at GET /v1/clients/{client_id}/messages.",
    )


class MessageTaken(Conflict):
    code = "telling.message-taken"
    title = Text("该通知已经送达", "The message was taken already")
    next_step = Text("无需重发。", "There is nothing to send again.")

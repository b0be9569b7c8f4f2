"""The payment channel of a deployment. One so far: WeChat Pay (微信支付)."""

import secrets

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.platform import Platform
from chalicelib.payments.wechat_pay import WeChatPay
from chalicelib.payments.wechat_pay_signature import WeChatPayCredentials

NONCE_BYTES = 16
WARM = "payments.wechat-pay"


def channel_of(platform: Platform) -> WeChatPay:
    """The channel, with the merchant's credentials; made once in a process's life."""
    if WARM not in platform.warm:
        credentials = WeChatPayCredentials(**platform.secrets.counterparty("wechat_pay"))
        platform.warm[WARM] = WeChatPay(
            credentials, platform.settings.wechat_pay_url, now=machine_now, nonce=lambda: secrets.token_hex(NONCE_BYTES)
        )
    channel: WeChatPay = platform.warm[WARM]
    return channel

"""The pauses between attempts, as the channels publish them."""

from infra.sandbox import kuaidi100, wechat_pay


def test_the_payment_channel_tries_fifteen_more_times_within_a_day() -> None:
    assert wechat_pay.RETRY_SECONDS == (
        15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600,
    )  # fmt: skip
    assert sum(wechat_pay.RETRY_SECONDS) < 25 * 3600


def test_the_courier_tries_three_more_times_half_an_hour_apart() -> None:
    assert kuaidi100.RETRY_SECONDS == (1800, 1800, 1800)

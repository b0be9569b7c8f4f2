"""The standing words of documents, as authorities write them."""

import datetime as dt

from chalicelib.cases.vocabulary import SlotState
from chalicelib.catalogue.vocabulary import DeliveryWay
from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.kernel.working_time import Limit, Unit

UNIT_WORDS = {Unit.WORKING_DAY: "个工作日", Unit.CALENDAR_DAY: "日", Unit.MONTH: "个月", Unit.HOUR: "小时"}
SOURCE_WORDS = {SlotState.OBTAINED: "数据共享", SlotState.UPLOADED: "网上上传", SlotState.PLEDGED: "告知承诺"}
DELIVERY_WORDS = {
    DeliveryWay.COURIER: "结果由本机关自本决定作出之日起十个工作日内，按{you}选择的快递方式送达。",
    DeliveryWay.ELECTRONIC: "结果由本机关自本决定作出之日起十个工作日内以电子方式送达，与纸质文书具有同等法律效力。",
}
NUMBER_WORDS = {HolderType.RESIDENT_ID: "证件号码", HolderType.CREDIT_CODE: "统一社会信用代码"}
AGENT_WORDS = {
    AuthorityKind.REPRESENTATIVE: "法定代表人",
    AuthorityKind.AGENT: "经办人",
    AuthorityKind.ATTORNEY: "委托代理人",
    AuthorityKind.GUARDIAN: "监护人",
    AuthorityKind.COMMUNITY: "代办人",
}
REFUSAL_BASIS = "《中华人民共和国行政许可法》第三十八条第二款"
REMEDIES = (
    "如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，"
    "或者自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。"
)
"""Administrative Licensing Law art. 38; Reconsideration Law art. 20; Administrative Litigation Law art. 46."""


def in_words(limit: Limit) -> str:
    """A limit as people say it: 即办, 20个工作日."""
    if limit.amount == 0:
        return "即办"
    return f"{limit.amount}{UNIT_WORDS[limit.unit]}"


def chinese_date(date: dt.date) -> str:
    """2026年3月2日."""
    return f"{date.year}年{date.month}月{date.day}日"

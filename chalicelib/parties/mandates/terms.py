"""What a mandate allows, for how long, and the text of it that is signed."""

import calendar
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Self

from chalicelib.http.authority import Power
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text
from chalicelib.kernel.value import Value
from chalicelib.parties.mandates.errors import TermsInvalid
from chalicelib.parties.signed_text import SignedText


class MandateKind(StrEnum):
    """Who is represented."""

    ATTORNEY = "ATTORNEY"
    """A natural person, by another one (委托代理)."""
    AGENT = "AGENT"
    """An organisation, by a person it authorises (经办人)."""


LONGEST_YEARS = {MandateKind.ATTORNEY: 1, MandateKind.AGENT: 3}
TEXT_VERSION = "2026-1"
POWERS_IN_WORDS = {
    Power.SUBMIT: "提出申请、补正、撤回并办理与申请有关的手续",
    Power.PAY: "缴纳费用",
    Power.RECEIVE: "领取和查看文书、证照",
}
POWERS_MISSING = Text("请至少选择一项权限", "Give at least one power")
POWERS_TWICE = Text("权限重复", "A power is given twice")
ITEMS_TWICE = Text("事项重复", "An item is named twice")
IN_THE_PAST = Text("生效日期不能早于今天", "It cannot begin before today")
ENDS_BEFORE_IT_BEGINS = Text("截止日期早于生效日期", "It ends before it begins")
TOO_LONG = {
    MandateKind.ATTORNEY: Text("个人委托最长一年", "A person's mandate lasts one year at most"),
    MandateKind.AGENT: Text("单位授权最长三年", "An organisation's mandate lasts three years at most"),
}


class Terms(Value):
    """Items by their codes, none meaning all; the days are those of Hainan, both included.

    That an item exists is not asked: one that does not covers nothing.
    """

    items: tuple[str, ...] = ()
    powers: tuple[Power, ...]
    valid_from: date
    valid_to: date

    def require_possible(self, kind: MandateKind, today: date) -> None:
        """Raise `TermsInvalid` with all that is wrong."""
        pointers = [Pointer(f"#/{name}", wrong) for name, wrong in self._faults(kind, today)]
        if pointers:
            raise TermsInvalid(pointers=pointers)

    def _faults(self, kind: MandateKind, today: date) -> Iterator[tuple[str, Text]]:
        if not self.powers:
            yield "powers", POWERS_MISSING
        if _repeats(self.powers):
            yield "powers", POWERS_TWICE
        if _repeats(self.items):
            yield "items", ITEMS_TWICE
        if self.valid_from < today:
            yield "valid_from", IN_THE_PAST
        if self.valid_to < self.valid_from:
            yield "valid_to", ENDS_BEFORE_IT_BEGINS
        if self.valid_to >= _years_after(self.valid_from, LONGEST_YEARS[kind]):
            yield "valid_to", TOO_LONG[kind]


class MandateText(SignedText):
    """The power of attorney (授权委托书) that is signed, byte for byte as UTF-8."""

    @classmethod
    def of(
        cls,
        *,
        principal_name: str,
        code: str = "",
        representative: str = "",
        agent_name: str,
        agent_mobile: str,
        terms: Terms,
    ) -> Self:
        """The text of these terms: whoever gives the same terms gets the same bytes. It names agent, matters, powers
        and time, as the Civil Code, art. 165, demands. An organisation is named with its `code` and with the legal
        representative who signs for it.
        """
        organisation = f"委托单位：{principal_name}，统一社会信用代码 {code}，法定代表人 {representative}"
        return cls.of_lines(
            TEXT_VERSION,
            (
                "授权委托书",
                organisation if code else f"委托人：{principal_name}",
                f"受托人：{agent_name}，手机号 {agent_mobile}",
                f"委托事项：{'、'.join(terms.items) or '委托人可以申请的全部政务服务事项'}",
                f"委托权限：代为{'；代为'.join(POWERS_IN_WORDS[power] for power in terms.powers)}",
                f"委托期限：自 {terms.valid_from} 起至 {terms.valid_to} 止",
                "受托人在上述权限和期限内以委托人名义办理的事项，对委托人发生效力（《中华人民共和国民法典》第一百六十二条）。",
                "委托人可以随时撤销本委托，撤销自操作成功时起生效。受托人不得转委托。",
            ),
        )


def _repeats(values: Iterable[str]) -> bool:
    seen = list(values)
    return len(seen) != len(set(seen))


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; 1 March where there is no 29 February."""
    year = day.year + years
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return day.replace(year=year)

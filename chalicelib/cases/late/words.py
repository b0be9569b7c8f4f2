"""In words: why a case that waited in vain has ended, and what can be done about it."""

from collections.abc import Sequence

from chalicelib.cases.late.model import LateMaterial, LateState
from chalicelib.catalogue.differences.saying import say_limit
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text

REMEDIES = (
    "可以重新提出申请；如不服，可以自知道之日起六十日内依法申请行政复议，或者六个月内依法向人民法院提起行政诉讼。"
)
"""Reconsideration Law art. 20; Administrative Litigation Law art. 46."""


def ended_because(names: Sequence[str], day: str) -> str:
    """Told to the applicant, with the remedies."""
    return f"承诺后补的材料（{'、'.join(names)}）至{day}未补交，按您签署的容缺受理承诺书终止办理。{REMEDIES}"


def why_this_day(late: LateMaterial) -> Text:
    """How its last day came about."""
    since, within = shanghai_date(late.since).isoformat(), say_limit(late.within)
    zh, en = ("受理", "accepted") if late.returned is None or late.since != late.returned.at else ("退回", "returned")
    return Text(
        f"{since}{zh}，次日起计{within.zh}，至{late.due}24时",
        f"{en.capitalize()} on {since}; {within.en} from the day after, to 24:00 of {late.due}",
    )


def what_next(late: LateMaterial, *, is_waited_for: bool) -> Text:
    """Whose move it is; nobody's once the case was decided or has ended."""
    if late.state is LateState.CONFIRMED:
        return Text("已核对，符合要求", "It was looked at and fits")
    if not is_waited_for:
        return Text("办件已作出决定或已结束，不再补交", "The case was decided or has ended: nothing is waited for")
    if late.state is LateState.BROUGHT:
        return Text("已补交，待部门核对", "It came; the department has to look at it")
    if late.returned is not None:
        return Text("不符合要求，请重新补交", "It does not fit: bring it again")
    return Text("请按期补交", "It has to be brought in time")

"""Ways to compare two values of a field. Each says what is not as it was, and nothing when all is."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.catalogue.differences.model import Aspect, Compare, Difference, Place, Weight, nothing, sign
from chalicelib.catalogue.differences.saying import say
from chalicelib.catalogue.elements import Bilingual
from chalicelib.kernel.text import Text
from chalicelib.kernel.working_time import Limit, Unit

Say = Callable[[Any], Text]
HOURS = {Unit.HOUR: 5, Unit.CALENDAR_DAY: 5 * 24, Unit.WORKING_DAY: 7 * 24, Unit.MONTH: 5 * 24 * 30}
"""How long a unit is on the whole, in fifths of an hour: five working days are seven days."""


def value(weight: Weight = nothing, saying: Say = say) -> Compare:
    """A value that is replaced by another."""

    def compare(place: Place, old: Any, new: Any) -> Iterator[Difference]:
        if old == new:
            return
        burden = sign(weight(new) - weight(old))
        before, after = saying(old), saying(new)
        zh, en = place.label
        if _is_absent(old):
            yield place.tell(f"新增{zh}：{after.zh}", f"{en}: added, {after.en}", burden)
        elif _is_absent(new):
            yield place.tell(f"取消{zh}（原为{before.zh}）", f"{en}: removed, was {before.en}", burden)
        elif before == after:
            yield place.tell(f"{zh}的文字有修改", f"{en}: reworded", burden)
        else:
            yield place.tell(f"{zh}由{before.zh}改为{after.zh}", f"{en}: was {before.en}, now {after.en}", burden)

    return compare


def limit(longer: int) -> Compare:
    """A time limit; `longer` is what more time means for the applicant: 1 a burden, -1 a relief."""

    def compare(place: Place, old: Limit | None, new: Limit | None) -> Iterator[Difference]:
        if old is None or new is None or old == new:
            yield from value()(place, old, new)
            return
        change = sign(_length(new) - _length(old))
        zh, en = {1: ("延长", "lengthened"), -1: ("缩短", "shortened"), 0: ("改", "changed")}[change]
        before, after = say(old), say(new)
        yield place.tell(
            f"{place.label.zh}由{before.zh}{zh}为{after.zh}",
            f"{place.label.en}: {en} from {before.en} to {after.en}",
            change * longer,
        )

    return compare


def flag(burden: int = 0) -> Compare:
    """Something that is so or not; `burden` is what being so means for the applicant."""

    def compare(place: Place, old: bool, new: bool) -> Iterator[Difference]:
        zh, en = place.label
        if new and not old:
            yield place.tell(f"改为：{zh}", f"Now so: {en}", burden)
        if old and not new:
            yield place.tell(f"不再：{zh}", f"No longer so: {en}", -burden)

    return compare


def several(burden: int = 0, saying: Say = say) -> Compare:
    """A list of plain values; `burden` is what one more means for the applicant."""

    def compare(place: Place, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
        zh, en = place.label
        for lost in _without(old, new):
            word = saying(lost)
            yield place.named(_code(lost), place.label).tell(
                f"{zh}减少：{word.zh}", f"{en}: no longer {word.en}", -burden
            )
        for gained in _without(new, old):
            word = saying(gained)
            here = place.named(_code(gained), place.label)
            yield here.tell(f"{zh}增加：{word.zh}", f"{en}: also {word.en}", burden)
        yield from _order(place, old, new)

    return compare


def part(aspects: Callable[[], Mapping[str, Aspect]], title: Say, weight: Weight = nothing) -> Compare:
    """An element that has parts of its own, or is not there; `weight` is what having it means for the applicant."""

    def compare(place: Place, old: Any, new: Any) -> Iterator[Difference]:
        if old is not None and new is not None:
            yield from parts(aspects(), place, old, new)
        elif old != new:
            there = old if new is None else new
            yield _gained_or_lost(place, title(there), weight(there), is_gained=old is None)

    return compare


def listed(
    aspects: Callable[[], Mapping[str, Aspect]], key: Callable[[Any], str], title: Say, weight: Weight = nothing
) -> Compare:
    """A list of elements that are known by a key; what one more means for the applicant says `weight`."""

    def compare(place: Place, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
        before, after = _by_key(old, key), _by_key(new, key)
        for name, lost in before.items():
            if name not in after:
                yield _gained_or_lost(place.named(name, place.label), title(lost), weight(lost), is_gained=False)
        for name, member in after.items():
            if name in before:
                yield from parts(aspects(), place.named(name, title(member)), before[name], member)
            else:
                yield _gained_or_lost(place.named(name, place.label), title(member), weight(member), is_gained=True)
        yield from _order(place, list(before), list(after))

    return compare


def parts(aspects: Mapping[str, Aspect], place: Place, old: Any, new: Any) -> Iterator[Difference]:
    """Two elements, field by field in the order of `aspects`."""
    for name, aspect in aspects.items():
        yield from aspect.compare(place.within(name, aspect.label), getattr(old, name), getattr(new, name))


def _gained_or_lost(place: Place, title: Text, burden: int, *, is_gained: bool) -> Difference:
    zh, en = place.label
    if is_gained:
        return place.tell(f"新增{zh}：{title.zh}", f"{en}: added, {title.en}", burden)
    return place.tell(f"取消{zh}：{title.zh}", f"{en}: removed, {title.en}", -burden)


def _order(place: Place, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    """The same members in another order, or more often."""
    if list(old) != list(new) and set(old) == set(new):
        yield place.tell(f"{place.label.zh}的顺序或重复有调整", f"{place.label.en}: another order")


def _by_key(members: Sequence[Any], key: Callable[[Any], str]) -> dict[str, Any]:
    """Members by key; who has the key of another is told apart by a number."""
    seen: Counter[str] = Counter()
    found: dict[str, Any] = {}
    for member in members:
        name = key(member)
        seen[name] += 1
        found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = member
    return found


def _without(members: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    return [it for it in dict.fromkeys(members) if it not in others]


def _code(member: Any) -> str:
    return member.zh if isinstance(member, Bilingual) else str(member)


def _length(span: Limit) -> int:
    return span.amount * HOURS[span.unit]


def _is_absent(it: Any) -> bool:
    return it is None or it == ""

"""Two schemas of a form, field by field: what is asked now and was not, what must be filled in, what fits no more."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.catalogue.checks.fields import label_of
from chalicelib.catalogue.checks.schemas import DEEPEST
from chalicelib.catalogue.differences.model import Difference, Place, sign
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.text import Text

TIGHTER_WHEN_MORE = {"minLength", "minItems", "minimum", "exclusiveMinimum", "minProperties"}
LOOSER_WHEN_MORE = {"maxLength", "maxItems", "maximum", "exclusiveMaximum", "maxProperties"}
KEYWORDS = {
    "x-label": Text("名称", "label"),
    "x-mask": Text("脱敏方式", "mask"),
    "x-from": Text("预填来源", "what it is filled in from"),
    "type": Text("类型", "type"),
    "enum": Text("选项", "choices"),
    "const": Text("固定内容", "fixed content"),
    "pattern": Text("格式", "pattern"),
    "format": Text("格式", "format"),
    "minLength": Text("最少字数", "fewest characters"),
    "maxLength": Text("最多字数", "most characters"),
    "minimum": Text("最小值", "smallest value"),
    "maximum": Text("最大值", "largest value"),
    "minItems": Text("最少条数", "fewest entries"),
    "maxItems": Text("最多条数", "most entries"),
    "required": Text("必填项", "required fields"),
}
Schema = Mapping[str, Any]
ABSENT = object()
"""What a schema does not say, which is not the same as null."""


def form(place: Place, old: Schema, new: Schema) -> Iterator[Difference]:
    """Every difference of two forms' schemas."""
    yield from _schema(place, old, new, DEEPEST)


def _schema(place: Place, old: Schema, new: Schema, levels: int) -> Iterator[Difference]:
    """Within one object or field; beyond so many levels only that something differs."""
    if not levels:
        yield from _keyword(place, "", old, new)
        return
    for keyword in sorted({*old, *new}):
        before, after = old.get(keyword, ABSENT), new.get(keyword, ABSENT)
        if keyword == "properties" and _are_fields(before, after) and (_listed(old) or _listed(new)):
            yield from _fields(place, old, new, levels - 1)
        elif keyword == "items" and isinstance(before, dict) and isinstance(after, dict):
            yield from _schema(place.within("items", Text("每一项", "each entry")), before, after, levels - 1)
        elif keyword == "required" and _are_names(before) and _are_names(after):
            yield from _required(place, old, new)
        else:
            yield from _keyword(place, keyword, before, after)


def _fields(place: Place, old: Schema, new: Schema, levels: int) -> Iterator[Difference]:
    before, after = _listed(old), _listed(new)
    for name in sorted({*before, *after}):
        here = place.named("properties", place.label)
        if name not in before:
            here = here.named(name, _title(name, after[name]))
            must = _is_required(new, name)
            yield here.tell(
                f"新增字段{here.label.zh}（{'必填' if must else '选填'}）",
                f"New field {here.label.en} ({'required' if must else 'optional'})",
                int(must),
            )
        elif name not in after:
            here = here.named(name, _title(name, before[name]))
            must = _is_required(old, name)
            yield here.tell(f"不再填写字段{here.label.zh}", f"Field {here.label.en} is no longer asked for", -int(must))
        else:
            yield from _field(here.named(name, _title(name, after[name])), before[name], after[name], levels)


def _field(place: Place, old: Any, new: Any, levels: int) -> Iterator[Difference]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _schema(place, old, new, levels)
    else:
        yield from _keyword(place, "", old, new)


def _required(place: Place, old: Schema, new: Schema) -> Iterator[Difference]:
    """Fields that are there before and after and have to be filled in now, or need not any more."""
    before, after = old.get("required", []), new.get("required", [])
    for name in sorted({*_listed(old)} & {*_listed(new)}):
        was, must = name in before, name in after
        here = place.named("required", place.label).named(name, _title(name, _listed(new)[name]))
        zh, en = here.label
        if must and not was:
            yield here.tell(f"字段{zh}改为必填", f"Field {en} has to be filled in", 1)
        if was and not must:
            yield here.tell(f"字段{zh}改为选填", f"Field {en} may be left empty", -1)
    of_no_field = ({*before} ^ {*after}) - {*_listed(old)} - {*_listed(new)}
    if of_no_field or {*before} == {*after}:
        yield from _keyword(place, "required", old.get("required", ABSENT), new.get("required", ABSENT))


def _keyword(place: Place, keyword: str, old: Any, new: Any) -> Iterator[Difference]:
    """One keyword of a schema; the whole of it without a name."""
    if _same(old, new):
        return
    here = place.within(keyword, KEYWORDS.get(keyword, Text(f"填写规则（{keyword}）", f"rule ({keyword})")))
    if not keyword:
        here = place
    if keyword == "enum" and isinstance(old, list) and isinstance(new, list):
        yield from _choices(here, old, new)
        return
    yield here.tell(f"{here.label.zh}有调整", f"{here.label.en}: changed", _burden(keyword, old, new))


def _choices(place: Place, old: list[Any], new: list[Any]) -> Iterator[Difference]:
    lost, gained = _missing(old, new), _missing(new, old)
    zh, en = place.label
    if not lost and not gained:
        yield place.tell(f"{zh}的顺序有调整", f"{en}: another order")
        return
    told = [*(f"-{it}" for it in lost), *(f"+{it}" for it in gained)]
    burden = 0 if lost and gained else int(bool(lost)) - int(bool(gained))
    yield place.tell(f"{zh}有增减：{'、'.join(told)}", f"{en}: {', '.join(told)}", burden)


def _burden(keyword: str, old: Any, new: Any) -> int:
    """Whether a bound became tighter. A bound that was not there before, or is not any more, counts as one."""
    direction = int(keyword in TIGHTER_WHEN_MORE) - int(keyword in LOOSER_WHEN_MORE)
    if not direction:
        return 0
    if ABSENT in (old, new):
        return int(old is ABSENT) - int(new is ABSENT)
    return direction * sign(new - old) if isinstance(old, int) and isinstance(new, int) else 0


def _missing(members: list[Any], others: list[Any]) -> list[str]:
    known = {canonical_json(it) for it in others}
    return [canonical_json(it).decode().strip('"') for it in members if canonical_json(it) not in known]


def _same(old: Any, new: Any) -> bool:
    """As JSON tells values apart: `true` is not 1."""
    if ABSENT in (old, new):
        return old is new
    return canonical_json(old) == canonical_json(new)


def _are_fields(*values: Any) -> bool:
    return all(it is ABSENT or isinstance(it, dict) for it in values)


def _listed(schema: Schema) -> dict[str, Any]:
    """The fields of an object's schema."""
    listed = schema.get("properties")
    return listed if isinstance(listed, dict) else {}


def _are_names(value: Any) -> bool:
    return value is ABSENT or (isinstance(value, list) and all(isinstance(it, str) for it in value))


def _is_required(schema: Schema, name: str) -> bool:
    required = schema.get("required")
    return isinstance(required, list) and name in required


def _title(name: str, field: Any) -> Text:
    label = field.get("x-label") if isinstance(field, dict) else None
    english = label.get("en") if isinstance(label, dict) else None
    return Text(f"“{label_of(field) or name}”", f"“{english if isinstance(english, str) and english else name}”")

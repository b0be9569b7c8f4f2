"""Items for files: the seeded ones, the fictional one, and whatever hypothesis makes of them."""

import json
from functools import cache
from typing import Any

from hypothesis import strategies as st

from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.vocabulary import (
    ArchivePeriod,
    Channel,
    DeskPlace,
    LifeEvent,
    MaterialSource,
    OnlineDepth,
    SubjectKind,
)
from tests.support.items import ITEMS, joint_item, seeded_item


def a_form(properties: dict[str, Any]) -> dict[str, Any]:
    """An object as the sheet of fields writes one, every second field required."""
    form = {"type": "object", "additionalProperties": False, "properties": properties}
    required = list(properties)[::2]
    return {**form, "required": required} if required else form


WRITABLE = st.one_of(st.characters(exclude_categories=["Cs", "Cn", "Cc"]), st.sampled_from("\n\t\r\x85\u2028"))
NASTY = (
    "=1+1", "+86", "-5", "@x", "'", '"', '"a"', "“引”", "\u3000全角 ", "yes", "No", "01", "0x1F", "8:30", "1e3", "~",
    "null", "2026-01-01", "a: b", "- x", "# c", "[x]", "{x}", "a\nb", "a\n", "\n a", "\ta", "a\r\nb", "_x000D_", "、",
    "一、二", "1.0", "是", "&a", "*a", "!t", "%d", "|", ">", "𠮷😀", "\ufeffb", "99999999999999999999",
)  # fmt: skip
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(WRITABLE, min_size=1, max_size=40))
OPTIONAL = st.one_of(st.just(""), TEXTS)
BOTH = st.builds(lambda zh, en: {"zh": zh, "en": en}, TEXTS, OPTIONAL)
MAYBE_BOTH = st.one_of(st.none(), BOTH)
LIMITS = st.builds(
    lambda amount, unit: {"amount": amount, "unit": unit},
    st.integers(0, 999),
    st.sampled_from(["WORKING_DAY", "CALENDAR_DAY", "MONTH", "HOUR"]),
)
LISTS = st.lists(TEXTS, max_size=3)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), OPTIONAL),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
FIELD_NAMES = st.text("abcxyz_", min_size=1, max_size=6)
FIELDS = st.recursive(
    st.one_of(
        st.fixed_dictionaries(
            {"type": st.just("string")},
            optional={
                "minLength": st.integers(0, 9),
                "maxLength": st.integers(9, 99),
                "pattern": TEXTS,
                "x-label": BOTH,
            },
        ),
        st.fixed_dictionaries({"type": st.just("integer")}, optional={"minimum": st.integers(0, 9), "x-mask": TEXTS}),
        st.fixed_dictionaries(
            {"enum": st.lists(TEXTS, min_size=1, max_size=3, unique=True)}, optional={"x-help": BOTH}
        ),
        st.fixed_dictionaries({"const": TEXTS}),
        JSON,
    ),
    lambda fields: st.builds(a_form, st.dictionaries(FIELD_NAMES, fields, max_size=3)),
    max_leaves=6,
)
FORMS = st.one_of(
    st.dictionaries(FIELD_NAMES, FIELDS, max_size=4).map(
        lambda properties: {"$schema": "https://json-schema.org/draft/2020-12/schema", **a_form(properties)}
    ),
    st.dictionaries(TEXTS, JSON, max_size=3),
)
DESKS = st.builds(
    lambda role, department, place: {"role": role, "department": department, "place": place},
    st.sampled_from(["reviewer", "panel"]),
    st.sampled_from(["", "XF", "ZJ-1"]),
    st.sampled_from(list(DeskPlace)),
)
MUTATIONS: dict[str, st.SearchStrategy[Any]] = {
    "name": BOTH,
    "delegation": MAYBE_BOTH,
    "joint_departments": LISTS,
    "regions": LISTS,
    "legal_basis": LISTS,
    "subjects": st.lists(st.sampled_from(list(SubjectKind)), max_size=3),
    "channels": st.lists(st.sampled_from(list(Channel)), max_size=3),
    "conditions": MAYBE_BOTH,
    "intermediary_services": st.lists(BOTH, max_size=2),
    "limits": st.fixed_dictionaries(
        {"statutory": LIMITS, "promised": LIMITS}, optional={"extension": LIMITS, "note": BOTH}
    ),
    "online_depth": st.sampled_from(list(OnlineDepth)),
    "visits": st.integers(0, 3),
    "visit_basis": OPTIONAL,
    "one_open_case": st.booleans(),
    "form": FORMS,
    "materials": st.lists(st.deferred(lambda: A_MATERIAL), max_size=3),
    "promise": st.builds(
        lambda version, text, consequence: {"version": version, "text": text, "consequence": consequence},
        OPTIONAL, OPTIONAL, BOTH,
    ),
    "review": st.lists(
        st.builds(lambda name, desks: {"name": name, "desks": desks}, BOTH, st.lists(DESKS, min_size=1, max_size=3)),
        max_size=3,
    ),
    "fee": st.one_of(st.none(), st.deferred(lambda: A_FEE)),
    "result": st.fixed_dictionaries(
        {"certificate_type": OPTIONAL, "title": BOTH}, optional={"validity_years": st.integers(1, 100), "sample": TEXTS}
    ),
    "delivery": st.lists(st.sampled_from(["COURIER", "ELECTRONIC"]), max_size=2),
    "credit": st.fixed_dictionaries({"pledge_allowed": st.booleans()}, optional={"note": BOTH}),
    "tacit_approval": st.one_of(st.none(), st.fixed_dictionaries({"basis": OPTIONAL})),
    "archive_period": st.one_of(st.none(), st.sampled_from(list(ArchivePeriod))),
    "enquiry_phone": st.one_of(OPTIONAL, st.just("+86 898-12345")),
    "questions": st.lists(st.fixed_dictionaries({"question": BOTH, "answer": BOTH}), max_size=2),
    "life_events": st.lists(st.sampled_from(list(LifeEvent)), max_size=3),
    "keywords": LISTS,
}  # fmt: skip
A_MATERIAL = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["photo", "plan"]),
        "name": BOTH,
        "necessity": st.just("MAY_FOLLOW"),
        "specification": BOTH,
    },
    optional={
        "follow_within": LIMITS,
        "valid_for": LIMITS,
        "source": st.sampled_from(list(MaterialSource)),
        "issuing_authority": BOTH,
        "certificate_type": OPTIONAL,
        "legal_basis": OPTIONAL,
        "shared_source": st.fixed_dictionaries(
            {"certificate_type": OPTIONAL, "holder": BOTH, "use_reason": OPTIONAL}
        ),
        "media_types": LISTS,
        "max_bytes": st.integers(0, 2**53 - 1),
    },
)  # fmt: skip
A_FEE = st.fixed_dictionaries(
    {"name": BOTH, "amount_fen": st.integers(1, 10**9), "moment": st.just("AFTER_DECISION")},
    optional={
        "basis": OPTIONAL,
        "waivers": st.lists(
            st.fixed_dictionaries(
                {"condition": BOTH}, optional={"percent": st.integers(1, 100), "basis": OPTIONAL}
            ),
            max_size=2,
        ),
    },
)  # fmt: skip


def content(item: Any = None, **parts: Any) -> ItemContent:
    """What describes `item`, the seeded one without, with other parts."""
    described = (item or seeded_item()).model_dump(mode="json", include=set(ItemContent.model_fields))
    return ItemContent.model_validate({**described, **parts})


@cache
def seeded_contents() -> tuple[ItemContent, ...]:
    """All seeded items, and the fictional one."""
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(ITEMS.glob("*.json"))]
    for document in documents:
        document.pop("version", None)
    return (*map(ItemContent.model_validate, documents), content(joint_item()))


@st.composite
def any_contents(draw: st.DrawFn) -> ItemContent:
    """A seeded item with some of its elements replaced by anything that the model takes."""
    names = draw(st.lists(st.sampled_from(sorted(MUTATIONS)), max_size=6, unique=True))
    base = draw(st.sampled_from([seeded_item(), joint_item()]))
    return content(base, **{name: draw(MUTATIONS[name]) for name in names})

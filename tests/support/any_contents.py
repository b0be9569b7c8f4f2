"""Contents of every kind, lawful or not, for tests of what holds for all of them (hypothesis)."""

from typing import Any

from hypothesis import strategies as st

from tests.support.contents import lawful_document

WORDS = [
    "type", "properties", "items", "$ref", "$defs", "allOf", "required", "additionalProperties", "x-label", "x-mask",
    "enum", "const", "pattern", "patternProperties", "zh", "delivery_way", "prefixItems", "$id", "$schema", "if", "a",
]  # fmt: skip
VALUES = [
    None, True, False, 0, -1, 2**53 - 1, "", "#", "#/$defs/a", "#/properties", "object", "array", "string", "id", "(",
    "^a+$", "https://json-schema.org/draft/2020-12/schema",
]  # fmt: skip
JSON = st.recursive(
    st.sampled_from(VALUES) | st.text(max_size=5).filter(str.isprintable),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=30,
)
SCHEMAS = st.dictionaries(st.sampled_from(WORDS), JSON, max_size=8)
TEXTS = st.sampled_from(["", " ", "法", "《行政许可法》", "{", "{0}", "%s", "~/"]) | st.text(max_size=12)
LIMITS = st.fixed_dictionaries(
    {"amount": st.integers(0, 10**9), "unit": st.sampled_from(["WORKING_DAY", "CALENDAR_DAY", "MONTH", "HOUR"])}
)
CODES = st.sampled_from(["GA", "GS", "ZJ", "XX", "460000", "469003", "460300", "999999999"])
NAMES = st.fixed_dictionaries({"zh": st.sampled_from(["照片", " ", "公司章程", "{x}", "体检证明"])})
DESKS = st.fixed_dictionaries(
    {"role": st.sampled_from(["reviewer", "head"])},
    optional={"department": st.sampled_from(["", "WJ", "XX"]), "place": st.sampled_from(["OWN", "PROVINCE"])},
)
SOURCES = st.none() | st.fixed_dictionaries(
    {"certificate_type": st.sampled_from(["CHARTER", "OLD_PERMIT", ""]), "holder": NAMES, "use_reason": TEXTS}
)
MATERIALS = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["photo", "plan", "medical-certificate"]),
        "name": NAMES,
        "necessity": st.sampled_from(["REQUIRED", "OPTIONAL", "MAY_FOLLOW"]),
        "specification": NAMES,
    },
    optional={
        "form": st.sampled_from(["PAPER", "ELECTRONIC", "EITHER"]),
        "source": st.sampled_from(["10", "20", "99"]),
        "follow_within": st.none() | LIMITS,
        "valid_for": st.none() | LIMITS,
        "certificate_type": st.sampled_from(["", "CHARTER", "XX"]),
        "shared_source": SOURCES,
        "media_types": st.lists(TEXTS, max_size=2),
        "max_bytes": st.integers(0, 100),
        "legal_basis": TEXTS,
    },
)
PARTS = {
    "regions": st.lists(CODES | TEXTS, max_size=4),
    "joint_departments": st.lists(CODES | TEXTS, max_size=3),
    "legal_basis": st.lists(TEXTS, max_size=2),
    "level": st.sampled_from("1234567"),
    "case_kind": st.sampled_from("129"),
    "limits": st.fixed_dictionaries({"statutory": LIMITS, "promised": LIMITS, "extension": LIMITS}),
    "acceptance_check": LIMITS,
    "correction_time": LIMITS,
    "online_depth": st.integers(1, 7),
    "visits": st.integers(0, 3),
    "visit_basis": TEXTS,
    "enquiry_phone": TEXTS,
    "supervision_phone": TEXTS,
    "safety_related": st.booleans(),
    "archive_period": st.none() | st.sampled_from(["PERMANENT", "YEARS_10"]),
    "tacit_approval": st.none() | st.fixed_dictionaries({"basis": TEXTS}),
    "delivery": st.lists(st.sampled_from(["COURIER", "ELECTRONIC"]), max_size=3),
    "channels": st.lists(st.sampled_from("12349"), max_size=3),
    "review": st.lists(
        st.fixed_dictionaries({"name": NAMES, "desks": st.lists(DESKS, min_size=1, max_size=3)}), max_size=3
    ),
    "fee": st.none()
    | st.fixed_dictionaries(
        {"name": NAMES, "amount_fen": st.integers(1, 10**6), "moment": st.just("AFTER_DECISION"), "basis": TEXTS},
        optional={"waivers": st.lists(st.fixed_dictionaries({"condition": NAMES, "basis": TEXTS}), max_size=3)},
    ),
    "materials": st.lists(MATERIALS, max_size=4),
    "form": SCHEMAS,
}


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """The lawful document with any of its parts replaced."""
    return st.fixed_dictionaries({}, optional=PARTS).map(lambda parts: lawful_document(**parts))

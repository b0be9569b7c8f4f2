"""What departments get wrong: each flaw breaks exactly one publication check, and says which."""

from collections.abc import Callable
from typing import Any

Item = dict[str, Any]
Flaw = Callable[[Item], Item]
DEMANDED = {
    "code": "identity-papers",
    "name": {"zh": "申请人身份证明", "en": "Proof of identity"},
    "necessity": "REQUIRED",
    "specification": {"zh": "复印件一份", "en": "One copy"},
    "legal_basis": "《中华人民共和国居民身份证法》",
    "media_types": ["image/jpeg"],
    "max_bytes": 1048576,
}


def visit_without_law(item: Item) -> Item:
    """Somebody has to come, because it always was so."""
    reason = {"zh": "核对原件", "en": "To see the originals"}
    return {**item, "visits": 1, "online_depth": 4, "visit_reason": reason, "visit_basis": ""}


def demands_what_is_held(item: Item) -> Item:
    """A copy of what the licence base has."""
    return {**item, "materials": [*item["materials"], DEMANDED]}


def promises_too_much_time(item: Item) -> Item:
    """Longer than the law allows."""
    longer = {**item["limits"]["statutory"], "amount": item["limits"]["statutory"]["amount"] + 5}
    return {**item, "case_kind": "2", "limits": {**item["limits"], "promised": longer}}


def one_phone_for_all(item: Item) -> Item:
    """Complaints go to whom they are about."""
    return {**item, "supervision_phone": item["enquiry_phone"]}


def fee_without_basis(item: Item) -> Item:
    """Charged by habit."""
    fee = {"name": {"zh": "服务费", "en": "Service fee"}, "amount_fen": 1000, "basis": "", "moment": "AFTER_DECISION"}
    return {**item, "online_payment": True, "fee": fee}


def shows_a_mobile(item: Item) -> Item:
    """A field with personal data that nobody marked."""
    properties = item["form"]["properties"]
    mobile = {name: value for name, value in properties["mobile"].items() if name != "x-mask"}
    return {**item, "form": {**item["form"], "properties": {**properties, "mobile": mobile}}}


FLAWS: tuple[tuple[str, Flaw], ...] = (
    ("visit-needs-law", visit_without_law),
    ("material-already-held", demands_what_is_held),
    ("visit-needs-law", visit_without_law),
    ("promise-within-statute", promises_too_much_time),
    ("phones-differ", one_phone_for_all),
    ("visit-needs-law", visit_without_law),
    ("fee-needs-basis", fee_without_basis),
    ("form-masks-personal-data", shows_a_mobile),
)
"""The broken rule and how it is broken, in the order in which they are dealt out: visits are the usual trouble."""

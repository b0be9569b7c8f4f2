"""Every reply of the API: a member whose name says personal data masks it, or stands here with a reason."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app import AREAS
from chalicelib.kernel.masking import (
    Masked,
    MaskedAddress,
    MaskedIdNumber,
    MaskedMobile,
    MaskedName,
    Public,
    mask_address,
    mask_id,
    mask_mobile,
    mask_name,
)
from chalicelib.parties.officials.interests import InterestKind
from chalicelib.parties.officials.views import InterestView

PERSONAL = re.compile(
    r"(^|_)(name|names|mobile|mobiles|phone|id_number|id_numbers|number|address|applicant|holder|recipient|guardian|child"
    r"|person|agent|principal|subject)$"
)
THE_CATALOGUE = "chalicelib.catalogue."
"""Items, departments and regions are public; no person is named in what is said of them."""
EXCEPTIONS: dict[str, str] = {
    "DisclosedView.name": "seen whole on purpose: an act with a reason, counted and shown to the person",
    "DisclosedView.id_number": "seen whole on purpose",
    "DisclosedView.mobile": "seen whole on purpose",
    "CaseView.agent": "an object; its members mask",
    "DisclosedView.agent": "an object; its members stand here themselves",
    "DisclosedAgentView.name": "seen whole on purpose, like the applicant's",
    "DisclosedAgentView.id_number": "seen whole on purpose",
    "DisclosedAgentView.mobile": "seen whole on purpose",
    "WorklistEntry.applicant": "masked when the line is written: the index holds no whole name",
    "OrganisationClaimView.name": "an organisation's name is public",
    "ClientView.client_name": "a program's name",
    "CaseView.number": "the case's number",
    "PartView.number": "counts the parts of an upload",
    "CaseView.item_name": "an item's name",
    "CaseSummary.number": "the case's number",
    "CaseSummary.item_name": "an item's name",
    "MaterialView.name": "a material's name",
    "ReceiptView.number": "the case's number",
    "Timeline.number": "the case's number",
    "RunningCase.number": "the case's number",
    "WorklistEntry.number": "the case's number",
    "WorklistEntry.item_name": "an item's name",
    "HeldTime.holder": "which side holds the case, not who",
    "EnquiryView.case_number": "the case's number",
    "EnquiryView.item_name": "an item's name",
    "EnquiryEntry.case_number": "the case's number",
    "EnquiryEntry.item_name": "an item's name",
    "MaterialToBringView.name": "a material's name",
    "LateLine.name": "a material's name",
    "LateMaterialView.name": "a material's name",
    "PromisedMaterialView.name": "a material's name",
    "KeptMaterialView.name": "a material's name",
    "LookView.number": "the case's number",
    "LineView.number": "the number of a line",
    "RecipientView.name": "a department's or a partner's name",
    "SharedCertificateView.name": "a certificate's name",
    "DutyView.name": "a certificate's name",
    "TypeReaderView.name": "a certificate's name",
    "ConsentView.recipient": "a department or a partner",
    "ConsentSummary.recipient": "a department or a partner",
}


def models_in(kind: Any, seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
        seen.add(kind)
        yield kind
        for field in kind.model_fields.values():
            yield from models_in(field.annotation, seen)
    for inner in get_args(kind):
        yield from models_in(inner, seen)


def masks(field: FieldInfo) -> bool:
    """Whether whatever is put into it comes out masked."""
    return any(isinstance(it, Masked) for it in field.metadata) or _masks_within(field.annotation)


def _masks_within(kind: Any) -> bool:
    return any(isinstance(it, Masked) for it in getattr(kind, "__metadata__", ())) or any(
        _masks_within(inner) for inner in get_args(kind)
    )


def told() -> dict[str, bool]:
    """Members that say personal data by their name → whether they mask."""
    seen: set[type[BaseModel]] = set()
    replies = [route.reply for area in AREAS for route in area.routes if route.reply]
    return {
        f"{model.__name__.partition('[')[0]}.{name}": masks(field)
        for reply in replies
        for model in models_in(reply, seen)
        if not model.__module__.startswith(THE_CATALOGUE)
        for name, field in model.model_fields.items()
        if PERSONAL.search(name)
    }


def test_every_personal_member_of_every_reply_masks() -> None:
    """A member that is not personal, or has to be told whole, is to be entered above with its reason."""
    assert sorted(name for name, masked in told().items() if not masked and name not in EXCEPTIONS) == []


def test_no_exception_is_out_of_date() -> None:
    known = told()
    assert [name for name in EXCEPTIONS if name not in known or known[name]] == []
    assert all(EXCEPTIONS.values())
    assert sum(known.values()) >= 12, "what masks is found at all"


def test_replies_without_masking_would_be_noticed() -> None:
    class Careless(BaseModel):
        agent_name: str
        mobile: str | None = None
        masked_name: MaskedName | None = None

    fields = Careless.model_fields
    assert [name for name in fields if PERSONAL.search(name) and not masks(fields[name])] == ["agent_name", "mobile"]


class Shown(BaseModel):
    name: MaskedName | None = None
    id_number: MaskedIdNumber | None = None
    mobile: MaskedMobile | None = None
    address: MaskedAddress | None = None


WHOLE = {
    "name": ("欧阳示例", mask_name),
    "id_number": ("460105199003072215", mask_id),
    "mobile": ("13800000001", mask_mobile),
    "address": ("海南省海口市龙华区示例路 1 号", mask_address),
}


@pytest.mark.parametrize("member", WHOLE)
def test_a_masked_member_cannot_hold_the_whole_and_masks_nothing_twice(member: str) -> None:
    whole, mask = WHOLE[member]
    shown = getattr(Shown(**{member: whole}), member)
    assert shown == mask(whole) != whole
    assert getattr(Shown(**{member: shown}), member) == shown
    assert getattr(Shown.model_validate_json(f'{{"{member}": "{whole}"}}'), member) == shown


def test_what_is_public_is_shown_whole() -> None:
    shown = Shown(name=Public("海口示例商贸有限公司"), id_number=Public("91460100XNYL00013T"))
    assert (shown.name, shown.id_number) == ("海口示例商贸有限公司", "91460100XNYL00013T")
    assert type(shown.name) is not Public or shown.model_dump_json()


@pytest.mark.parametrize(
    ("address", "shown"),
    [("海南省海口市龙华区示例路 1 号", "海南省海口市**********"), ("海口路1号", "海口路**"), ("路", "*"), ("", "")],
)
def test_an_address_shows_the_city_and_never_more_than_half(address: str, shown: str) -> None:
    assert mask_address(address) == shown
    assert mask_address(shown) == shown


def test_a_view_masks_what_it_is_given() -> None:
    view = InterestView(
        interest_id="interest-1",
        kind=InterestKind.SPOUSE,
        number="460105199003072215",
        declared_at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    assert view.number == "460105********2215"

"""Reading the catalogue over HTTP."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.parts import Fee, MaterialRequirement
from chalicelib.catalogue.service import catalogue_of
from chalicelib.catalogue.vocabulary import DeliveryWay
from chalicelib.http.access import public
from chalicelib.http.call import Call, Reply
from chalicelib.http.routes import area
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Language, Text
from chalicelib.kernel.working_time import Limit

catalogue_area = area(__name__, Text("事项目录", "Catalogue"))


class MaterialView(BaseModel):
    """A material as the item requires it."""

    code: str
    name: str
    necessity: str
    specification: str
    obtained_by_sharing_from: str | None = Field(None, description="Who holds it already: it need not be brought.")
    media_types: tuple[str, ...]
    max_bytes: int
    legal_basis: str


class PromiseView(BaseModel):
    """The exact text to be accepted, with its version and hash."""

    version: str
    text: str
    sha256: str
    consequence: str


class ItemView(BaseModel):
    """An item as an applicant reads it."""

    model_config = ConfigDict(json_schema_extra={"title": "Item"})

    code: str
    version: int
    name: str
    department: str
    legal_basis: tuple[str, ...]
    minimum_level: int
    statutory_limit: Limit
    promised_limit: Limit
    visits: int
    form: dict[str, Any] = Field(description="JSON Schema 2020-12 with display hints (`x-label`).")
    materials: list[MaterialView]
    promise: PromiseView
    fee_fen: int | None
    fee_name: str | None
    fee_basis: str | None
    delivery: tuple[DeliveryWay, ...]
    enquiry_phone: str
    supervision_phone: str


@catalogue_area.get(
    "/v1/items/{item_code}",
    access=public("what can be applied for is public information (Government Information Disclosure Regulations)"),
    summary=Text("查看事项", "Read an item"),
    refusals=(ItemUnknown,),
    consistency="up to one minute old",
)
def read_item(call: Call, item_code: str) -> Reply[ItemView]:
    """The published version that new applications use."""
    return Reply(item_view(catalogue_of(call.platform).current(item_code, shanghai_date(call.act.at)), call.language))


def item_view(item: ItemVersion, language: Language) -> ItemView:
    """`item` in the reader's language."""
    return ItemView(
        code=item.code,
        version=item.version,
        name=item.name.in_language(language),
        department=item.department.name.in_language(language),
        legal_basis=item.legal_basis,
        minimum_level=item.minimum_level,
        statutory_limit=item.limits.statutory,
        promised_limit=item.limits.promised,
        visits=item.visits,
        form=item.form,
        materials=[material_view(material, language) for material in item.materials],
        promise=PromiseView(
            version=item.promise.version,
            text=item.promise.text,
            sha256=item.promise.sha256,
            consequence=item.promise.consequence.in_language(language),
        ),
        **_fee(item.fee, language),
        delivery=item.delivery,
        enquiry_phone=item.enquiry_phone,
        supervision_phone=item.supervision_phone,
    )


def material_view(material: MaterialRequirement, language: Language) -> MaterialView:
    """One requirement in the reader's language."""
    source = material.shared_source
    return MaterialView(
        code=material.code,
        name=material.name.in_language(language),
        necessity=material.necessity,
        specification=material.specification.in_language(language),
        obtained_by_sharing_from=source.holder.in_language(language) if source else None,
        media_types=material.media_types,
        max_bytes=material.max_bytes,
        legal_basis=material.legal_basis,
    )


def _fee(fee: Fee | None, language: Language) -> dict[str, Any]:
    if fee is None:
        return {"fee_fen": None, "fee_name": None, "fee_basis": None}
    return {"fee_fen": fee.amount_fen, "fee_name": fee.name.in_language(language), "fee_basis": fee.basis}

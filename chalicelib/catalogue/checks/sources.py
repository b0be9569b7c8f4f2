"""From where form fields may be filled in (`x-from`): what the system knows, or obtains for this item anyway."""

from collections.abc import Iterator

from chalicelib.catalogue.checks.bases import SHARING
from chalicelib.catalogue.checks.rules import Fault, Known, rule
from chalicelib.catalogue.checks.schemas import fields, nodes
from chalicelib.catalogue.known_data import SOURCES, CertificateSource
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.registers.entries import FieldKind
from chalicelib.kernel.text import Text


@rule(
    "form-sources-are-known",
    "预填来源（x-from）应是系统掌握的数据，且写在文本字段上",
    "What a field is filled in from is known to the system, and the field is a text",
    SHARING,
)
def form_sources_are_known(item: ItemContent, _: Known) -> Iterator[Fault]:
    """State Council order 809: what is known is not asked for. Anywhere else it would fill in nothing."""
    texts = {at for _name, at, it in fields(item.form) if isinstance(it, dict) and it.get("type") == "string"}
    for pointer, source in _named_in(item):
        if (source not in SOURCES and CertificateSource.named(source) is None) or pointer not in texts:
            known = ", ".join((*SOURCES, "licence:TYPE#field"))
            detail = Text(f"请写在文本字段上，并使用：{known}", f"Put it on a text field, and use one of: {known}")
            yield Fault(f"#/form{pointer}/x-from", detail)


@rule(
    "form-certificate-is-obtained",
    "预填所用证照应是本事项材料的共享来源，照面信息应在证照目录中",
    "A certificate that fills in a field is the shared source of one of the item's materials, and has that field",
    SHARING,
)
def form_certificate_is_obtained(item: ItemContent, known: Known) -> Iterator[Fault]:
    """A certificate is looked up for a purpose that was written down (`use_reason`): not for a form alone."""
    obtained = {it.shared_source.certificate_type for it in item.materials if it.shared_source is not None}
    for pointer, source in _named_in(item):
        wanted = CertificateSource.named(source)
        if wanted is None:
            continue
        place = f"#/form{pointer}/x-from"
        if wanted.certificate_type not in obtained:
            detail = Text(
                f"请先将{wanted.certificate_type}列为某项材料的共享来源",
                f"Make {wanted.certificate_type} the shared source of a material first",
            )
            yield Fault(place, detail)
            continue
        kind = known.registers.certificate_type(wanted.certificate_type)
        texts = [it.name for it in kind.fields if it.kind is not FieldKind.IMAGE] if kind else []
        if wanted.field not in texts:
            detail = Text(f"该证照的照面信息：{'、'.join(texts)}", f"Such a certificate has: {', '.join(texts)}")
            yield Fault(place, detail)


RULES = (form_sources_are_known, form_certificate_is_obtained)


def _named_in(item: ItemContent) -> Iterator[tuple[str, object]]:
    for pointer, _depth, value in nodes(item.form):
        if isinstance(value, dict) and "x-from" in value and not pointer.endswith("/properties"):
            yield pointer, value["x-from"]

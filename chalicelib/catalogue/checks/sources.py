"""From where form fields may be filled in (`x-from`): names of what is known of whoever applies."""

from collections.abc import Iterator

from chalicelib.catalogue.checks.bases import SHARING
from chalicelib.catalogue.checks.rules import Fault, Known, rule
from chalicelib.catalogue.checks.schemas import fields, nodes
from chalicelib.catalogue.model import ItemContent
from chalicelib.kernel.text import Text

NAME, NUMBER, MOBILE = "applicant.name", "applicant.number", "applicant.mobile"
AGENT_NAME, AGENT_NUMBER, AGENT_MOBILE = "agent.name", "agent.number", "agent.mobile"
SOURCES = (NAME, NUMBER, MOBILE, AGENT_NAME, AGENT_NUMBER, AGENT_MOBILE)


@rule(
    "form-sources-are-known",
    "预填来源（x-from）应是系统掌握的数据，且写在文本字段上",
    "What a field is filled in from is known to the system, and the field is a text",
    SHARING,
)
def form_sources_are_known(item: ItemContent, _: Known) -> Iterator[Fault]:
    """State Council order 809: what is known is not asked for. Anywhere else it would fill in nothing."""
    texts = {at for _name, at, it in fields(item.form) if isinstance(it, dict) and it.get("type") == "string"}
    for pointer, _depth, value in nodes(item.form):
        if not isinstance(value, dict) or "x-from" not in value or pointer.endswith("/properties"):
            continue
        if value["x-from"] not in SOURCES or pointer not in texts:
            known = ", ".join(SOURCES)
            detail = Text(f"请写在文本字段上，并使用：{known}", f"Put it on a text field, and use one of: {known}")
            yield Fault(f"#/form{pointer}/x-from", detail)


RULES = (form_sources_are_known,)

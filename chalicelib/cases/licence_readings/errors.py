"""What reading in the course of a case refuses."""

from chalicelib.kernel.errors import NotAllowed
from chalicelib.kernel.text import Text


class NotRequiredHere(NotAllowed):
    """The item asks for no certificate of that type, so there is no duty to look at it."""

    code = "case.certificate-not-required"
    title = Text("该事项不需要此类证照", "The item does not need a certificate of this type")
    next_step = Text(
        "只能读取事项材料清单所需的证照类型，见 GET /v1/items/{item_code}。",
        "Only the types that the item's materials name can be read: GET /v1/items/{item_code}.",
    )

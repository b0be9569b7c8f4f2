"""Reading the catalogue over HTTP."""

from pydantic import Field

from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.catalogue.service import catalogue_of
from chalicelib.catalogue.views import ItemView
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import public
from chalicelib.http.routes import Area
from chalicelib.http.shapes import Request
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text

catalogue_area = Area(Text("事项目录", "Catalogue"))
PUBLIC = public("what can be applied for is public information (Government Information Disclosure Regulations)")


class VersionQuery(Request):
    """Which version is asked for."""

    version: int | None = Field(None, ge=1, le=999_999, description="The one a case began with; the present without.")


@catalogue_area.get(
    "/v1/items/{item_code}",
    access=PUBLIC,
    summary=Text("查看事项", "Read an item"),
    refusals=(ItemUnknown,),
    consistency="up to one minute old",
)
def read_item(call: Call, item_code: str, query: VersionQuery) -> Reply[ItemView]:
    """The published version that new applications use, or an earlier one, which running cases may still be on."""
    catalogue = catalogue_of(call.platform)
    if query.version is None:
        item = catalogue.current(item_code, shanghai_date(call.act.at))
    else:
        item = catalogue.announced(item_code, query.version)
    return Reply(ItemView.of(item, call.language))

"""Why nobody can apply for an organisation."""

from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.text import Text


class OrganisationUnknown(NotFound):
    """No organisation is bound under this id."""

    code = "party.organisation-unknown"
    title = Text("没有这个单位", "There is no such organisation")
    next_step = Text(
        "请由法定代表人重新绑定单位（POST /v1/me/organisation-claim）。",
        "Let its legal representative bind it (POST /v1/me/organisation-claim).",
    )

"""What organisations refuse."""

from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.text import Text


class UsccInvalid(Invalid):
    """The code breaks GB 32100; the pointer says how."""

    code = "party.uscc-invalid"
    title = Text("统一社会信用代码有误", "The social credit code is not valid")
    next_step = Text("请按营业执照或登记证书逐位核对。", "Compare it with the certificate, character by character.")


class NothingClaimed(NotFound):
    """The caller never said that they represent an organisation."""

    code = "party.no-organisation-claimed"
    title = Text("您尚未申请绑定单位", "You have not asked to be bound to an organisation")
    next_step = Text(
        "法定代表人可提交单位名称和代码（POST /v1/me/organisation-claim）。",
        "A legal representative sends its name and code (POST /v1/me/organisation-claim).",
    )

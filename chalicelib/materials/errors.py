"""What the keeping of materials refuses."""

from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.text import Text


class NotDeclared(NotFound):
    """An object lies in storage that nobody announced under this key."""

    code = "material.not-declared"
    title = Text("没有声明过这个文件", "Nobody declared this file")
    next_step = Text("请先在办件中申请上传。", "Ask for the upload in the case first.")


class UploadUnknown(NotFound):
    """There is no such upload."""

    code = "material.upload-unknown"
    title = Text("没有这次上传", "There is no such upload")
    next_step = NotDeclared.next_step


class PartsMissing(Invalid):
    """Some parts were not named, or others than there are."""

    code = "material.parts-missing"
    title = Text("分片不齐", "Parts are missing")
    next_step = Text(
        "请先传完 GET /v1/uploads/… 中列出的缺少的分片，再提交全部分片的标识。",
        "Send the parts that GET /v1/uploads/… still lists, then name all of them with their tags.",
    )


class PartsRefused(Invalid):
    """Storage does not have such parts: a tag is wrong, or a part is too small."""

    code = "material.parts-refused"
    title = Text("分片与已上传的不一致", "The parts are not those that arrived")
    next_step = Text(
        "请以 GET /v1/uploads/… 返回的标识为准，大小不符的分片请重传。",
        "Take the tags from GET /v1/uploads/…, and send parts of another size again.",
    )


class UploadOver(Conflict):
    """Storage has forgotten what arrived: it is kept for two days."""

    code = "material.upload-over"
    title = Text("本次上传已失效", "This upload is over")
    next_step = Text("请在办件中重新申请上传。", "Ask for the upload in the case again.")

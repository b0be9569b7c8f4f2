"""What the vault refuses, and what to do then."""

from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.text import Text


class KeptUnknown(NotFound):
    code = "vault.material-unknown"
    title = Text("没有这份留存材料", "There is no such kept material")
    next_step = Text("请在 GET /v1/me/kept-materials 中选择。", "Choose one of GET /v1/me/kept-materials.")


class KeptOver(Conflict):
    code = "vault.material-over"
    title = Text("该留存材料已到期、已撤回或核验不符", "It has run out, was withdrawn, or differs from the original")
    next_step = Text("请上传新的材料。", "Upload a new one.")


class KeptDoesNotFit(Invalid):
    code = "vault.material-does-not-fit"
    title = Text("该留存材料不是所需的材料", "This is not the material that is wanted")
    next_step = Text("请使用办件材料清单中给出的留存材料，或上传。", "Use the one that the case offers, or upload.")


class NothingToCompare(Conflict):
    code = "vault.nothing-to-compare"
    title = Text("该材料没有可与原件核对的文件", "There is no file of this material to compare with an original")
    next_step = Text(
        "请在申请人上传并通过检查后再核对。", "Compare it once the applicant has uploaded it and it was examined."
    )

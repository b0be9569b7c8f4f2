"""What the keeping of materials refuses."""

from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.text import Text


class NotDeclared(NotFound):
    """An object lies in storage that nobody announced under this key."""

    code = "material.not-declared"
    title = Text("没有声明过这个文件", "Nobody declared this file")
    next_step = Text("请先在办件中申请上传。", "Ask for the upload in the case first.")

"""What the catalogue refuses."""

from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.text import Text


class ItemUnknown(NotFound):
    """There is no published item of that code."""

    code = "catalogue.item-unknown"
    title = Text("没有这个事项", "There is no such item")
    next_step = Text("请在事项目录中查找正确的事项编码。", "Look the item's code up in the catalogue.")


class VersionAlreadyPublished(Conflict):
    """A published version never changes."""

    code = "catalogue.version-published"
    title = Text("该版本已经发布，不能更改", "This version is published and cannot be changed")
    next_step = Text("请以新的版本号发布修改后的内容。", "Publish the changed content under a new version number.")

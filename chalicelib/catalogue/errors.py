"""What the catalogue refuses."""

from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.text import Text


class ItemUnknown(NotFound):
    """There is no published item of that code."""

    code = "catalogue.item-unknown"
    title = Text("没有这个事项", "There is no such item")
    next_step = Text("请在事项目录中查找正确的事项编码。", "Look the item's code up in the catalogue.")

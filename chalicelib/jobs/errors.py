"""What is refused of a job."""

from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.text import Text


class JobUnknown(NotFound):
    """There is no such job."""

    code = "job.unknown"
    title = Text("没有这个任务", "There is no such job")
    next_step = Text("请核对任务编号。", "Check the job's identifier.")

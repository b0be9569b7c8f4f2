"""What is refused of a job."""

from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.text import Text


class JobUnknown(NotFound):
    """There is no such job."""

    code = "job.unknown"
    title = Text("没有这个任务", "There is no such job")
    next_step = Text("请核对任务编号。", "Check the job's identifier.")


class NotRunning(Conflict):
    """It has ended, or waits for its owner."""

    code = "job.not-running"
    title = Text("该任务不在进行中（{status}）", "The job is not under way: it is {status}")
    next_step = Text("已结束的任务请重新发起。", "Begin a new one if this one has ended.")

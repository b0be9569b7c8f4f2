"""What is refused of a job."""

from chalicelib.kernel.errors import Conflict, Invalid, NotFound
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


class FileRefused(Invalid):
    """A file, or a file within an archive, is not read at all."""


class FileEmpty(FileRefused):
    """Nothing is in it."""

    code = "file.empty"
    title = Text("文件中没有内容", "There is nothing in the file")
    next_step = Text("请确认选对了文件，且文件已保存。", "Check that it is the right file and that it was saved.")


class UploadMissing(Conflict):
    """An import is started before its file has arrived."""

    code = "file.upload-missing"
    title = Text("文件尚未上传", "The file has not arrived")
    next_step = Text("请先按返回的地址上传文件，再开始导入。", "Upload it to the given address, then start the import.")


class FileDiffers(FileRefused):
    """Other bytes have arrived than were announced."""

    code = "file.differs"
    title = Text("上传的文件与申报的不一致", "The uploaded file is not the one that was announced")
    next_step = Text("请重新发起导入并上传同一个文件。", "Begin a new import and upload that very file.")


class NotAnImport(NotFound):
    """The job is of another kind."""

    code = "file.not-an-import"
    title = Text("没有这个导入任务", "There is no such import")
    next_step = Text("请核对任务编号。", "Check the job's identifier.")

"""What feedback refuses."""

from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.text import Text


class NotConcluded(Conflict):
    code = "feedback.not-concluded"
    title = Text("办件尚未办结，暂不能评价", "The case is not concluded yet, so it cannot be evaluated")
    next_step = Text("请在收到办理决定后评价。", "Evaluate the service once the decision is there.")


class AlreadyEvaluated(Conflict):
    """One service, one evaluation (GB/T 39734-2020)."""

    code = "feedback.already-evaluated"
    title = Text("该办件已经评价过", "This case has been evaluated already")
    next_step = Text("一次服务评价一次，感谢您的评价。", "One evaluation a service; thank you for yours.")


class NotEvaluated(NotFound):
    code = "feedback.not-evaluated"
    title = Text("该办件还没有评价", "This case has not been evaluated")
    next_step = Text("办结后可以评价，评价自愿。", "It can be evaluated once it is concluded, by whoever wishes to.")


class EnquiryUnknown(NotFound):
    code = "feedback.enquiry-unknown"
    title = Text("没有这条咨询", "There is no such enquiry")
    next_step = Text("请核对咨询编号。", "Check the enquiry's identifier.")


class EnquiryAlreadyAnswered(Conflict):
    code = "feedback.enquiry-already-answered"
    title = Text("该咨询已经答复", "The enquiry has been answered already")
    next_step = Text("请查看已有答复；申请人可以再次咨询。", "Read the answer; the applicant may ask again.")

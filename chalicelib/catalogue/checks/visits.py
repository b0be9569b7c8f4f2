"""Coming in person: everything is done without a visit unless a law says that the applicant must appear."""

import re
from collections.abc import Iterator

from chalicelib.catalogue.checks.bases import PLAN, PRACTICE, TOLD_TO_ALL
from chalicelib.catalogue.checks.rules import Fault, Known, rule, says_something
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.vocabulary import OnlineDepth
from chalicelib.kernel.text import Text

NAMED_LAW = re.compile(
    r"《[^《》]{3,}》"
    r"|\w{2,}(法|条例|规定|办法|细则|决定|解释)第[0-9一二三四五六七八九十百零〇]+条"
    r"|令第?[0-9]+号|[〔\[(（][12][0-9]{3}[〕\])）][^《]{0,8}?[0-9]+号"
)


@rule(
    "visit-needs-law",
    "需要到现场的，必须引用要求到场的法律依据",
    "A visit cites the law that demands it",
    PLAN,
)
def visit_needs_law(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Hainan plan of 2017: everything is no-visit unless a law says that the applicant must appear; the law is named
    (《…》, an article or a document number), not merely alluded to.
    """
    if item.visits and not NAMED_LAW.search(item.visit_basis):
        yield Fault(
            "#/visit_basis",
            Text(
                "请写明要求申请人到场的法律名称和条款；没有依据的，到现场次数改为0",
                "Name the law and article that demand the visit; without one set the visits to 0",
            ),
        )


@rule("visit-needs-reason", "需要到现场的，必须说明原因", "A visit says what for", PLAN)
def visit_needs_reason(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Hainan plan of 2017; GB/T 39046-2020 keeps the number of visits and their reason side by side."""
    if item.visits and not (item.visit_reason and says_something(item.visit_reason.zh)):
        yield Fault("#/visit_reason", Text("请说明必须到现场的原因", "Say what the applicant has to come for"))


@rule(
    "online-means-no-visit",
    "全程网办（网上办理深度5至7）的，到现场次数为0",
    "What is handled fully online (depth 5 to 7) takes no visit",
    PRACTICE,
)
def online_means_no_visit(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Practice: full online handling and a visit exclude each other."""
    if item.visits and item.online_depth >= OnlineDepth.HANDLED:
        yield Fault(
            "#/visits",
            Text(
                "网上办理深度为5及以上时到现场次数应为0；确需到场的，请降低网上办理深度",
                "At online depth 5 or more set the visits to 0, or lower the depth if a visit is needed",
            ),
        )


@rule(
    "no-visit-needs-a-way-in",
    "不到现场又不能全程网办的，必须接受邮寄材料",
    "No visit and not fully online: papers are accepted by post",
    PRACTICE,
)
def no_visit_needs_a_way_in(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Practice: whoever need not come and cannot finish online has to be able to send the papers."""
    if not item.visits and item.online_depth < OnlineDepth.HANDLED and not item.accepts_post:
        yield Fault(
            "#/accepts_post",
            Text(
                "请接受邮寄材料，或提高网上办理深度到5及以上", "Accept papers by post, or raise the online depth to 5"
            ),
        )


@rule("delivery-needed", "至少有一种结果送达方式", "There is at least one way of delivery", PLAN)
def delivery_needed(item: ItemContent, _: Known) -> Iterator[Fault]:
    """The eighth step of the plan: the result is delivered, by courier or electronically."""
    if not item.delivery:
        yield Fault("#/delivery", Text("请至少选择一种送达方式", "Choose at least one way of delivery"))


@rule("channel-needed", "至少有一种办理渠道", "There is at least one channel", TOLD_TO_ALL)
def channel_needed(item: ItemContent, _: Known) -> Iterator[Fault]:
    """GB/T 39046-2020: the channels through which an item is handled."""
    if not item.channels:
        yield Fault("#/channels", Text("请至少选择一种办理渠道", "Choose at least one channel"))


RULES = (
    visit_needs_law,
    visit_needs_reason,
    online_means_no_visit,
    no_visit_needs_a_way_in,
    delivery_needed,
    channel_needed,
)

"""What the sealed documents say: the content of a decision and of an acceptance receipt, without their looks."""

import datetime as dt

from pydantic import AwareDatetime, Field

from chalicelib.kernel.value import Value


class _Document(Value):
    """What every document carries. Names are shown whole, identity numbers of people must come masked.

    `agent` is a line about whoever acted for the holder, empty where nobody did; `addressee` how the holder is
    addressed.
    """

    authority: str = Field(min_length=1)
    authority_en: str = ""
    title: str = Field(min_length=1)
    title_en: str = ""
    case_number: str
    item_name: str
    item_name_en: str = ""
    holder_name: str = Field(min_length=1)
    holder_number_kind: str = "证件号码"
    holder_number: str
    agent: str = ""
    addressee: str = "你"
    legal_basis: tuple[str, ...]
    verification_code: str
    verification_url: str
    verification_hint_url: str = ""
    seal_caption: str = "行政审批专用章"
    notice: str = ""


class DocumentContent(_Document):
    """A decision (准予行政许可决定书 and its like): paragraphs of text, the dates, and how the time was kept.

    `promised` and `statutory` are limits in words ("即办", "1个工作日"). `issued_at` is an aware instant and
    becomes the file's creation date, so that equal content gives equal bytes.
    """

    decision: tuple[str, ...]
    applied_on: dt.date
    accepted_on: dt.date
    decided_on: dt.date
    due_on: dt.date
    promised: str
    statutory: str
    working_days_used: int = Field(ge=0)
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    licence_identifier: str = ""
    issued_at: AwareDatetime


class ReceivedMaterial(Value):
    """One line of the list of materials on a receipt."""

    name: str
    source: str
    """Where it came from, in words: uploaded (网上上传), shared (数据共享), promised (告知承诺)."""


class MaterialToFollow(Value):
    """One line of what may still be brought (容缺后补), and by when."""

    name: str
    until: dt.date


class ReceiptContent(_Document):
    """A dated acceptance receipt (受理通知书): what was received, when, and by when it will be decided.

    Administrative Licensing Law art. 32: acceptance is told in a sealed and dated document.
    """

    title: str = "受理通知书"
    title_en: str = "Notice of Acceptance"
    materials: tuple[ReceivedMaterial, ...]
    to_follow: tuple[MaterialToFollow, ...] = ()
    received_on: dt.date
    accepted_on: dt.date
    promised_due_on: dt.date
    statutory_due_on: dt.date
    promised: str
    statutory: str
    query_password: str = ""
    enquiry_phone: str = ""
    issued_at: AwareDatetime

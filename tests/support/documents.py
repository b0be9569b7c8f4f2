"""Documents with the parts that a test does not care about filled in."""

import datetime as dt

from chalicelib.licences.documents import DocumentContent, ReceiptContent, ReceivedMaterial
from chalicelib.licences.identifier import LicenceIdentifier

COMMON = {
    "authority": "海口市公安局交通警察支队",
    "authority_en": "Traffic Police Detachment, Haikou Public Security Bureau",
    "case_number": "46010020260302000013",
    "item_name": "机动车驾驶证期满换证",
    "item_name_en": "Renewal of a motor vehicle driving licence on expiry",
    "holder_name": "王小明",
    "holder_number": "460105********002X",
    "verification_code": "7K4M-9P2Q-XW3H",
    "verification_url": "https://example.invalid/v1/verify/7K4M9P2QXW3H",
    "verification_hint_url": "https://example.invalid/verify",
    "issued_at": dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC),
}
LAW = "《中华人民共和国道路交通安全法实施条例》第二十六条"


def decision(**changes: object) -> DocumentContent:
    """A granted renewal of a driving licence."""
    content = COMMON | {
        "title": "准予换发机动车驾驶证决定书",
        "title_en": "Decision Granting the Renewal of a Driving Licence",
        "legal_basis": (LAW, "《中华人民共和国行政许可法》第三十八条、第四十四条"),
        "decision": (
            "你于2026年3月2日提出的机动车驾驶证期满换证申请，本机关已依法受理并审查。经审查，"
            "申请符合法定条件、标准，现决定：准予换发机动车驾驶证，准驾车型C1。",
            "新证件由本机关自本决定作出之日起十个工作日内，按你选择的快递方式送达；电子证照即时生效。",
        ),
        "applied_on": dt.date(2026, 3, 2),
        "accepted_on": dt.date(2026, 3, 2),
        "decided_on": dt.date(2026, 3, 2),
        "due_on": dt.date(2026, 3, 2),
        "promised": "即办（当日办结）",
        "statutory": "1个工作日",
        "working_days_used": 0,
        "valid_from": dt.date(2026, 3, 20),
        "valid_until": dt.date(2036, 3, 20),
        "licence_identifier": str(
            LicenceIdentifier.make(
                certificate_type="11100000000013338W011", issuer="11460100008173401L", serial="46010020260302000013"
            )
        ),
        "notice": "如对本决定不服，可自收到之日起六十日内依法申请行政复议，或者六个月内依法提起行政诉讼。",
    }
    return DocumentContent(**(content | changes))


def receipt(**changes: object) -> ReceiptContent:
    """The receipt of the same application."""
    content = COMMON | {
        "legal_basis": (LAW, "《中华人民共和国行政许可法》第三十二条"),
        "materials": (
            ReceivedMaterial(name="居民身份证", source="数据共享"),
            ReceivedMaterial(name="机动车驾驶人身体条件证明", source="数据共享"),
            ReceivedMaterial(name="近期免冠证件照", source="网上上传"),
        ),
        "received_on": dt.date(2026, 3, 2),
        "accepted_on": dt.date(2026, 3, 2),
        "promised_due_on": dt.date(2026, 3, 2),
        "statutory_due_on": dt.date(2026, 3, 3),
        "promised": "即办",
        "statutory": "1个工作日",
        "query_password": "K7M4QX2P",
        "enquiry_phone": "0898-12345",
    }
    return ReceiptContent(**(content | changes))

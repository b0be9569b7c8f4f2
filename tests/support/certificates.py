"""Certificates with the parts that a test does not care about filled in."""

import datetime as dt

from chalicelib.kernel.canonical import sha256_hex
from chalicelib.licences.request import Holder, Kind, LicenceRequest
from chalicelib.licences.service import verification_code_of
from tests.support.platform import FakePlatform

PDF = b"%PDF-1.7 the decision"
NAME, ID_NUMBER = "王示例", "460105199003072215"


def request(cloud: FakePlatform, **changes: object) -> LicenceRequest:
    """A decision of case-1 that is valid for ten years."""
    kind = changes.get("kind", Kind.DECISION)
    assert isinstance(kind, Kind)
    fields = {
        "reference": "case-1",
        "kind": kind,
        "certificate_type": "DRIVINGLICENCE",
        "issuer": "GA4601000000000000",
        "issuer_name": "公安局交通警察支队",
        "serial": "46010020260302000013",
        "title": "机动车驾驶证换证决定书",
        "holder": Holder(name=NAME, id_number=ID_NUMBER, account_id="account-1"),
        "department": "GA",
        "region": "460100",
        "object_key": "documents/case-1/decision.pdf",
        "sha256": sha256_hex(PDF),
        "verification_code": verification_code_of(cloud, "case-1", kind),
        "valid_from": dt.date(2026, 3, 2),
        "valid_until": dt.date(2036, 3, 2),
    }
    return LicenceRequest.model_validate(fields | changes)

"""The licence base (电子证照库): electronic certificates shared on request, for a stated reason.

The number under the root of certificate identifiers, and what its check character covers, are [believed, not checked].
"""

from collections.abc import Iterable
from datetime import date, timedelta

from stdnum.iso7064 import mod_37_36
from werkzeug import Request

from infra.sandbox.errors import Refusal
from infra.sandbox.organisations import well_formed_uscc
from infra.sandbox.people import PEOPLE, Person
from infra.sandbox.signed_requests import verify_signed_request
from infra.sandbox.state import Document
from infra.sandbox.wire import SHANGHAI, Counterparty, Reply, Route, Surroundings, json_body, text

RESIDENT_ID, CREDIT_CODE = "111", "001"
HOLDER_TYPES = (RESIDENT_ID, CREDIT_CODE)
DRIVING_LICENCE, MEDICAL_CERTIFICATE = "DRIVING_LICENCE", "DRIVER_MEDICAL_CERTIFICATE"
ID_CARD, HOUSEHOLD_REGISTER = "RESIDENT_ID_CARD", "HOUSEHOLD_REGISTER"
LOCAL_PREFIX = "46"
"""The province's own residents: their household registers are kept here."""
ROOT = "1.2.156.3005.2"
TRUST_GRADES = ("A", "B", "C", "D")
CATALOGUE = {
    DRIVING_LICENCE: ("990001", "机动车驾驶证", "12460000SANDBOX01A", "示例省公安厅交通管理局", 6 * 365),
    MEDICAL_CERTIFICATE: ("990002", "机动车驾驶人身体条件证明", "12460000SANDBOX02B", "示例人民医院", 180),
    ID_CARD: ("990003", "居民身份证", "12460000SANDBOX03C", "示例市公安局", 20 * 365),
    HOUSEHOLD_REGISTER: ("990004", "居民户口簿", "12460000SANDBOX03C", "示例市公安局", 100 * 365),
    "BUSINESS_LICENCE": ("990005", "营业执照", "12460000SANDBOX04D", "示例市市场监督管理局", 30 * 365),
    "REAL_ESTATE_CERTIFICATE": ("990006", "不动产权证书", "12460000SANDBOX05E", "示例市自然资源局", 70 * 365),
    "SOCIAL_INSURANCE_RECORD": ("990007", "社会保险参保缴费记录", "12460000SANDBOX06F", "示例社会保险服务中心", 365),
}
"""Per certificate type: number, name, issuer's code and name (fictional), days it is issued for."""


class LicenceBase(Counterparty):
    name = "licence_base"

    def __init__(self, around: Surroundings) -> None:
        self._around, self._state = around, around.state
        if not self._state.all("certificate"):
            for person in PEOPLE:
                self._issue_first_documents(person)

    def routes(self) -> Iterable[Route]:
        return (("POST", "/licences/query", self.query),)

    def query(self, request: Request) -> Reply:
        """The holder's certificates of that type that are valid today."""
        verify_signed_request(request, self.name, self._around)
        body = json_body(request)
        holder, wanted = text(body, "holder_code", 32), text(body, "certificate_type", 64)
        reason = body.get("use_reason")
        if not isinstance(reason, str) or not reason.strip():
            raise Refusal(400, "USE_REASON_MISSING", "a sharing call states its reason: use_reason")
        if body.get("holder_type") not in HOLDER_TYPES:
            raise Refusal(400, "PARAM_ERROR", "holder_type: 111 resident ID, 001 unified social credit code")
        whose = (holder, body["holder_type"])
        found = [one for one in self._state.all("certificate") if self._answers(one, whose, wanted)]
        return Reply({"certificates": found}, subject=holder, effect=f"shared {len(found)}")

    def issue(self, body: Document) -> Document:
        """The panel's way to give somebody a certificate."""
        kind = text(body, "certificate_type", 64)
        if kind not in CATALOGUE or body.get("trust_grade", "A") not in TRUST_GRADES:
            raise Refusal(400, "PARAM_ERROR", f"certificate_type: {', '.join(CATALOGUE)}; trust_grade: A to D")
        try:
            period = [date.fromisoformat(text(body, name, 10)) for name in ("valid_from", "valid_to")]
        except ValueError as error:
            raise Refusal(400, "PARAM_ERROR", "valid_from and valid_to are dates: yyyy-mm-dd") from error
        fields, holder = body.get("fields", {}), text(body, "holder_code", 32)
        certificate = self._certificate(kind, holder, (period[0], period[1]), fields)
        certificate["trust_grade"] = body.get("trust_grade", "A")
        self._state.put("certificate", certificate["id"], certificate)
        return certificate

    def _issue_first_documents(self, person: Person) -> None:
        given = {
            DRIVING_LICENCE: person.licence_days,
            MEDICAL_CERTIFICATE: person.medical_days,
            ID_CARD: 10 * 365,
            HOUSEHOLD_REGISTER: 50 * 365 if person.id_number.startswith(LOCAL_PREFIX) else None,
        }
        for kind, days in given.items():
            if days is not None:
                until = self._today() + timedelta(days=days)
                since = until - timedelta(days=CATALOGUE[kind][4])
                certificate = self._certificate(kind, person.id_number, (since, until), _fields(kind, person))
                self._state.put("certificate", certificate["id"], certificate)

    def _certificate(self, kind: str, holder: str, period: tuple[date, date], fields: Document) -> Document:
        number, name, issuer, issuer_name, _ = CATALOGUE[kind]
        serial = f"{len(self._state.all('certificate')) + 1:020d}"
        check = mod_37_36.calc_check_digit(f"{number}{issuer}{serial}001")
        return {
            "id": f"{ROOT}.{number}.{issuer}.{serial}.001.{check}", "type": kind, "name": name,
            "issuer": {"code": issuer, "name": issuer_name}, "holder_code": holder,
            "holder_type": _holder_type(holder), "valid_from": period[0].isoformat(),
            "valid_to": period[1].isoformat(), "trust_grade": "A", "fields": fields,
        }  # fmt: skip

    def _answers(self, certificate: Document, whose: tuple[str, str], kind: str) -> bool:
        today = self._today().isoformat()
        valid = certificate["valid_from"] <= today <= certificate["valid_to"]
        holder = certificate["holder_code"], certificate["holder_type"]
        return bool(valid) and (holder, certificate["type"]) == (whose, kind)

    def _today(self) -> date:
        return self._around.now().astimezone(SHANGHAI).date()


def _holder_type(holder: str) -> str:
    return CREDIT_CODE if well_formed_uscc(holder) else RESIDENT_ID


def _fields(kind: str, person: Person) -> Document:
    if kind == DRIVING_LICENCE:
        return {"holder_name": person.name, "vehicle_class": "C1", "file_number": f"4600{person.id_number[6:14]}"}
    if kind == MEDICAL_CERTIFICATE:
        return {"holder_name": person.name, "conclusion": "合格", "examined_for": "C1"}
    if kind == HOUSEHOLD_REGISTER:
        return {"holder_name": person.name, "address": f"海南省示例市{person.name}路1号", "relation": "户主"}
    return {"holder_name": person.name}

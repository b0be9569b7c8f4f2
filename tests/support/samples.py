"""One request that is well formed for every route of the API that has a body or parameters."""

from typing import Any

from chalicelib.http.routes import Route
from tests.support.cases import ADDRESS, seeded_item
from tests.support.catalogue import content

REASON = {"reason": "材料齐全，符合法定条件"}
LEGAL = {"reason": "依法举行听证", "legal_basis": "行政许可法第四十五条"}
PHOTO = {"filename": "photo.jpg", "media_type": "image/jpeg", "size": 1000, "sha256": "0" * 64}
PROMISE = {"version": seeded_item().promise.version, "sha256": seeded_item().promise.sha256, "accepted": True}
POINT = {"target": "FIELD", "at": "/residence_address", "reason": "地址与证照不一致", "how": "请按身份证填写"}
CODE = "0" * 16

HOLIDAYS = [
    {"date": f"2027-{date}", "name_zh": "节日", "name_en": "Holiday"}
    for date in ("01-01", "02-05", "02-08", "02-09", "02-10", "04-05", "05-01", "05-03", "10-01", "10-02", "10-03")
]
NOTICE = {"source": "虚构的节假日安排通知", "document_number": "国办发明电〔2026〕9号", "holidays": HOLIDAYS}

MANDATE = {
    "agent_name": "李示例",
    "agent_mobile": "13800000002",
    "items": [seeded_item().code],
    "powers": ["SUBMIT"],
    "valid_from": "2026-03-02",
    "valid_to": "2027-03-01",
}

CONSENT: dict[str, Any] = {
    "recipient": {"kind": "DEPARTMENT", "code": "GA", "region": "460100"},
    "purpose": "办理机动车驾驶证期满换证",
    "certificates": [{"code": "RESIDENT_ID_CARD", "fields": ["address", "holder_name"]}],
    "item_code": seeded_item().code,
    "valid_to": "2026-03-31",
}

BODIES: dict[str, Any] = {
    "POST /v1/registrations": {"mobile": "13800000001"},
    "POST /v1/logins": {"mobile": "13800000001"},
    "POST /v1/sessions": {"challenge_id": "0" * 26, "code": "000000"},
    "POST /v1/sessions/federated": {"attempt_id": "x" * 60, "code": "code", "state": "x" * 43},
    "POST /v1/me/authentications": {"client_id": "01KJNYZS00EXAMPLE0000CLIENT", "nonce": "0" * 32},
    "POST /v1/authentications/redemption": {"code": "01KJNYZS00EXAMPLE0000CODE01.secret"},
    "POST /v1/sessions/refresh": {"refresh_token": "x" * 60},
    "POST /v1/me/identity-checks": {"name": "王示例", "id_number": "460105199003072215"},
    "POST /v1/me/face-checks": {"token": "face-token"},
    "POST /v1/me/certificate-checks": {"token": "ca-token"},
    "POST /v1/me/ward-claim": {"name": "王小例", "id_number": "460105201506010016"},
    "POST /v1/community-lists": {**MANDATE, "office": "海口市龙华区示例社区居民委员会"},
    "POST /v1/community-lists/{list_id}/people": {"name": "王示例", "id_number": "460105199003072215"},
    "POST /v1/community-engagements/{engagement_id}/consent": {
        "version": "2026-1",
        "sha256": "0" * 64,
        "accepted": True,
    },
    "POST /v1/me/merger": {"challenge_id": "0" * 26, "code": "000000"},
    "POST /v1/me/organisation-claim": {"uscc": "91460100XNYL00013T", "name": "海口示例商贸有限公司"},
    "POST /v1/mandates/preview": MANDATE,
    "POST /v1/mandates": {**MANDATE, "version": "2026-1", "sha256": "0" * 64, "accepted": True},
    "POST /v1/window-assistances": {
        "id_number": "460105199003072215",
        "document": "ID_CARD",
        "is_present": True,
        "items": [seeded_item().code],
        "powers": ["SUBMIT"],
    },
    "POST /v1/window-registrations": {"name": "王示例", "id_number": "460105199003072215", "document": "ID_CARD"},
    "POST /v1/window-registrations/codes": {"mobile": "13800000001"},
    "POST /v1/window-registrations/{account_id}/mobile": {"challenge_id": "0" * 26, "code": "000000"},
    "POST /v1/hotline-assistances/codes": {"mobile": "13800000001"},
    "POST /v1/hotline-assistances": {"challenge_id": "0" * 26, "code": "000000", "call_id": "CALL-20260302-0001"},
    "POST /v1/assistances/{assistance_id}/dispute": {"reason": "我没有到过该窗口"},
    "POST /v1/assistances/{assistance_id}/dispute-answer": {"answer": "经核查录像，当日确有办理。"},
    "POST /v1/licence-readings": {
        "holder_code": "460105199003072215",
        "holder_code_type": "111",
        "certificate_type": "DRIVING_LICENCE",
        "fields": ["holder_name", "valid_to"],
        "reason": "办理网约车驾驶员资格核验",
    },
    "PUT /v1/clients/{client_id}/receiver": {"url": "https://partner.example/licences"},
    "POST /v1/clients/{client_id}/receiver/secret": {"overlap_days": 7},
    "PUT /v1/clients/{client_id}/duties": {
        "duties": [
            {
                "code": "DRIVING_LICENCE",
                "fields": ["holder_name", "valid_to"],
                "basis": "《网络预约出租汽车经营服务管理暂行办法》第十四条",
            }
        ],
        "readings_per_hour": 600,
    },
    "POST /v1/clients": {"name": "海口市政务服务大厅 3 号自助终端", "channel": "TERMINAL", "region": "460100"},
    "POST /v1/clients/{client_id}/secret": {"overlap_days": 7},
    "PUT /v1/clients/{client_id}/limits": {"codes_per_hour": 60, "sessions_per_hour": 120},
    "POST /v1/clients/{client_id}/suspension": {"reason": "终端被盗"},
    "POST /v1/resealings": {"dry_run": True},
    "POST /v1/retention-runs": {"dry_run": True},
    "POST /v1/me/consents/preview": CONSENT,
    "POST /v1/me/consents": {**CONSENT, "version": "2026-1", "sha256": "0" * 64, "accepted": True},
    "POST /v1/staff/absences": {
        "absent_id": "staff-ga-haikou-head",
        "substitute_id": "staff-ga-haikou-reviewer",
        "valid_from": "2026-03-02",
        "valid_to": "2026-03-06",
    },
    "POST /v1/staff/imports": {"filename": "staff.csv", "size": 2_000, "sha256": "0" * 64, "complete": True},
    "POST /v1/me/interests": {"kind": "SPOUSE", "number": "460105199003072215"},
    "POST /v1/case-lookups": {"number": "46010020260302000013", "password": "AAAAAAAA"},
    "POST /v1/cases": {"item_code": seeded_item().code, "region": "460100"},
    "PUT /v1/cases/{case_id}/form": {"form": {"residence_address": ADDRESS}},
    "POST /v1/cases/{case_id}/materials/{code}/uploads": PHOTO,
    "POST /v1/cases/{case_id}/promise": PROMISE,
    "POST /v1/cases/{case_id}/data-disputes": {"field": "/holder", "claimed": "王示利", "reason": "姓名用字登记有误"},
    "POST /v1/cases/{case_id}/promise-checks": {
        "promise_kind": "TRUTHFULNESS",
        "finding": "BREACH",
        "facts": "体检证明系伪造",
        "evidence": "医院复函（卷宗第12页）",
    },
    "POST /v1/promise-checks/{check_id}/outcome": {
        "finding": "HOLDS",
        "facts": "已整改",
        "evidence": "现场复核记录",
    },
    "POST /v1/promise-checks/{check_id}/objection": {"statement": "体检证明由医院出具，附原件"},
    "POST /v1/promise-checks/{check_id}/breach": {
        "reason": "医院确认未出具该证明，申辩不成立",
        "basis": "《行政许可法》第七十九条",
        "breach_level": "ORDINARY",
        "months": 6,
    },
    "POST /v1/promise-checks/{check_id}/dismissal": {"reason": "医院更正，证明属实"},
    "POST /v1/promise-checks/{check_id}/repair": {"reason": "已主动纠正并作出信用承诺"},
    "POST /v1/data-disputes/{dispute_id}/answer": {"is_right": True, "answer": "公安部门已更正登记"},
    "POST /v1/cases/{case_id}/materials/{code}/reuse": {"kept_id": "0" * 32},
    "POST /v1/cases/{case_id}/materials/{code}/counter-check": {"agrees": True, "note": "窗口核对房屋租赁合同原件"},
    "POST /v1/cases/{case_id}/promise-to-follow": {"version": "2026-1", "sha256": "0" * 64, "accepted": True},
    "POST /v1/cases/{case_id}/materials/{code}/late-check": {"fits": False, "reason": "缺少第二页，请补全"},
    "POST /v1/cases/{case_id}/materials/{code}/pledge": {"version": "2026-1", "sha256": "0" * 64, "accepted": True},
    "POST /v1/cases/{case_id}/withdrawal": {"reason": "不再需要办理"},
    "POST /v1/cases/{case_id}/licence-readings": {
        "certificate_type": "DRIVER_MEDICAL_CERTIFICATE",
        "reason": "核验申请条件",
    },
    "POST /v1/cases/{case_id}/correction-request": {"points": [POINT]},
    "POST /v1/cases/{case_id}/acceptance": {},
    "POST /v1/cases/{case_id}/refusal-to-accept": {"kind": "NOT_ACCEPTED", **REASON},
    "POST /v1/cases/{case_id}/opinions": {"advice": "GRANT", **REASON},
    "POST /v1/cases/{case_id}/decision": {"outcome": "GRANTED", **REASON},
    "POST /v1/cases/{case_id}/clock/pause": {"procedure": "HEARING", **LEGAL},
    "POST /v1/cases/{case_id}/clock/resumption": LEGAL,
    "POST /v1/cases/{case_id}/clock/extension": {"amount": 5, **LEGAL},
    "POST /v1/cases/{case_id}/disclosures": {"reason": "核对身份"},
    "POST /v1/cases/{case_id}/archive-package": {"reason": "行政复议调卷"},
    "PUT /v1/calendar-years/{year}": NOTICE,
    "POST /v1/calendar-years/{year}/checks": NOTICE,
    "POST /v1/cases/{case_id}/item-version": {"version": 2, "reason": "新版本减少了材料"},
    "POST /v1/shipments/{shipment_id}/resend": {"name": "王示例", "mobile": "13800000001", "address": ADDRESS},
    **{
        f"POST /v1/licences/{{licence_id}}/{act}": {"reason": "持证人申请"}
        for act in ("suspension", "resumption", "reissue")
    },
    "POST /v1/licences/{licence_id}/revocation": {"ground": "ANNULLED", "reason": "持证人申请"},
    "POST /v1/document-checks": {"sha256": "0" * 64},
    "POST /v1/verifications/{code}/document-check": {"sha256": "0" * 64},
    "POST /v1/uploads/{upload_id}/completion": {"parts": [{"number": 1, "etag": '"9a0364b9e99bb480dd25e1f0284c8555"'}]},
    "POST /v1/cases/{case_id}/evaluation": {"stars": 5},
    "POST /v1/cases/{case_id}/enquiries": {"question": "什么时候可以领证？"},
    "POST /v1/enquiries/{enquiry_id}/answer": {"answer": "明天可以领取。"},
    "PUT /v1/catalogue/items/{item_code}/draft": content().model_dump(mode="json"),
    "POST /v1/catalogue/items/{item_code}/approval": {"sha256": "0" * 64},
    "POST /v1/catalogue/items/{item_code}/return": {"reason": "请补充法律依据"},
    "POST /v1/catalogue/batches": {"name": "首批公布事项", "effective_from": "2099-12-31"},
    "POST /v1/catalogue/batches/{batch_id}/entries": {"items": [seeded_item().code], "batch_action": "PUBLISH"},
    "PUT /v1/catalogue/registers/regions/entries/{code}": {
        "code": "460205",
        "name": {"zh": "崖州区"},
        "kind": "DISTRICT",
        "parent": "460200",
    },
    "PUT /v1/catalogue/registers/departments/entries/{code}": {"code": "XX", "name": {"zh": "新部门"}},
    "PUT /v1/catalogue/registers/certificate-types/entries/{code}": {
        "code": "NEW",
        "name": {"zh": "新证"},
        "issuing_department": "GA",
    },
    "POST /v1/catalogue/imports": {"filename": "items.xlsx", "size": 20_000, "sha256": "0" * 64, "dry_run": True},
    "POST /v1/catalogue/exports": {"format": "xlsx", "department": "GA"},
    "PUT /v1/catalogue/target": {"share_percent": 80, "by": "2018-12-31", "basis": "海南省实施方案（2017年）"},
}
QUERIES: dict[str, dict[str, str]] = {
    "GET /v1/me/materials-to-bring": {"item_code": seeded_item().code, "region": "460100"},
    "GET /v1/catalogue/items/{item_code}/differences": {"from_version": "draft"},
}
"""For routes that cannot do without one."""


def address(route: Route) -> str:
    """How a route is called in these tables."""
    return f"{route.method} {route.path}"

"""One driving-licence renewal through all eight steps, as three people live it. `say` is told what happens."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from infra.local.people import Person, Sandbox, until

ITEM = "GA-JG-0102"
REGION = "460100"
LEVEL = 3
PHOTO = Path(__file__).with_name("photo.jpg")
BETTER_PHOTO = Path(__file__).with_name("better-photo.jpg")
FORM = {
    "licence_number": "460105199003072215",
    "licence_class": "C1",
    "residence_address": "海口市龙华区示例路1号",
    "physical_condition": "FIT",
    "delivery_way": "COURIER",
    "recipient": {"name": "王示例", "mobile": "13800138000", "address": "海口市龙华区示例路1号2单元301室"},
}
COURIER_WAY = ("PICKED_UP", "IN_TRANSIT", "DELIVERING", "SIGNED")
Say = Callable[[str, str], None]


@dataclass
class Cast:
    """Who takes part."""

    applicant: Person
    reviewer: Person
    head: Person

    @classmethod
    def gather(cls, api: str, sandbox: Sandbox) -> "Cast":
        """The demonstration's applicant and two officials of the traffic police of Haikou."""
        return cls(
            applicant=Person("王示例", "13800138000", api, sandbox, id_number="460105199003072215"),
            reviewer=Person("审查员", "13900460101", api, sandbox),
            head=Person("负责人", "13900460102", api, sandbox),
        )


@dataclass
class Journey:
    """The eight steps, in order; each leaves the case where the next one takes it up."""

    cast: Cast
    sandbox: Sandbox
    say: Say
    case_path: str = ""
    receipt: dict[str, Any] = field(default_factory=dict)
    deadlines: list[dict[str, Any]] = field(default_factory=list)

    def walk(self) -> None:
        """All of it."""
        self.register()
        self.apply()
        self.review()
        self.conclude()
        self.pay()
        self.deliver()
        self.evaluate()
        self.feed_back()

    def register(self) -> None:
        """1 · 网上注册: real name, by the population base and the face."""
        applicant = self.cast.applicant
        applicant.sign_in(register=True)
        if applicant.get("/v1/me")["level"] < LEVEL:
            applicant.prove_identity()
        me = applicant.get("/v1/me")
        self.say("网上注册 register", f"{me['name']} {me['id_number']} L{me['level']}")

    def apply(self) -> None:
        """2 · 网上申请: bring only what the state does not have, promise that it is true, submit."""
        self.open_draft()
        self.fill_in()
        self.submit()

    def open_draft(self) -> None:
        """Begin, and let the sources be asked."""
        applicant = self.cast.applicant
        item = applicant.get(f"/v1/items/{ITEM}")
        case = applicant.post("/v1/cases", {"item_code": ITEM, "region": REGION})
        self.case_path = f"/v1/cases/{case['id']}"
        self.say("网上申请 apply", f"{item['name']}: {len(item['materials'])} 项材料 materials")
        until(lambda: all(each["state"] != "ASKING" for each in self._materials()), "the licence base")
        for each in self._materials():
            self.say("", f"· {each['name']}: {each['state']} — {each['explanation']} {each['source']}".rstrip())

    def fill_in(self) -> None:
        """Form, photo, promise."""
        applicant = self.cast.applicant
        applicant.put(f"{self.case_path}/form", {"form": FORM}, etag=applicant.version(self.case_path))
        applicant.upload(self.case_path, "photo", PHOTO.read_bytes(), "image/jpeg")
        promise = applicant.get(f"/v1/items/{ITEM}")["promise"]
        signed = {"version": promise["version"], "sha256": promise["sha256"], "accepted": True}
        applicant.change(self.case_path, "promise", signed)
        self.say("", f"真实性承诺 promise {promise['version']} sha256 {promise['sha256'][:12]}…")

    def submit(self) -> None:
        """Hand it in."""
        self.receipt = self.cast.applicant.change(self.case_path, "submission")
        self.say("", f"回执 receipt {self.receipt['number']} 查询密码 password {self.receipt['query_password']}")

    def review(self) -> None:
        """3 · 网上审核: one correction, acceptance, recommendation, decision."""
        self.correct()
        self.accept()
        self.recommend()
        self.decide()

    def correct(self) -> None:
        """The reviewer looks, asks once for a field and a photo; the applicant puts both right."""
        reviewer, applicant = self.cast.reviewer, self.cast.applicant
        reviewer.sign_in()
        entry = until(lambda: self._on_worklist(reviewer), "the worklist")
        photo = reviewer.get(f"{self.case_path}/materials/photo/download")
        looked = requests.get(photo["url"], timeout=10)
        looked.raise_for_status()
        self.say(
            "网上审核 review",
            f"待办 worklist {entry['number']} 截止 due {entry['due']}, 照片 photo {len(looked.content)} B",
        )
        reviewer.change(
            self.case_path,
            "correction-request",
            {
                "points": [
                    {
                        "target": "FIELD",
                        "at": "/residence_address",
                        "reason": "地址不完整",
                        "how": "请补充门牌号和房间号",
                    },
                    {"target": "MATERIAL", "at": "photo", "reason": "照片背景不是白色", "how": "请使用白底照片"},
                ]
            },
        )
        self.say("", "一次性告知补正 correction requested: /residence_address, photo")
        corrected = {**FORM, "residence_address": "海口市龙华区示例路1号2单元301室"}
        applicant.put(f"{self.case_path}/form", {"form": corrected}, etag=applicant.version(self.case_path))
        applicant.upload(self.case_path, "photo", BETTER_PHOTO.read_bytes(), "image/jpeg")
        applicant.change(self.case_path, "submission")
        self.say("", "已补正 corrected")

    def accept(self) -> None:
        """受理, with a dated receipt."""
        self.deadlines.append(self.cast.reviewer.get(f"{self.case_path}/deadline"))
        self.cast.reviewer.change(self.case_path, "acceptance")
        self.deadlines.append(self.cast.reviewer.get(f"{self.case_path}/deadline"))
        until(lambda: self._document("receipt"), "the acceptance receipt")
        self.say("", "受理 accepted, 受理通知书 receipt issued")

    def recommend(self) -> None:
        """The desk's opinion."""
        self.cast.reviewer.change(self.case_path, "opinions", {"advice": "GRANT", "reason": "材料齐全，符合条件"})
        self.say("", "审查意见 recommended: GRANT")

    def decide(self) -> None:
        """The head decides."""
        self.cast.head.sign_in()
        self.cast.head.change(self.case_path, "decision", {"outcome": "GRANTED", "reason": "符合法定条件，准予换证"})
        self.say("", "决定 decided: GRANTED")

    def conclude(self) -> None:
        """4 · 网上办结: the document, and a code by which anyone can check it."""
        document = until(lambda: self._document("decision"), "the licence document")
        anyone = Person("任何人", "", self.cast.applicant.api, self.sandbox)
        checked = anyone.get(f"/v1/verifications/{document['verification_code']}")
        self.say("网上办结 conclude", f"文书 document sha256 {document['sha256'][:12]}…")
        self.say("", f"验证码 code {document['verification_code']} → {checked['standing']}")

    def pay(self) -> None:
        """5 · 在线支付: an order at the channel, settled by its notification."""
        applicant = self.cast.applicant
        fee = until(lambda: applicant.get(self.case_path).get("fee"), "the fee")
        order = until(lambda: self._payable(fee["order_id"]), "the channel's order")
        self.say("在线支付 pay", f"{order['amount_fen']} 分 fen, {order['code_url']}")
        self.sandbox.post(f"/panel/wechat-pay/orders/{fee['order_id']}/pay", {})
        until(lambda: applicant.get(self.case_path)["fee"].get("settled_at"), "the settlement")
        self.say("", "已支付 settled")

    def deliver(self) -> None:
        """6 · 快递送达: booked, carried, signed for."""
        applicant = self.cast.applicant
        shipment_id = until(lambda: applicant.get(self.case_path).get("shipment_id"), "the shipment")
        waybill = until(lambda: applicant.get(f"/v1/shipments/{shipment_id}").get("waybill"), "the waybill")
        self.say("快递送达 deliver", f"运单 waybill {waybill}")
        for state in COURIER_WAY:
            self.sandbox.post(f"/panel/kuaidi100/shipments/{waybill}/events", {"state": state})
            until(lambda state=state: applicant.get(f"/v1/shipments/{shipment_id}")["state"] == state, state)  # type: ignore[misc]
            self.say("", f"· {state}")
            time.sleep(0.05)
        until(lambda: applicant.get(self.case_path)["status"] == "DELIVERED", "the delivery")

    def evaluate(self) -> None:
        """7 · 网上评价: five stars, once."""
        self.cast.applicant.post(f"{self.case_path}/evaluation", {"stars": 5, "comment": "没有跑一趟，很方便"})
        until(lambda: self.cast.applicant.get(self.case_path)["status"] == "ARCHIVED", "the archive")
        self.say("网上评价 evaluate", "★★★★★ → 已归档 archived")

    def feed_back(self) -> None:
        """8 · 网上反馈: a question on the case, answered."""
        asked = self.cast.applicant.post(f"{self.case_path}/enquiries", {"question": "旧驾驶证需要交回吗？"})
        self.cast.reviewer.change(f"/v1/enquiries/{asked['id']}", "answer", {"answer": "不需要，请自行剪角作废。"})
        answered = self.cast.applicant.get(f"/v1/enquiries/{asked['id']}")
        self.say("网上反馈 feed back", f"问 {answered['question']} 答 {answered['answer']}")

    def _materials(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.cast.applicant.get(self.case_path)["materials"]
        return found

    def _on_worklist(self, official: Person) -> dict[str, Any] | None:
        entries = official.get("/v1/worklist?limit=100")["entries"]
        return next((each for each in entries if self.case_path.endswith(each["case_id"])), None)

    def _document(self, kind: str) -> dict[str, Any] | None:
        documents = self.cast.applicant.get(self.case_path)["documents"]
        return next((each for each in documents if each["kind"] == kind), None)

    def _payable(self, order_id: str) -> dict[str, Any] | None:
        order: dict[str, Any] = self.cast.applicant.get(f"/v1/payments/{order_id}")
        return order if order.get("code_url") else None

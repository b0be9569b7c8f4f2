"""The page that the QR codes lead to, and finding a document by its file alone."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from app import AREAS
from chalicelib.http import edge
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.licences import rendering, service
from chalicelib.licences.model import Licence
from chalicelib.licences.request import Kind
from chalicelib.workflow.issue_document import issue
from tests.support.applications import HEAD, decided
from tests.support.certificates import ID_NUMBER, NAME, PDF, request
from tests.support.platform import FakePlatform
from tests.support.probes import Api


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


@pytest.fixture
def licence(cloud: FakePlatform) -> Licence:
    return service.issue(cloud, cloud.act(), request(cloud))


def page(api: Api, code: str = "", lang: str = "en") -> str:
    answer = api.call("GET", "/v1/verify", query={"code": code, "lang": lang})
    assert answer.status == 200
    return str(answer.text)


def verdict(html: str) -> str:
    found = re.search(r'<p class="(verdict[^"]*)">([^<]*)</p>', html)
    return f"{found[1]}: {found[2]}" if found else ""


def test_a_genuine_document_is_told_without_a_script(api: Api, licence: Licence) -> None:
    told = page(api, licence.request.verification_code)
    assert verdict(told) == "verdict good: Genuine and valid."
    assert licence.identifier in told and "王**" in told
    assert NAME not in told and ID_NUMBER not in told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it, act: it.suspend("调查", act), "suspended"),
        (lambda it, act: it.revoke("承诺不实", act), "revoked"),
    ],
)
def test_what_does_not_count_is_told_so(
    cloud: FakePlatform, api: Api, licence: Licence, change: Any, said: str
) -> None:
    uow = cloud.unit_of_work(HEAD)
    service.change(cloud, uow, licence, lambda it: change(it, uow.act))
    uow.commit()
    told = verdict(page(api, licence.request.verification_code))
    assert told.startswith("verdict: Genuine, but") and said in told


def test_an_expired_one_is_told_so(cloud: FakePlatform, api: Api, licence: Licence) -> None:
    cloud.clock.move(days=3654)
    assert "expired" in verdict(page(api, licence.request.verification_code))


def test_an_unknown_code_is_told_what_that_may_mean(api: Api) -> None:
    assert "forged" in verdict(page(api, "AAAA-AAAA-AAAA-AAAA"))
    assert "伪造" in verdict(page(api, "AAAA-AAAA-AAAA-AAAA", "zh-CN"))


def test_without_a_code_it_only_asks(api: Api) -> None:
    assert verdict(page(api)) == ""


def test_whatever_is_typed_stays_text(api: Api) -> None:
    told = page(api, '"><script>alert(1)</script>')
    assert "<script>alert" not in told and "&lt;script&gt;alert" in told


class Resources(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.loaded += [str(given[name]) for name in ("src", "href") if name in given]
        self._open = tag if given.get("type") is None else ""

    def handle_data(self, data: str) -> None:
        if self._open in {"style", "script"}:
            self.inline[self._open] = data
            self._open = ""


def test_it_loads_nothing_and_its_policy_knows_its_own_style_and_script(api: Api) -> None:
    html, read = page(api), Resources()
    read.feed(html)
    assert read.loaded == []
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(read.inline[kind].encode()).digest()).decode()
        assert f"{kind}-src &#x27;sha256-{digest}&#x27;" in html
    assert "default-src &#x27;none&#x27;" in html


def test_the_qr_code_leads_to_it(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    drawn = rendering._qr_code
    monkeypatch.setattr(rendering, "_qr_code", lambda url: printed.append(url) or drawn(url))
    case = decided(cloud)
    issue(cloud, case.id, Kind.DECISION)
    code = service.verification_code_of(cloud, case.id, Kind.DECISION)
    assert printed == [f"{cloud.settings.public_base_url}/v1/verify?code={code}"]


def test_a_file_is_found_without_its_code(api: Api, licence: Licence) -> None:
    answer = api.call("POST", "/v1/document-checks", {"sha256": sha256_hex(PDF)})
    assert (answer.status, answer.body["document"], answer.body["standing"]) == (200, "GENUINE", "GENUINE")
    assert answer.body["identifier"] == licence.identifier


def test_a_file_with_one_byte_altered_is_none_of_ours(api: Api, licence: Licence) -> None:
    altered = bytes([PDF[0] ^ 1]) + PDF[1:]
    answer = api.call("POST", "/v1/document-checks", {"sha256": sha256_hex(altered)})
    assert (answer.status, answer.body["code"]) == (404, "licence.document-unknown")
    told = api.call(
        "POST",
        "/v1/verifications/{code}/document-check",
        {"sha256": sha256_hex(altered)},
        code=licence.request.verification_code,
    )
    assert told.body["document"] == "ALTERED"


def test_a_suspended_document_is_found_by_its_file_with_its_standing(
    cloud: FakePlatform, api: Api, licence: Licence
) -> None:
    uow = cloud.unit_of_work(HEAD)
    service.change(cloud, uow, licence, lambda it: it.suspend("调查", uow.act))
    uow.commit()
    told = api.call("POST", "/v1/document-checks", {"sha256": sha256_hex(PDF)}).body
    assert (told["document"], told["standing"], told["suspended_on"]) == ("GENUINE", "SUSPENDED", "2026-03-02")

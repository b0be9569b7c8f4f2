"""A document and a credential as they were issued, judged with nothing but what is published; and each altered."""

import ast
import base64
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from app import AREAS
from chalicelib.cases import service as cases
from chalicelib.http import edge
from chalicelib.kernel.events import Actor, Party
from chalicelib.licences import service
from chalicelib.licences.authority import published_key
from chalicelib.licences.model import Licence
from chalicelib.licences.object_keys import credential_key
from chalicelib.licences.request import Kind
from chalicelib.workflow.issue_document import issue, publish_status
from infra.package.build import ROOT
from infra.tools.verify_licence.__main__ import judge
from infra.tools.verify_licence.tokens import Keys
from infra.tools.verify_licence.verdict import Outcome
from tests.support.applications import WANG, decided, platform_with_catalogue
from tests.support.platform import FakePlatform
from tests.support.probes import Api
from tests.support.trust import authority, with_trust

TOOL = ROOT / "infra" / "tools" / "verify_licence"
HEAD = Actor(id="staff-head", party=Party.OFFICIAL, role="head")
NOW = datetime(2026, 4, 1, tzinfo=UTC)


@cache
def issued() -> tuple[FakePlatform, str]:
    """A platform on which one licence was issued; nobody changes it."""
    cloud = with_trust(platform_with_catalogue())
    case = decided(cloud)
    issue(cloud, case.id, Kind.DECISION)
    return cloud, cases.load_case(cloud.table, case.id).documents["decision"].licence_id


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    platform, _ = issued()
    monkeypatch.setattr(edge, "platform", lambda: platform)
    monkeypatch.setattr(platform.table, "rows", dict(platform.table.rows))
    return platform


@pytest.fixture
def api(cloud: FakePlatform) -> Api:
    return Api(cloud, *AREAS)


@pytest.fixture
def licence(cloud: FakePlatform) -> Licence:
    return service.read(cloud.table, issued()[1])


@pytest.fixture
def pdf(cloud: FakePlatform, licence: Licence) -> bytes:
    return cloud.documents.contents[licence.request.object_key][0]


@pytest.fixture
def sd_jwt(cloud: FakePlatform, licence: Licence) -> str:
    return cloud.documents.contents[credential_key(licence.request.object_key)][0].decode()


Files = tuple[FakePlatform, Licence, bytes, str]


@pytest.fixture
def files(cloud: FakePlatform, licence: Licence, pdf: bytes, sd_jwt: str) -> Files:
    return cloud, licence, pdf, sd_jwt


def published(api: Api) -> dict[str, Any]:
    document: dict[str, Any] = api.call("GET", "/v1/licence-issuer").body
    return document


def status_list(api: Api, licence: Licence) -> str:
    assert licence.request.status is not None
    answer = api.call("GET", "/v1/status-lists/{list_id}", list_id=licence.request.status.list_id)
    assert answer.status == 200
    return str(answer.text)


def verdict(api: Api, body: bytes | str, status: str = "", now: datetime = NOW) -> tuple[Outcome, dict[str, str]]:
    raw = body.encode() if isinstance(body, str) else body
    roots = x509.load_pem_x509_certificates(authority().root.encode())
    return judge(raw, Keys(published(api)), status, roots, now)


def changed(cloud: FakePlatform, licence: Licence, what: str) -> None:
    uow = cloud.unit_of_work(HEAD)
    service.change(cloud, uow, licence, lambda it: getattr(it, what)("承诺不实", uow.act))
    uow.commit()
    publish_status(cloud, licence.id)


def test_a_genuine_document_counts(api: Api, licence: Licence, pdf: bytes) -> None:
    outcome, facts = verdict(api, pdf, status_list(api, licence))
    assert outcome is Outcome.GENUINE
    assert "示例省人民政府政务服务" in facts["signed_by"] and facts["signed_at"]


def test_a_genuine_credential_counts_and_says_what_it_discloses(api: Api, licence: Licence, sd_jwt: str) -> None:
    outcome, facts = verdict(api, sd_jwt, status_list(api, licence))
    assert outcome is Outcome.GENUINE
    assert (facts["holder_name"], facts["holder_number"]) == (WANG.name, WANG.id_number)
    assert (facts["identifier"], facts["document_sha256"]) == (licence.identifier, licence.request.sha256)


def test_the_holder_shows_the_name_without_the_number(api: Api, sd_jwt: str) -> None:
    token, *disclosures, end = sd_jwt.split("~")
    named = [it for it in disclosures if WANG.name in base64.urlsafe_b64decode(it + "===").decode()]
    _, facts = verdict(api, "~".join((token, *named, end)))
    assert facts["holder_name"] == WANG.name and "holder_number" not in facts
    hidden = base64.urlsafe_b64decode(token.split(".")[1] + "===").decode()
    assert WANG.name not in hidden and WANG.id_number not in hidden


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.99])
def test_one_altered_byte_of_the_document_is_reported(api: Api, pdf: bytes, share: float) -> None:
    place = int(len(pdf) * 0.7 * share)
    outcome, _ = verdict(api, pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :])
    assert outcome in {Outcome.ALTERED, Outcome.FORGED}


def test_something_appended_is_reported(api: Api, pdf: bytes) -> None:
    assert verdict(api, pdf + b"\n% more\n")[0] is Outcome.ALTERED


def test_an_unsigned_document_is_forged(api: Api) -> None:
    assert verdict(api, b"%PDF-1.7 made up")[0] is Outcome.FORGED


def test_an_altered_claim_and_a_foreign_disclosure_are_reported(api: Api, sd_jwt: str) -> None:
    token, *rest = sd_jwt.split("~")
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "==="))
    claims["title"] = "另一证照"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    assert verdict(api, "~".join((f"{head}.{forged}.{signature}", *rest)))[0] is Outcome.ALTERED
    made_up = base64.urlsafe_b64encode(b'["salt","holder_name","somebody"]').rstrip(b"=").decode()
    assert verdict(api, f"{token}~{made_up}~")[0] is Outcome.ALTERED


def test_another_issuers_key_is_not_ours(api: Api, pdf: bytes, sd_jwt: str) -> None:
    other = with_trust(platform_with_catalogue())
    keys = Keys({"keys": [published_key(other)]})
    for body in (pdf, sd_jwt.encode()):
        assert judge(body, keys, "", [], NOW)[0] is Outcome.FORGED


@pytest.mark.parametrize(("what", "outcome"), [("suspend", Outcome.SUSPENDED), ("revoke", Outcome.REVOKED)])
def test_what_was_decided_is_in_the_list(api: Api, files: Files, what: str, outcome: Outcome) -> None:
    cloud, licence, pdf, sd_jwt = files
    before = status_list(api, licence)
    changed(cloud, licence, what)
    after = status_list(api, licence)
    for body in (pdf, sd_jwt):
        assert verdict(api, body, before)[0] is Outcome.GENUINE
        assert verdict(api, body, after)[0] is outcome


def test_what_is_resumed_counts_again(cloud: FakePlatform, api: Api, licence: Licence, pdf: bytes) -> None:
    changed(cloud, licence, "suspend")
    changed(cloud, licence, "resume")
    assert verdict(api, pdf, status_list(api, licence))[0] is Outcome.GENUINE


def test_without_its_list_the_status_is_not_known(api: Api, licence: Licence, pdf: bytes, sd_jwt: str) -> None:
    for body in (pdf, sd_jwt):
        outcome, facts = verdict(api, body)
        assert outcome is Outcome.STATUS_UNKNOWN
        assert licence.request.status and licence.request.status.list_id in facts["status_list"]


def test_an_altered_list_is_not_taken(api: Api, licence: Licence, pdf: bytes) -> None:
    head, body, signature = status_list(api, licence).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "==="))
    claims["iat"] += 1
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    assert verdict(api, pdf, f"{head}.{forged}.{signature}")[0] is Outcome.ALTERED


def test_a_credential_runs_out_with_its_last_day_in_hainan(api: Api, licence: Licence, sd_jwt: str) -> None:
    until = licence.request.valid_until
    assert until is not None
    end = datetime(until.year, until.month, until.day, 16, tzinfo=UTC)
    listed = status_list(api, licence)
    assert verdict(api, sd_jwt, listed, end - timedelta(seconds=1))[0] is Outcome.GENUINE
    assert verdict(api, sd_jwt, listed, end)[0] is Outcome.EXPIRED


def test_it_shares_no_code_with_the_issuer() -> None:
    imported: set[str] = set()
    for source in TOOL.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
    ours = {name for name in imported if name.startswith(("chalicelib", "infra", "tests"))}
    assert all(name.startswith("infra.tools.verify_licence") for name in ours)
    assert not {name for name in imported if name.startswith(("pyhanko", "jwt", "boto"))}


def test_the_command_says_it_with_its_exit_status(api: Api, licence: Licence, pdf: bytes, tmp_path: Path) -> None:
    files = {
        "good.pdf": pdf,
        "bad.pdf": pdf[:50] + b"!" + pdf[51:],
        "keys.json": json.dumps(published(api)).encode(),
        "list.jwt": status_list(api, licence).encode(),
        "root.pem": authority().root.encode(),
    }
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)

    def run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "infra.tools.verify_licence", *arguments]
        command += ["--keys", str(tmp_path / "keys.json"), "--trust", str(tmp_path / "root.pem")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
        return done.returncode, done.stdout.split("\n")[0]

    listed = ("--status", str(tmp_path / "list.jwt"))
    assert run(str(tmp_path / "good.pdf"), *listed) == (0, "GENUINE")
    assert run(str(tmp_path / "good.pdf")) == (2, "STATUS_UNKNOWN")
    assert run(str(tmp_path / "bad.pdf"), *listed) == (1, "ALTERED")

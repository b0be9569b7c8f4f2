"""In the deployment: the staff list comes as a file, its people sign in through the province's issuer, work in several
posts, and a citizen lets a partner system be told who they are.
"""

import hashlib
from base64 import b64encode
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import jwt
import pytest
import requests

from infra.local.people import Person, until
from infra.seed.staff import staff_entries
from tests.e2e.conftest import WANG, World
from tests.support.staff_lists import a_list, line

OPERATOR = next(entry for entry in staff_entries() if entry.id == "staff-operator")
NEW = staff_entries()[0].model_copy(update={"id": "staff-e2e", "name": "新人员", "mobile": "13900469001"})
NONCE = "nonce-of-the-partner"


def through_the_issuer(world: World, hint: str, *, as_staff: bool = False) -> Person:
    """Somebody whom the province's issuer signs in."""
    person = world.anyone()
    begun = person.post("/v1/federated-sign-ins")
    address = f"{begun['authorization_url']}&acr_values=L3&login_hint={quote(hint)}"
    sent_back = requests.get(address, allow_redirects=False, timeout=10)
    assert sent_back.status_code == requests.codes.found
    came_with = dict(parse_qsl(urlsplit(sent_back.headers["Location"]).query))
    session = person.post(
        "/v1/sessions/federated", {"attempt_id": begun["attempt_id"], **came_with, "as_staff": as_staff}
    )
    person.access_token, person.account = session["access_token"], session["account"]
    return person


def imported(operator: Person, data: bytes, **options: bool) -> dict[str, Any]:
    """A list that was handed in; the job with its lines, once it has ended."""
    declared = {"filename": "staff.csv", "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), **options}
    permission = operator.post("/v1/staff/imports", declared)
    requests.put(permission["url"], data=data, headers=permission["headers"], timeout=30).raise_for_status()
    operator.post(f"/v1/staff/imports/{permission['job_id']}/start")
    path = f"/v1/jobs/{permission['job_id']}"
    job: dict[str, Any] = until(
        lambda: next((it for it in [operator.get(path)] if it["status"] in {"DONE", "REFUSED"}), None), path, 240
    )
    return {**job, "lines": operator.get(f"{path}/lines?limit=100")["entries"]}


@pytest.fixture(scope="module")
def operator(world: World) -> Person:
    return through_the_issuer(world, f"staff:{OPERATOR.id}:{OPERATOR.name}", as_staff=True)


def test_a_list_is_tried_imported_and_imported_again(world: World, operator: Person) -> None:
    assert operator.account["role"] == "operator"
    data = a_list(line(NEW, posts="head/RS/460100"), line(NEW, id="staff-wrong", department="QQ"), encoding="gb18030")
    tried = imported(operator, data, dry_run=True)
    assert [it["outcome"] for it in tried["lines"]] == ["CREATED", "REFUSED"]
    done = imported(operator, data)
    assert done["counts"] == {"CREATED": 1, "REFUSED": 1}
    pointers = {error["pointer"] for error in done["lines"][1]["refusal"]["errors"]}
    assert pointers >= {"#/3/mobile"}, "it stands in row 2 already"
    assert imported(operator, a_list(line(NEW, posts="head/RS/460100")))["counts"] == {"UNCHANGED": 1}


def test_the_new_member_works_in_both_posts(world: World, operator: Person) -> None:
    imported(operator, a_list(line(NEW, posts="head/RS/460100")))
    member = through_the_issuer(world, f"staff:{NEW.id}:{NEW.name}", as_staff=True)
    assert (member.account["role"], member.account["department"]) == ("reviewer", "GA")
    (post,) = member.get("/v1/me/capacities")["entries"]
    assert (post["kind"], post["role"], post["department"]) == ("POST", "head", "RS")
    chosen = member.post("/v1/sessions/current/capacity", {"capacity_id": post["capacity_id"]})
    member.access_token = chosen["access_token"]
    assert member.ask("GET", "/v1/worklist").status_code == requests.codes.ok
    imported(operator, a_list(line(NEW)))
    refused = member.ask("POST", "/v1/me/interests", {"kind": "SPOUSE", "number": WANG[2]})
    assert (refused.status_code, refused.json()["code"]) == (401, "access.authority-over")


def test_a_list_by_which_most_would_leave_is_refused(world: World, operator: Person) -> None:
    refused = imported(operator, a_list(line(OPERATOR)), complete=True)
    assert (refused["status"], refused["refusal"]["code"]) == ("REFUSED", "staff.too-many-would-leave")
    assert refused["lines"] == []


def test_a_partner_is_told_who_a_citizen_is(world: World, operator: Person) -> None:
    citizen = through_the_issuer(world, WANG[2])
    assert (citizen.account["role"], citizen.account["level"] >= 3) == ("applicant", True)
    registration = {"name": "示例合作系统", "channel": "PARTNER", "is_confidential": True}
    registered = operator.post("/v1/clients", registration)
    partner, secret = registered["client"]["client_id"], registered["client_secret"]
    granted = citizen.post("/v1/me/authentications", {"client_id": partner, "nonce": NONCE})
    credentials = b64encode(f"{partner}:{secret}".encode()).decode()
    told = world.anyone().ask(
        "POST", "/v1/authentications/redemption", {"code": granted["code"]}, Authorization=f"Basic {credentials}"
    )
    assert told.status_code == requests.codes.ok, told.text
    (key,) = world.anyone().get("/v1/jwks")["keys"]
    claims = jwt.decode(told.json()["id_token"], jwt.PyJWK(key), algorithms=["ES256"], audience=partner)
    assert (claims["acr"], claims["nonce"]) == (f"L{citizen.account['level']}", NONCE)
    assert citizen.account["id"] not in str(claims)
    (entry,) = citizen.get("/v1/me/authentications")["entries"]
    assert entry["partner"] == "示例合作系统" and "told_at" in entry

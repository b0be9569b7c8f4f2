"""Sequential round trips to AWS, route by route, once the process is warm.

A read may take one, a command two. Whatever takes more is listed with its reason, and so is every route: a new one
has to be entered here. The counts are exact, so that a saved round trip is noticed as well.
"""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from moto import mock_aws

from app import AREAS
from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.editions import Edition, EditionState, editions_of, write_state
from chalicelib.catalogue.finding.service import finder_of
from chalicelib.catalogue.finding.snapshot import build_snapshot
from chalicelib.catalogue.registers.service import registers_of
from chalicelib.http import edge
from chalicelib.http.routes import Route
from chalicelib.kernel.events import SYSTEM
from chalicelib.licences.authority import published_key
from infra.bootstrap.catalogue import seed_registers
from infra.sandbox.certificates import Authority
from infra.sandbox.keys import counterparty_secret, load_keys, private_key
from tests.integration.scenes import FOR_ENTERPRISES, JOINT_SECOND, SCENES, by_its_representative
from tests.integration.staging import Asked, Stage
from tests.support.cases import MONDAY, by, seeded_item, with_catalogue
from tests.support.items import joint_item, late_item, pledging_item, prefilled_item
from tests.support.probes import OWNER, Answered, Api, probes
from tests.support.publishing import put_online, warm_up
from tests.support.round_trips import ListeningSession, deployed, with_empty_table
from tests.support.samples import BODIES, address

ROUTES = {address(route): route for it in AREAS for route in it.routes}
GET, QUERY, WRITE = "dynamodb.GetItem", "dynamodb.Query", "dynamodb.TransactWriteItems"
BATCH, SIGN = "dynamodb.BatchGetItem", "kms.Sign"
HEAD = "s3.HeadObject"
LIST_PARTS, PUT_TOGETHER = "s3.ListParts", "s3.CompleteMultipartUpload"
READ, COMMAND = 1, 2

READS_NOTHING: set[str] = {
    "POST /v1/federated-sign-ins",
    "GET /v1/health",
    "GET /v1/openapi.json",
    "GET /v1/docs",
    "GET /v1/jwks",
    "GET /v1/licence-issuer",
    "GET /v1/items/{item_code}",
    "GET /v1/items",
    "GET /v1/life-events",
    "GET /v1/regions",
    "GET /v1/departments",
    "GET /v1/certificate-types",
    "GET /v1/certificate-types/{code}",
    "GET /v1/catalogue/publication-rules",
    "GET /v1/catalogue/editions/current",
}
READS_A_LIST = {
    "GET /v1/certificate-types/{code}/readers",
    "GET /v1/clients/{client_id}/messages",
    "GET /v1/mandates",
    "GET /v1/clients",
    "GET /v1/me/assistances",
    "GET /v1/assistance-disputes",
    "GET /v1/assistances/{assistance_id}",
    "GET /v1/catalogue/items",
    "GET /v1/catalogue/batches",
    "GET /v1/catalogue/coverage",
    "GET /v1/catalogue/registers/regions/history",
    "GET /v1/catalogue/registers/departments/history",
    "GET /v1/catalogue/registers/certificate-types/history",
    "GET /v1/catalogue/coverage/missing",
    "GET /v1/cases",
    "GET /v1/asked-twice",
    "GET /v1/me/data-disputes",
    "GET /v1/me/promise-checks",
    "GET /v1/promise-checks",
    "GET /v1/data-disputes",
    "GET /v1/me/kept-materials",
    "GET /v1/me/sessions",
    "GET /v1/me/capacities",
    "GET /v1/me/looks",
    "GET /v1/me/authentications",
    "GET /v1/looks/counts",
    "GET /v1/me/guardians",
    "GET /v1/me/community-engagements",
    "GET /v1/community-lists",
    "GET /v1/me/exports",
    "GET /v1/retention-runs",
    "GET /v1/me/consents",
    "GET /v1/worklist",
    "GET /v1/staff/absences",
    "GET /v1/enquiries",
    "GET /v1/cases/{case_id}/timeline",
    "GET /v1/cases/{case_id}/enquiries",
}
EXCEPTIONS: dict[str, tuple[list[str], str]] = {
    "POST /v1/registrations": ([GET, GET, WRITE], "codes are rationed by mobile and by address: two rows"),
    "POST /v1/logins": ([GET, GET, WRITE], "codes are rationed by mobile and by address: two rows"),
    "POST /v1/sessions": ([GET, BATCH, WRITE, SIGN], "the code names the mobile, the mobile its person; KMS signs"),
    "POST /v1/me/authentications": ([BATCH, WRITE], "the session and the partner's name for the person in one read"),
    "POST /v1/authentications/redemption": ([GET, SIGN, WRITE], "KMS signs what the partner is told"),
    "POST /v1/sessions/federated": (
        [BATCH, GET, WRITE, SIGN],
        "the ID number names its account; KMS signs",
    ),
    "POST /v1/sessions/refresh": (
        [GET, GET, WRITE, SIGN],
        "the session names its person; KMS signs",
    ),
    "DELETE /v1/me/sessions": ([QUERY, BATCH, WRITE, QUERY], "twenty sessions at a time, until there is none"),
    "POST /v1/sessions/current/capacity": ([BATCH, SIGN], "the caller's level now and the authority; KMS signs"),
    "POST /v1/community-lists": ([BATCH, GET, WRITE], "who holds that mobile, and whether it is who was named"),
    "POST /v1/community-lists/{list_id}/people": (
        [GET, BATCH, GET, WRITE],
        "the list, who holds that number, whether it is who was named; as many whoever it is",
    ),
    "GET /v1/community-lists/{list_id}/people": ([GET, QUERY], "whose list it is, before its people are told"),
    "POST /v1/community-lists/{list_id}/closure": (
        [GET, WRITE, QUERY, BATCH, WRITE],
        "closed first, then twelve people at a time",
    ),
    "POST /v1/me/merger/codes": (
        [GET, GET, GET, WRITE],
        "the caller's account names the older one; codes to that are rationed",
    ),
    "POST /v1/me/merger": (
        [GET, GET, GET, BATCH, WRITE],
        "the caller's account names the older one; the code its challenge, and how many were wrong",
    ),
    "GET /v1/uploads/{upload_id}": ([GET, LIST_PARTS], "what has arrived only storage knows"),
    "POST /v1/uploads/{upload_id}/completion": ([GET, PUT_TOGETHER], "storage makes one file of the parts"),
    "POST /v1/mandates": (
        [GET, BATCH, GET, WRITE],
        "the signer, who holds that mobile, whether it is who was named; as many whoever it is",
    ),
    "POST /v1/staff/absences": ([BATCH, WRITE], "both people in one read"),
    "POST /v1/staff/{staff_id}/departure": (
        [GET, QUERY, WRITE, QUERY],
        "who it is and which posts they hold; once nothing new can be opened, what is open",
    ),
    "POST /v1/window-assistances": ([BATCH, GET, WRITE], "whose number that is, and their account"),
    "POST /v1/window-registrations": ([BATCH, WRITE], "whose number that is, under each key of the ring"),
    "POST /v1/window-registrations/codes": ([GET, GET, WRITE], "codes are rationed by mobile and by address: two rows"),
    "POST /v1/window-registrations/{account_id}/mobile": (
        [GET, GET, BATCH, WRITE],
        "the account, the code, and who signs in with the mobile that it names",
    ),
    "POST /v1/hotline-assistances/codes": ([GET, GET, WRITE], "codes are rationed by mobile and by address: two rows"),
    "POST /v1/hotline-assistances": (
        [GET, BATCH, GET, WRITE],
        "the code names the mobile, the mobile its person, and how much they have proven",
    ),
    "POST /v1/licence-readings": (
        [BATCH, QUERY, WRITE],
        "what the partner may and how often it read; licences are listed by their holder",
    ),
    "POST /v1/cases/{case_id}/licence-readings": (
        [GET, BATCH, QUERY, WRITE],
        "the case names the holder; how often the official read; licences are listed by their holder",
    ),
    "GET /v1/me/licence-readings": ([GET, QUERY], "listed by the holder's number, which only the account knows"),
    "POST /v1/clients": ([WRITE], "there is nothing to read before a client is registered"),
    "POST /v1/document-checks": ([GET, GET], "the file's hash names the licence"),
    "GET /v1/me/licences": ([GET, QUERY], "licences are listed by the holder's number, which only the account knows"),
    "GET /v1/me/materials-to-bring": (
        [GET, QUERY, GET, QUERY],
        "licences are listed by the holder's number, which only the account knows; what is kept, and for an item that "
        "takes pledges a breach on record, by the account",
    ),
    "POST /v1/cases/{case_id}/materials/{code}/reuse": ([GET, GET, WRITE], "the case, and what is kept elsewhere"),
    "POST /v1/cases/{case_id}/materials/{code}/counter-check": (
        [GET, BATCH, WRITE],
        "the case, and whether what it holds is kept already, or was",
    ),
    "POST /v1/promise-checks/{check_id}/breach": ([GET, GET, WRITE], "whose it is, and what stands on record of them"),
    "POST /v1/promise-checks/{check_id}/repair": ([GET, GET, WRITE], "whose it is, and what stands on record of them"),
    "POST /v1/case-lookups": ([GET, GET], "the number names the case"),
    "POST /v1/calendar-years/{year}/checks": ([WRITE], "the job looks at everything"),
    "POST /v1/staff/imports": ([WRITE], "the job has nothing to read but the request"),
    "POST /v1/staff/imports/{job_id}/start": (
        [GET, HEAD, WRITE],
        "a job begins once its file is there, and only storage knows",
    ),
    "POST /v1/catalogue/imports": ([WRITE], "the job has nothing to read but the request"),
    "POST /v1/resealings": ([WRITE], "the job looks at everything"),
    "POST /v1/retention-runs": ([WRITE], "the job looks at everything"),
    "POST /v1/me/exports": ([WRITE], "the job collects everything, and the row of the day refuses a second one"),
    "POST /v1/catalogue/exports": ([WRITE], "the job has nothing to read but the request"),
    "POST /v1/catalogue/imports/{job_id}/start": (
        [GET, HEAD, WRITE],
        "a job begins once its file is there, and only storage knows",
    ),
    **{
        f"{method} /v1/catalogue/registers/{kind}/entries/{{code}}": (sent, "all registers are read in one trip")
        for kind in ("regions", "departments", "certificate-types")
        for method, sent in (("GET", [BATCH]), ("PUT", [BATCH, WRITE]))
    },
    "GET /v1/items/{item_code}/running-cases": (
        [QUERY, BATCH],
        "the index by item holds ids only, or every change of a case would be paid for twice",
    ),
    "POST /v1/catalogue/batches": ([WRITE], "there is nothing to read before a batch is opened"),
    "POST /v1/catalogue/batches/{batch_id}/entries": ([GET, BATCH, WRITE], "the batch, and its items in one read"),
    "DELETE /v1/catalogue/batches/{batch_id}/entries/{item_code}": ([GET, GET, WRITE], "the batch and the item"),
    "POST /v1/catalogue/batches/{batch_id}/publication": (
        [GET, GET, WRITE],
        "the batch, and the edition that it follows: strongly read, so that two are never published at once",
    ),
    "GET /v1/catalogue/items/{item_code}/history": ([GET, QUERY], "whose item it is, before its history is told"),
    "GET /v1/jobs/{job_id}/lines": ([GET, QUERY], "whose job it is, before its report is told"),
}
ONE_READ = {
    "POST /v1/verifications/{code}/document-check",
    "POST /v1/mandates/preview",
    "POST /v1/me/consents/preview",
}
"""Commands by method only: they change nothing."""


def allowed(route: Route) -> list[str]:
    """What may be sent, in order."""
    name = address(route)
    if name in EXCEPTIONS:
        return EXCEPTIONS[name][0]
    if name in READS_NOTHING:
        return []
    if name in READS_A_LIST:
        return [QUERY]
    return [GET, WRITE] if route.is_command and name not in ONE_READ else [GET]


ITEMS = (joint_item(), JOINT_SECOND, FOR_ENTERPRISES, late_item(), pledging_item(), prefilled_item())


@pytest.fixture(scope="module")
def session() -> Iterator[ListeningSession]:
    with mock_aws():
        yield ListeningSession()


@pytest.fixture(scope="module")
def warm(session: ListeningSession, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A process that has read catalogue, keys and secrets once."""
    cloud, keys = deployed(session), load_keys(tmp_path_factory.mktemp("sandbox") / "keys.json")
    chain = Authority(*(private_key(pem) for pem in keys["trust"].values())).certify(
        "示例", cloud.licence_key.public_key
    )
    credentials = json.dumps({**counterparty_secret(keys), "document_signing": {"chain": chain}})
    session.client("secretsmanager").create_secret(Name=cloud.settings.counterparty_secret_id, SecretString=credentials)
    read_the_catalogue(cloud)
    warm_up(with_catalogue(cloud, seeded_item()), seeded_item())
    for version in ITEMS:
        put_online(cloud.table, version)
    for version in ITEMS:
        warm_up(cloud, version)
    assert (
        cloud.secrets.keyed_hash("warm", "up")
        and cloud.secrets.counterparty("wechat_pay")
        and cloud.token_key.public_key
        and cloud.key_ring.current
        and published_key(cloud)
    )
    return Stage(cloud, keys["platform"])


def read_the_catalogue(cloud: Platform) -> None:
    """Registers and a live edition with its snapshot, read once."""
    seed_registers(cloud)
    assert registers_of(cloud).departments
    uow = UnitOfWork(cloud.table, by(SYSTEM, MONDAY))
    edition = Edition(number=1, batch_id="batch", published_at=MONDAY, snapshot_key="snapshot", documents={"json": "c"})
    cloud.documents.write("snapshot", build_snapshot([]), media_type="application/octet-stream")
    write_state(uow, EditionState(), EditionState(live=edition), AssertionError("overtaken"))
    uow.commit()
    editions_of(cloud).remember(EditionState(live=edition))
    assert finder_of(cloud).identity


@pytest.fixture
def stage(warm: Stage, session: ListeningSession, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The same process over an empty table."""
    with_empty_table(warm.cloud, session)
    monkeypatch.setattr(edge, "platform", lambda: warm.cloud)
    return warm


def perform(session: ListeningSession, stage: Stage, route: Route, asked: Asked) -> tuple[Answered, list[str]]:
    """The answer, and what was sent to AWS for it."""
    api = Api(stage.cloud, *AREAS, probes)
    headers = dict(asked.headers)
    if asked.by is not None:
        headers["Authorization"] = f"Bearer {api.token(asked.by)}"
    if asked.version is not None:
        headers["If-Match"] = f'"{asked.version}"'
    body = asked.body if asked.body is not None else BODIES.get(address(route))
    with session.listening() as sent:
        answer = api.call(
            route.method, route.path, body, raw=asked.raw, headers=headers, query=asked.query, **asked.path
        )
    return answer, sent.operations


def test_every_route_that_is_served_has_its_scene() -> None:
    assert sorted(SCENES) == sorted(ROUTES)


def test_every_exception_is_a_route_and_has_a_reason() -> None:
    assert {*EXCEPTIONS, *READS_NOTHING, *READS_A_LIST, *ONE_READ} <= set(ROUTES)
    assert all(reason for _, reason in EXCEPTIONS.values())


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_route_takes_what_it_is_allowed(session: ListeningSession, stage: Stage, name: str) -> None:
    answer, sent = perform(session, stage, ROUTES[name], SCENES[name](stage))
    assert answer.status in {200, 201, 202, 204}, answer.text
    assert sent == allowed(ROUTES[name])
    assert sent != [QUERY] or answer.body.get("entries", True)
    assert name in EXCEPTIONS or len(sent) <= (COMMAND if ROUTES[name].is_command else READ)


def test_an_organisations_case_is_opened_as_quickly(session: ListeningSession, stage: Stage) -> None:
    """The organisation and whoever acts for it are one read."""
    asked = by_its_representative(stage)
    answer, sent = perform(session, stage, ROUTES["POST /v1/cases"], asked)
    assert (answer.status, sent) == (201, [BATCH, WRITE]), answer.text
    assert answer.body["applicant_kind"] == "ORGANISATION"


def test_an_organisation_authorises_as_quickly_as_a_person(session: ListeningSession, stage: Stage) -> None:
    """It and its representative are one read; then the agent is looked for, whoever they are."""
    asked = by_its_representative(stage)
    terms = {
        "agent_name": "李示例",
        "agent_mobile": "13800000002",
        "powers": ["SUBMIT"],
        "valid_from": stage.today.isoformat(),
        "valid_to": stage.today.isoformat(),
    }
    shown, sent = perform(session, stage, ROUTES["POST /v1/mandates/preview"], replace(asked, body=terms))
    assert (shown.status, sent) == (200, [BATCH]), shown.text
    signed = {**terms, "version": shown.body["version"], "sha256": shown.body["sha256"], "accepted": True}
    offered, sent = perform(session, stage, ROUTES["POST /v1/mandates"], replace(asked, body=signed))
    assert (offered.status, sent) == (201, [BATCH, BATCH, GET, WRITE]), offered.text


def test_a_repeated_command_takes_one_more_to_find_its_first_answer(session: ListeningSession, stage: Stage) -> None:
    """Its version is stale by now: one to see that, one to see why."""
    name = "POST /v1/cases/{case_id}/withdrawal"
    asked = SCENES[name](stage)
    asked.headers["Idempotency-Key"] = "k" * 16
    first, _ = perform(session, stage, ROUTES[name], asked)
    again, sent = perform(session, stage, ROUTES[name], asked)
    assert (again.status, again.text, sent) == (200, first.text, [GET, GET])


@pytest.mark.parametrize("name", ["GET /v1/cases/{case_id}", "POST /v1/cases/{case_id}/decision"])
def test_a_refused_caller_costs_nothing(session: ListeningSession, stage: Stage, name: str) -> None:
    asked = SCENES[name](stage)
    asked.by = None
    answer, sent = perform(session, stage, ROUTES[name], asked)
    assert (answer.status, sent) == (401, [])


def test_uploading_and_downloading_is_permitted_without_asking_storage(session: ListeningSession, stage: Stage) -> None:
    """A presigned URL is made here; only the case is read, or changed."""
    names = [name for name in ROUTES if name.endswith(("/download", "/{code}/uploads"))]
    for name in names:
        with_empty_table(stage.cloud, session)
        answer, sent = perform(session, stage, ROUTES[name], SCENES[name](stage))
        assert answer.body["url"].startswith("https://")
        assert not [operation for operation in sent if operation.startswith("s3")]
    assert len(names) == 3


def test_the_probes_of_the_edge_keep_the_budget(session: ListeningSession, stage: Stage) -> None:
    """So the edge itself adds nothing."""
    mine = {address(route): route for route in probes.routes}
    opened, sent = perform(session, stage, mine["POST /v1/ledgers"], Asked(by=OWNER, body={"note": "a"}))
    assert sent == [WRITE]
    here = Asked(by=OWNER, path={"ledger_id": opened.body["id"]}, version=2, body={"note": "b"})
    assert perform(session, stage, mine["GET /v1/ledgers/{ledger_id}"], here)[1] == [GET]
    assert perform(session, stage, mine["PUT /v1/ledgers/{ledger_id}/note"], here)[1] == [GET, WRITE]
    assert perform(session, stage, mine["GET /v1/ledgers"], Asked(by=OWNER))[1] == [QUERY]

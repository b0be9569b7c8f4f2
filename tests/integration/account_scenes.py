"""Scenes of one's account: an older one that holds the same identity."""

from datetime import UTC, date, datetime, timedelta

from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller, Role
from chalicelib.parties import store as parties
from chalicelib.parties.challenges import Challenge, one_time_code
from chalicelib.parties.checks import Check, CheckStatus
from chalicelib.parties.guardians import service as guardians
from chalicelib.parties.guardians import store as guardian_store
from chalicelib.parties.guardians.model import Guardianship
from chalicelib.parties.lookup import lookup_key
from chalicelib.parties.mergers import service as mergers
from chalicelib.parties.model import Account, Level
from tests.integration.staging import Asked, Scene, Stage
from tests.support.cases import WHO

OLDER, YOUNGER = "account-older", Caller("account-younger", Role.APPLICANT, 1, "session-7")
MOBILES = {OLDER: "13800000003", YOUNGER.id: "13800000004"}


def two_accounts(stage: Stage) -> None:
    """One that is bound to an identity, and one in which the same identity was shown just now."""
    now = stage.cloud.clock.now()
    accounts = [Account.open(id=one, mobile=MOBILES[one], language="zh-CN", act=stage.act) for one in MOBILES]
    for account in accounts:
        account.name, account.id_number = WHO.name, WHO.id_number
    older, younger = accounts
    older.level, younger.held_by = Level.FACE, older.id
    shown = {"number": 1, "number_today": 1, "requested_at": now - timedelta(minutes=1), "concluded_at": now}
    younger.identity_check = Check(status=CheckStatus.ALREADY_REGISTERED, **shown)
    uow = stage.unit_of_work()
    for account in accounts:
        parties.save_account(uow, account, lookup_key(stage.cloud, "mobile", account.mobile))
    uow.commit()


def about_to_merge(stage: Stage) -> Asked:
    two_accounts(stage)
    return Asked(by=YOUNGER)


def with_the_code(stage: Stage) -> Asked:
    two_accounts(stage)
    challenge = asked_for(stage)
    return Asked(
        by=YOUNGER, body={"challenge_id": challenge.id, "code": one_time_code(stage.cloud.secrets, challenge.id)}
    )


def asked_for(stage: Stage) -> Challenge:
    act = stage.act.model_copy(update={"actor": YOUNGER.actor, "at": stage.cloud.clock.now()})
    uow = UnitOfWork(stage.cloud.table, act)
    challenge = mergers.ask_code(stage.cloud, uow, YOUNGER.id, datetime.now(UTC))
    uow.commit()
    return challenge


GUARDIAN = Caller(WHO.account_id, Role.APPLICANT, 3, "session-1")
WARD = Caller("account-ward", Role.APPLICANT, 2, "session-8")
CHILD = {"name": "王小例", "id_number": "460105201506010016"}


def about_to_claim(stage: Stage) -> Asked:
    return Asked(by=GUARDIAN)


def with_a_claim(stage: Stage) -> Asked:
    uow = stage.unit_of_work()
    guardians.claim(uow, GUARDIAN.id, **CHILD)
    uow.commit()
    return Asked(by=GUARDIAN)


def with_a_guardian(stage: Stage) -> Asked:
    guardianship = Guardianship.between(
        id=guardian_store.guardianship_id(GUARDIAN.id, WARD.id),
        guardian_id=GUARDIAN.id,
        ward_id=WARD.id,
        birth_date=date(2015, 6, 1),
    )
    uow = stage.unit_of_work()
    guardianship.bind(guardian_name=WHO.name, ward_name=CHILD["name"], authority_id="authority-1", act=uow.act)
    guardian_store.save(uow, guardianship)
    uow.commit()
    return Asked(by=WARD)


ACCOUNT_SCENES: dict[str, Scene] = {
    "POST /v1/me/merger/codes": about_to_merge,
    "POST /v1/me/merger": with_the_code,
    "POST /v1/me/ward-claim": about_to_claim,
    "GET /v1/me/ward-claim": with_a_claim,
    "GET /v1/me/guardians": with_a_guardian,
}

"""Scenes of assistance."""

from datetime import UTC, datetime

from chalicelib.http.access import Caller, Role
from chalicelib.parties import sign_in, ways_in
from chalicelib.parties import store as parties
from chalicelib.parties.assistance import service
from chalicelib.parties.assistance.model import Assistance
from chalicelib.parties.challenges import Purpose, one_time_code
from chalicelib.parties.clients.model import Channel
from chalicelib.parties.lookup import lookup_key, lookup_keys
from chalicelib.parties.model import Account, Level
from chalicelib.parties.windows import service as windows
from chalicelib.parties.windows.documents import DocumentKind
from chalicelib.parties.windows.workplaces import AT_WINDOWS, ON_THE_PHONE, workplace_of
from tests.integration.officials_scenes import OPERATOR
from tests.integration.staging import Asked, Scene, Stage
from tests.support.cases import WHO
from tests.support.people import ADDRESS, MOBILE
from tests.support.samples import BODIES
from tests.support.workplaces import AGENT, CLERK, at_work


def identified(stage: Stage) -> None:
    """`WHO` has an account, bound to their number and reached by a mobile."""
    account = Account.open(id=WHO.account_id, mobile=MOBILE, language="zh-CN", act=stage.act)
    account.name, account.id_number, account.level = WHO.name, WHO.id_number, Level.FACE
    uow = stage.unit_of_work()
    parties.save_account(uow, account, lookup_key(stage.cloud, "mobile", MOBILE))
    ways_in.claim_id_number(uow, lookup_keys(stage.cloud, "id-number", WHO.id_number), account.id)
    uow.commit()


def clerk(stage: Stage) -> Caller:
    caller = at_work(stage.cloud, CLERK, Channel.WINDOW, CLERK.region)
    assert workplace_of(stage.cloud, caller, AT_WINDOWS)
    return caller


def agent(stage: Stage) -> Caller:
    caller = at_work(stage.cloud, AGENT, Channel.HOTLINE)
    assert workplace_of(stage.cloud, caller, ON_THE_PHONE)
    return caller


def at_window(stage: Stage) -> Asked:
    identified(stage)
    body = {**BODIES["POST /v1/window-assistances"], "id_number": WHO.id_number}
    return Asked(by=clerk(stage), body=body)


def on_the_phone(stage: Stage) -> Asked:
    identified(stage)
    caller, uow = agent(stage), stage.unit_of_work()
    challenge = sign_in.issue_code(
        stage.cloud,
        uow,
        purpose=Purpose.ASSISTANCE,
        mobile=MOBILE,
        language="zh-CN",
        address=ADDRESS,
        now=datetime.now(UTC),
    )
    uow.commit()
    code = one_time_code(stage.cloud.secrets, challenge.id)
    return Asked(by=caller, body={"challenge_id": challenge.id, "code": code, "call_id": "CALL-0001"})


def given(stage: Stage) -> Assistance:
    identified(stage)
    caller, uow = clerk(stage), stage.unit_of_work()
    assistance = service.open_at_window(
        stage.cloud,
        uow,
        caller,
        id_number=WHO.id_number,
        document=DocumentKind.ID_CARD,
        extent=service.Extent(),
        now=datetime.now(UTC),
    )
    uow.commit()
    return assistance


def by_clerk(stage: Stage) -> Asked:
    return Asked(by=CLERK, path={"assistance_id": given(stage).id})


def by_applicant(stage: Stage) -> Asked:
    assistance_id = given(stage).id
    return Asked(by=Caller(WHO.account_id, Role.APPLICANT, 3, "session-1"), path={"assistance_id": assistance_id})


def disputed(stage: Stage) -> Asked:
    assistance, uow = given(stage), stage.unit_of_work()
    service.dispute(uow, assistance, "我没有到过该窗口", datetime.now(UTC))
    uow.commit()
    return Asked(by=OPERATOR, path={"assistance_id": assistance.id})


def list_of(scene: Scene) -> Scene:
    """The list in which what the scene stored is found."""
    return lambda stage: Asked(by=scene(stage).by)


def at_the_window(stage: Stage) -> Asked:
    return Asked(by=clerk(stage))


def seen(stage: Stage) -> Asked:
    caller, uow = clerk(stage), stage.unit_of_work()
    account = windows.register(
        stage.cloud,
        uow,
        caller,
        name=WHO.name,
        id_number=WHO.id_number,
        document=DocumentKind.ID_CARD,
        now=datetime.now(UTC),
    )
    uow.commit()
    return Asked(by=caller, path={"account_id": account.id})


def with_a_mobile(stage: Stage) -> Asked:
    asked, uow = seen(stage), stage.unit_of_work()
    challenge = sign_in.issue_code(
        stage.cloud,
        uow,
        purpose=Purpose.BINDING,
        mobile=MOBILE,
        language="zh-CN",
        address=ADDRESS,
        now=datetime.now(UTC),
    )
    uow.commit()
    asked.body = {"challenge_id": challenge.id, "code": one_time_code(stage.cloud.secrets, challenge.id)}
    return asked


ASSISTANCE_SCENES: dict[str, Scene] = {
    "POST /v1/window-assistances": at_window,
    "POST /v1/window-registrations": at_the_window,
    "GET /v1/window-registrations/{account_id}": seen,
    "POST /v1/window-registrations/codes": at_the_window,
    "POST /v1/window-registrations/{account_id}/mobile": with_a_mobile,
    "POST /v1/hotline-assistances/codes": lambda stage: Asked(by=agent(stage)),
    "POST /v1/hotline-assistances": on_the_phone,
    "GET /v1/assistances/{assistance_id}": by_applicant,
    "POST /v1/assistances/{assistance_id}/ending": by_clerk,
    "GET /v1/me/assistances": list_of(by_applicant),
    "POST /v1/assistances/{assistance_id}/dispute": by_applicant,
    "GET /v1/assistance-disputes": list_of(disputed),
    "POST /v1/assistances/{assistance_id}/dispute-answer": disputed,
}

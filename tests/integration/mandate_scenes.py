"""Scenes of mandates: a principal whose account there is, a mandate on offer, and one that was accepted."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import Power
from chalicelib.parties import store as parties
from chalicelib.parties.lookup import lookup_key
from chalicelib.parties.mandates import service, store
from chalicelib.parties.mandates.model import Agent, Mandate, Principal
from chalicelib.parties.mandates.terms import MandateText, Terms
from chalicelib.parties.model import Account, Level
from tests.integration.staging import Asked, Scene, Stage
from tests.support.cases import WHO

PRINCIPAL = Caller(WHO.account_id, Role.APPLICANT, 3, "session-1")
AGENT = Caller("account-agent", Role.APPLICANT, 3, "session-6")
NAMED = Agent(name="李示例", mobile="13800000002", account_id=AGENT.id)
A_MANDATE = "/v1/mandates/{mandate_id}"
SIGNED = {"version", "sha256", "accepted"}


def unit_of_work(stage: Stage, caller: Caller) -> UnitOfWork:
    act = stage.act.model_copy(update={"actor": caller.actor, "at": stage.cloud.clock.now()})
    return UnitOfWork(stage.cloud.table, act)


def terms(stage: Stage) -> Terms:
    return Terms(powers=(Power.SUBMIT,), valid_from=stage.today, valid_to=stage.today + timedelta(days=30))


def account(stage: Stage, caller: Caller, name: str, mobile: str) -> None:
    opened = Account.open(id=caller.id, mobile=mobile, language="zh-CN", act=stage.act)
    opened.level, opened.name = Level.FACE, name
    uow = stage.unit_of_work()
    parties.save_account(uow, opened, lookup_key(stage.cloud, "mobile", mobile))
    uow.commit()


def about_to_sign(stage: Stage) -> Asked:
    """Both have accounts; the text was read."""
    account(stage, PRINCIPAL, WHO.name, WHO.mobile)
    account(stage, AGENT, NAMED.name, NAMED.mobile)
    wanted = terms(stage)
    text = MandateText.of(principal_name=WHO.name, agent_name=NAMED.name, agent_mobile=NAMED.mobile, terms=wanted)
    body = {"agent_name": NAMED.name, "agent_mobile": NAMED.mobile, **wanted.model_dump(mode="json")}
    return Asked(by=PRINCIPAL, body={**body, "version": text.version, "sha256": text.sha256, "accepted": True})


def about_to_read(stage: Stage) -> Asked:
    """The same, before the text is known."""
    asked = about_to_sign(stage)
    return replace(asked, body={name: asked.body[name] for name in asked.body if name not in SIGNED})


def mandate(stage: Stage, *, accepted: bool) -> Mandate:
    wanted, uow = terms(stage), unit_of_work(stage, PRINCIPAL)
    offered = Mandate.offer(
        mandate_id="mandate-1",
        principal=Principal(id=PRINCIPAL.id, name=WHO.name),
        agent=NAMED,
        terms=wanted,
        text=MandateText.of(principal_name=WHO.name, agent_name=NAMED.name, agent_mobile=NAMED.mobile, terms=wanted),
        level=3,
        act=uow.act,
    )
    store.save(uow, offered)
    uow.commit()
    if accepted:
        uow = unit_of_work(stage, AGENT)
        service.accept(uow, offered, level=3)
        uow.commit()
    return offered


def of_mandate(caller: Caller, *, accepted: bool = False) -> Scene:
    """Asked of a mandate by one of its sides."""
    return lambda stage: Asked(by=caller, path={"mandate_id": mandate(stage, accepted=accepted).id})


def of_what_is_held(stage: Stage) -> Asked:
    mandate(stage, accepted=True)
    return Asked(by=AGENT, query={"side": "held"})


MANDATE_SCENES: dict[str, Scene] = {
    "POST /v1/mandates/preview": about_to_read,
    "POST /v1/mandates": about_to_sign,
    "GET /v1/mandates": of_what_is_held,
    f"GET {A_MANDATE}": of_mandate(AGENT),
    f"POST {A_MANDATE}/acceptance": of_mandate(AGENT),
    f"POST {A_MANDATE}/refusal": of_mandate(AGENT),
    f"POST {A_MANDATE}/revocation": of_mandate(PRINCIPAL, accepted=True),
}

"""Mandates over HTTP. Giving, taking on and ending one is each side's own act: nobody does it under a mandate. An
organisation gives and ends its own by its legal representative, in that capacity.
"""

from dataclasses import dataclass

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, in_person, signatory
from chalicelib.http.paging import ListOf, one_page
from chalicelib.http.routes import Area
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.parties.applicants.errors import OrganisationUnknown
from chalicelib.parties.errors import AccountUnknown
from chalicelib.parties.mandates import errors, service, store
from chalicelib.parties.mandates.model import Mandate
from chalicelib.parties.mandates.views import (
    MandatesQuery,
    MandateSummary,
    MandateTerms,
    MandateView,
    OfferMandate,
)
from chalicelib.parties.signed_text import SignedTextView

mandates_area = Area(Text("委托授权", "Mandates"))

SIGNERS = signatory(level=3)
ANSWERS = (errors.OnlyTheAgent, errors.NotOnOffer)


@dataclass(frozen=True)
class _Side:
    """A mandate as the caller's own, if they are one of its two sides."""

    owner_id: str
    department: str = ""
    region: str = ""


@mandates_area.post(
    "/v1/mandates/preview",
    access=allow(SIGNERS),
    not_repeatable="it writes nothing",
    summary=Text("预览授权委托书", "Preview a mandate's text"),
    refusals=(errors.TermsInvalid, AccountUnknown, OrganisationUnknown),
)
def preview_mandate(call: Call, body: MandateTerms) -> Reply[SignedTextView]:
    """The text of these terms, to be read and signed with the offer. Nothing is kept."""
    call.own()
    text = service.preview(call.uow, service.principal_of(call.uow.table, call.caller), body.agent, body.terms)
    return Reply(SignedTextView.of(text))


@mandates_area.post(
    "/v1/mandates",
    access=allow(SIGNERS),
    status=201,
    summary=Text("签署授权委托书", "Sign and offer a mandate"),
    refusals=(errors.TermsInvalid, errors.TextDiffers, errors.AgentIsPrincipal, AccountUnknown, OrganisationUnknown),
)
def offer_mandate(call: Call, body: OfferMandate) -> Reply[MandateView]:
    """The person named finds it among what they hold, and may act once they accept. The answer is the same whether or
    not that mobile is registered: an offer that reaches nobody is never accepted.
    """
    call.own()
    mandate = service.offer(
        call.platform,
        call.uow,
        principal=service.principal_of(call.uow.table, call.caller),
        agent=body.agent,
        terms=body.terms,
        version=body.version,
        sha256=body.sha256,
        level=call.caller.level,
    )
    return _shown(call, mandate, location=f"/v1/mandates/{mandate.id}")


@mandates_area.get(
    "/v1/mandates",
    access=allow(signatory()),
    summary=Text("我的委托", "Mandates given or held"),
    consistency="eventual",
)
def list_mandates(call: Call, query: MandatesQuery) -> Reply[ListOf[MandateSummary]]:
    """One side's mandates in whatever state, the newest first."""
    me, today = call.own(), shanghai_date(call.act.at)
    pk = store.given_pk(me) if query.side == "given" else store.held_pk(me)
    page = store.page_of(call.uow.table, pk, limit=query.limit, after=query.after(BY_APPLICANT, pk))
    entries = [MandateSummary.of(store.mandate_in(row), today) for row in page.rows]
    return one_page(entries, page.next)


@mandates_area.get(
    "/v1/mandates/{mandate_id}",
    access=allow(signatory()),
    summary=Text("查看委托", "Read a mandate"),
    refusals=(errors.MandateUnknown,),
)
def read_mandate(call: Call, mandate_id: str) -> Reply[MandateView]:
    """For both its sides, with the text that was signed."""
    return _shown(call, _reached(call, mandate_id))


@mandates_area.post(
    "/v1/mandates/{mandate_id}/acceptance",
    access=allow(in_person(level=2)),
    summary=Text("接受委托", "Accept a mandate"),
    refusals=(errors.MandateUnknown, *ANSWERS, errors.OfferOver),
)
def accept_mandate(call: Call, mandate_id: str) -> Reply[MandateView]:
    """From now on the agent may act for the principal: `POST /v1/sessions/current/capacity`."""
    mandate = _reached(call, mandate_id)
    service.accept(call.uow, mandate, level=call.caller.level)
    return _shown(call, mandate)


@mandates_area.post(
    "/v1/mandates/{mandate_id}/refusal",
    access=allow(in_person()),
    summary=Text("拒绝委托", "Decline a mandate"),
    refusals=(errors.MandateUnknown, *ANSWERS),
)
def decline_mandate(call: Call, mandate_id: str) -> Reply[MandateView]:
    """The agent does not take it on."""
    mandate = _reached(call, mandate_id)
    service.decline(call.uow, mandate)
    return _shown(call, mandate)


@mandates_area.post(
    "/v1/mandates/{mandate_id}/revocation",
    access=allow(signatory()),
    summary=Text("撤销或辞去委托", "End a mandate"),
    refusals=(errors.MandateUnknown,),
)
def end_mandate(call: Call, mandate_id: str) -> Reply[MandateView]:
    """By either side, at once, without a reason. What was done under it stands; repeated, nothing happens."""
    mandate = _reached(call, mandate_id)
    service.end(call.uow, mandate, machine_now())
    return _shown(call, mandate)


def _reached(call: Call, mandate_id: str) -> Mandate:
    """The mandate, for whoever is one of its two sides."""
    mandate = service.read(call.uow.table, mandate_id)
    is_agent = call.caller.id == mandate.agent.account_id
    call.require_reach(_Side(mandate.agent.account_id if is_agent else mandate.principal_id))
    return mandate


def _shown(call: Call, mandate: Mandate, location: str | None = None) -> Reply[MandateView]:
    return Reply(MandateView.of(mandate, shanghai_date(call.act.at)), version=mandate.version, location=location)

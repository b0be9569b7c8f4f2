"""Consents to sharing over HTTP: the person's own act, which nobody does for them.

The routes stand here and not with the parties because what is signed names receivers and certificates as the registers
call them, and those are a floor above.
"""

from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, in_person
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.routes import Area
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.licences.consent_terms import terms_of
from chalicelib.parties.consents import errors, service
from chalicelib.parties.consents.model import Consent
from chalicelib.parties.consents.terms import ConsentTerms
from chalicelib.parties.consents.views import (
    ConsentSummary,
    ConsentView,
    SignConsent,
    WantedConsent,
)
from chalicelib.parties.errors import AccountUnknown
from chalicelib.parties.signed_text import SignedTextView

consents_area = Area(Text("信息共享同意", "Consents to sharing"))

SIGNERS = in_person(level=2)
SIGNING = (errors.ConsentTermsInvalid, AccountUnknown)


@consents_area.post(
    "/v1/me/consents/preview",
    access=allow(SIGNERS),
    not_repeatable="it writes nothing",
    summary=Text("预览同意书", "Preview a consent's text"),
    refusals=SIGNING,
)
def preview_consent(call: Call, body: WantedConsent) -> Reply[SignedTextView]:
    """The text of these terms, to be read and signed. Nothing is kept."""
    return Reply(SignedTextView.of(service.preview(call.uow, call.own(), _named(call, body))))


@consents_area.post(
    "/v1/me/consents",
    access=allow(SIGNERS),
    status=201,
    summary=Text("签署同意书", "Consent to a sharing"),
    refusals=(*SIGNING, errors.ConsentTextDiffers),
)
def give_consent(call: Call, body: SignConsent) -> Reply[ConsentView]:
    """Good for one sharing with the receiver named, for the purpose named, and until the day named."""
    consent = service.give(
        call.uow,
        call.own(),
        _named(call, body),
        version=body.version,
        sha256=body.sha256,
        level=call.caller.level,
    )
    return _shown(call, consent, location=f"/v1/me/consents/{consent.id}")


@consents_area.get(
    "/v1/me/consents",
    access=allow(in_person()),
    summary=Text("我的同意", "What I consented to"),
    consistency="eventual",
)
def list_consents(call: Call, query: PageQuery) -> Reply[ListOf[ConsentSummary]]:
    """In whatever state, the newest first."""
    me, today = call.own(), shanghai_date(call.act.at)
    after = query.after(BY_APPLICANT, service.listed_in(me))
    consents, behind = service.given_by(call.uow.table, me, limit=query.limit, after=after)
    return one_page([ConsentSummary.of(consent, today) for consent in consents], behind)


@consents_area.get(
    "/v1/me/consents/{consent_id}",
    access=allow(in_person()),
    summary=Text("查看同意", "Read a consent"),
    refusals=(errors.ConsentUnknown,),
)
def read_consent(call: Call, consent_id: str) -> Reply[ConsentView]:
    """With the text that was signed, and whether it was used."""
    return _shown(call, _reached(call, consent_id))


@consents_area.post(
    "/v1/me/consents/{consent_id}/withdrawal",
    access=allow(in_person()),
    summary=Text("撤回同意", "Withdraw a consent"),
    refusals=(errors.ConsentUnknown, errors.ConsentSpent),
)
def withdraw_consent(call: Call, consent_id: str) -> Reply[ConsentView]:
    """At once and without a reason; repeated, nothing happens. What was shared before cannot be called back."""
    consent = _reached(call, consent_id)
    service.withdraw(call.uow, consent)
    return _shown(call, consent)


def _reached(call: Call, consent_id: str) -> Consent:
    consent = service.read(call.uow.table, consent_id)
    call.require_reach(consent)
    return consent


def _shown(call: Call, consent: Consent, location: str | None = None) -> Reply[ConsentView]:
    view = ConsentView.of(consent, shanghai_date(call.act.at))
    return Reply(view, version=consent.version, location=location)


def _named(call: Call, body: WantedConsent) -> ConsentTerms:
    return terms_of(call.platform, body, shanghai_date(call.act.at))

"""The user-authentication exchange over HTTP."""

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, in_person, public
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.kernel.text import Text
from chalicelib.parties.api import TOKENS_ARE_NOT_KEPT, parties_area
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.errors import ClientRefused
from chalicelib.parties.errors import RefreshRefused
from chalicelib.parties.introductions import errors, service, store
from chalicelib.parties.introductions.views import (
    Introduce,
    IntroducedView,
    IntroductionCode,
    IntroductionView,
    RedeemCode,
)


@parties_area.post(
    "/v1/me/authentications",
    access=allow(in_person()),
    status=201,
    summary=Text("向合作系统证明身份", "Let a partner be told who one is"),
    not_repeatable="the answer holds a code, which is stored nowhere",
    refusals=(errors.PartnerUnknown, RefreshRefused),
)
def introduce(call: Call, body: Introduce) -> Reply[IntroductionCode]:
    """A code for that partner, which the browser carries there. The partner is told a name for the caller that nobody
    else is given, the level and the time of signing in; neither name nor number.
    """
    call.own()
    introduction, code = service.introduce(
        call.platform, call.uow, call.caller, partner_id=body.client_id, nonce=body.nonce, now=machine_now()
    )
    return Reply(IntroductionCode.of(introduction, code), location="/v1/me/authentications")


@parties_area.get(
    "/v1/me/authentications",
    access=allow(in_person()),
    summary=Text("我向哪些系统证明过身份", "Which partners were told who one is"),
    consistency="eventual",
)
def list_introductions(call: Call, query: PageQuery) -> Reply[ListOf[IntroductionView]]:
    """The latest first, for three years; what no partner redeemed is listed for a day."""
    pk = store.introductions_pk(call.own())
    after = query.after(BY_APPLICANT, pk)
    entries, behind = service.granted_by(call.platform.table, call.own(), limit=query.limit, after=after)
    return one_page([IntroductionView.of(entry) for entry in entries], behind)


@parties_area.post(
    "/v1/authentications/redemption",
    access=public("the partner's own credentials prove who calls"),
    summary=Text("合作系统兑换认证码", "A partner redeems a code"),
    not_repeatable=TOKENS_ARE_NOT_KEPT,
    refusals=(ClientRefused, errors.CodeOfIntroductionRefused),
)
def redeem_introduction(call: Call, body: RedeemCode) -> Reply[IntroducedView]:
    """For registered partners, by HTTP Basic. A code is good once, and for whom it was given."""
    now = machine_now()
    partner = clients.authenticate(call.platform, call.headers, now)
    token = service.redeem(call.platform, call.uow, partner, code=body.code, now=now)
    return Reply(IntroducedView(id_token=token))

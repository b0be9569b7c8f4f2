"""Merging with one's older account by a code over HTTP; by one's face it is done with `POST /v1/me/face-checks`."""

from pydantic import Field

from chalicelib.aws.machine_time import machine_now
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, in_person
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.text import Text
from chalicelib.parties.api import parties_area
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.model import WEB
from chalicelib.parties.errors import AccountUnknown, CodeRefused, TooManyCodes, TooManyTries
from chalicelib.parties.mergers import errors, service
from chalicelib.parties.proving import Origin
from chalicelib.parties.views import ChallengeView

REFUSALS = (errors.NothingToMerge, errors.AccountMoved, AccountUnknown)


class MergerBody(Request):
    """The code that came to the mobile of the older account."""

    challenge_id: str = Field(max_length=64)
    code: str = Field(pattern=r"^[0-9]{6}$")


class MergerCodeView(ChallengeView):
    """A code is on its way, if the older account has a mobile."""


class MergerView(Shape):
    """The account that there is now."""

    account_id: str
    level: int


@parties_area.post(
    "/v1/me/merger/codes",
    access=allow(in_person()),
    status=202,
    summary=Text("向原账号手机号发送验证码", "Have a code sent to the mobile of one's older account"),
    refusals=(*REFUSALS, TooManyCodes),
)
def ask_merger_code(call: Call) -> Reply[MergerCodeView]:
    """After an identity check that ended ALREADY_REGISTERED. Nothing is told of the other account, nor its mobile."""
    challenge = service.ask_code(call.platform, call.uow, call.own(), machine_now())
    return Reply(MergerCodeView.of(challenge), version=challenge.version)


@parties_area.post(
    "/v1/me/merger",
    access=allow(in_person()),
    summary=Text("合并到原账号", "Merge with one's older account"),
    refusals=(*REFUSALS, CodeRefused, TooManyTries),
)
def merge_accounts(call: Call, body: MergerBody) -> Reply[MergerView]:
    """The older account stays with all that is in it, and is signed in to with the caller's mobile; every session ends,
    this one too: sign in again.
    """
    account = service.merge_by_code(
        call.platform,
        call.uow,
        call.own(),
        answer=(body.challenge_id, body.code),
        origin=Origin(clients.client_of(call.platform, call.caller.client_id) or WEB, call.source_address),
        now=machine_now(),
    )
    return Reply(MergerView(account_id=account.id, level=account.level), version=account.version)

"""Windows over HTTP."""

from dataclasses import dataclass

from chalicelib.aws.machine_time import machine_now
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, window_clerk
from chalicelib.http.routes import Area
from chalicelib.kernel.text import Text
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.errors import AccountUnknown, CodeRefused, IdNumberInvalid, TooManyCodes, TooManyTries
from chalicelib.parties.mergers.errors import AccountMoved
from chalicelib.parties.model import Account
from chalicelib.parties.service import read_account
from chalicelib.parties.windows import errors, service
from chalicelib.parties.windows.views import (
    AskForBindingCode,
    BindingCodeView,
    BindMobile,
    RegisterAtWindow,
    WindowRegistrationView,
)
from chalicelib.parties.windows.workplaces import AT_WINDOWS, send_code

windows_area = Area(Text("服务窗口", "Windows"))

AT_WORK = (errors.NotAtAWorkplace, errors.WorkplaceElsewhere)
SOMEBODY = (AccountUnknown, AccountMoved)


@dataclass(frozen=True)
class _Seen:
    """An account as the business of the clerk who saw its person."""

    owner_id: str
    department: str = ""
    region: str = ""


@windows_area.post(
    "/v1/window-registrations",
    access=allow(window_clerk()),
    status=201,
    summary=Text("窗口登记核验", "Register somebody at the window"),
    refusals=(*AT_WORK, IdNumberInvalid, errors.NameDiffers, *SOMEBODY),
)
def register_at_window(call: Call, body: RegisterAtWindow) -> Reply[WindowRegistrationView]:
    """Whoever has an account rises to L4; whoever has none gets one without a mobile, and rises once the population
    base has confirmed name and number: read again in a moment.
    """
    call.own()
    account = service.register(
        call.platform,
        call.uow,
        call.caller,
        name=body.name,
        id_number=body.id_number,
        document=body.document,
        now=machine_now(),
    )
    where = f"/v1/window-registrations/{account.id}"
    return Reply(WindowRegistrationView.of(account), version=account.version, location=where)


@windows_area.get(
    "/v1/window-registrations/{account_id}",
    access=allow(window_clerk()),
    summary=Text("查看窗口登记", "How a registration at the window stands"),
    refusals=SOMEBODY,
)
def read_registration(call: Call, account_id: str) -> Reply[WindowRegistrationView]:
    """For the clerk who saw the person last."""
    account = _seen(call, account_id)
    return Reply(WindowRegistrationView.of(account), version=account.version)


@windows_area.post(
    "/v1/window-registrations/codes",
    access=allow(window_clerk()),
    status=202,
    summary=Text("向待绑定手机号发送验证码", "Have a code sent to the mobile to be bound"),
    refusals=(*AT_WORK, TooManyCodes),
)
def ask_binding_code(call: Call, body: AskForBindingCode) -> Reply[BindingCodeView]:
    """The person shows it to the clerk."""
    call.own()
    challenge = send_code(
        call.platform,
        call.uow,
        call.caller,
        AT_WINDOWS,
        purpose=Purpose.BINDING,
        mobile=body.mobile,
        address=call.source_address,
        now=machine_now(),
    )
    return Reply(BindingCodeView.of(challenge), version=challenge.version)


@windows_area.post(
    "/v1/window-registrations/{account_id}/mobile",
    access=allow(window_clerk()),
    summary=Text("窗口绑定手机号", "Bind a mobile at the window"),
    refusals=(
        *AT_WORK,
        errors.VisitOver,
        errors.MobileTaken,
        CodeRefused,
        TooManyTries,
        *SOMEBODY,
    ),
)
def bind_mobile(call: Call, account_id: str, body: BindMobile) -> Reply[WindowRegistrationView]:
    """The first one, or in place of one that was lost: sessions from before end, and the former mobile is told."""
    account = _seen(call, account_id)
    service.bind_mobile(
        call.platform,
        call.uow,
        call.caller,
        account,
        answer=(body.challenge_id, body.code),
        address=call.source_address,
        now=machine_now(),
    )
    return Reply(WindowRegistrationView.of(account), version=account.version)


def _seen(call: Call, account_id: str) -> Account:
    account = read_account(call.platform.table, account_id)
    call.require_reach(_Seen(account.seen.by if account.seen else ""))
    return account

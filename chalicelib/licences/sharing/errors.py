"""What sharing refuses."""

from chalicelib.kernel.errors import Conflict, Invalid, NotAllowed, TooMany
from chalicelib.kernel.text import Text


class HolderCodeInvalid(Invalid):
    """The holder's code is not one of the named type."""

    code = "sharing.holder-code-invalid"
    title = Text("持证主体代码无效", "The holder's code is not valid")
    next_step = Text(
        "请核对代码及其类型：111 为公民身份号码，001 为统一社会信用代码。",
        "Check the code and its type: 111 a resident identity number, 001 a unified social credit code.",
    )


class NoDuty(NotAllowed):
    """No duty registered for the caller covers this certificate, or all of these fields."""

    code = "sharing.no-duty"
    title = Text("未登记可读取该证照的法定职责", "No statutory duty is registered for reading this")
    next_step = Text(
        "请在已登记的证照类型和照面信息范围内读取；超出的，请征得本人同意并提交 consent_id，或请平台运营人员登记。",
        "Read the types and fields that are registered. For more, ask the holder for a consent and send its id as "
        "consent_id, or have the duty registered by the operator of the platform.",
    )


class TooManyReadings(TooMany):
    """The client has read as much as it may within an hour."""

    code = "sharing.too-many-readings"
    title = Text("读取证照次数已达上限", "No more licences may be read now")
    next_step = Text("请在 {retry_after} 秒后重试。", "Try again in {retry_after} seconds.")


class LicenceChanged(Conflict):
    """One of the licences was suspended, revoked or replaced while it was being read."""

    code = "sharing.licence-changed"
    title = Text("证照状态刚刚变更", "A licence has changed in this very moment")
    next_step = Text("请重新读取；本次未读取任何内容。", "Read again; nothing was read.")


class TooManyLicences(Conflict):
    """More than one reading holds are in that holder's name."""

    code = "sharing.too-many-licences"
    title = Text("该主体名下该类证照过多", "The holder has too many licences of this type")
    next_step = Text(
        "请在 identifier 中写明证照标识，逐件读取；证照标识印在证照上。",
        "Name one by its identifier, which is printed on it, in `identifier`.",
    )


class NotAPartner(Conflict):
    """Only partner systems read licences; nothing can be registered for another client."""

    code = "sharing.not-a-partner"
    title = Text("该客户端不是合作系统", "The client is no partner")
    next_step = Text(
        "请为渠道为 PARTNER 的客户端登记法定职责（GET /v1/clients）。",
        "Register duties for a client of the channel PARTNER (GET /v1/clients).",
    )


class DutiesInvalid(Invalid):
    """The register of certificate types does not know what the pointers name, or a type stands there twice."""

    code = "sharing.duties-invalid"
    title = Text("登记的证照类型或照面信息有误", "A certificate type or a field is not right")
    next_step = Text(
        "请按提示修改；证照类型及其照面信息见 GET /v1/certificate-types。",
        "Change what is pointed out; types and their fields are at GET /v1/certificate-types.",
    )

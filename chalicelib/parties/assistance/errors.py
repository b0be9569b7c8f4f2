"""Refusals of assistance."""

from chalicelib.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from chalicelib.kernel.text import Text


class AssistanceUnknown(NotFound):
    """There is no such assistance."""

    code = "party.assistance-unknown"
    title = Text("没有该协助记录", "There is no such assistance")
    next_step = Text("请查看 GET /v1/me/assistances。", "See GET /v1/me/assistances.")


class NobodyThere(NotFound):
    """Nobody with this ID number, or mobile, has an account. Told to helpers only, with the person before them."""

    code = "party.nobody-to-assist"
    title = Text("该人员尚无账号", "This person has no account yet")
    next_step = Text(
        "请先在窗口登记（POST /v1/window-registrations），热线来电人请自行注册。",
        "Register them at the window first (POST /v1/window-registrations); callers register themselves.",
    )


class PresenceNotConfirmed(Invalid):
    """Nobody is assisted at a window who is not there."""

    code = "party.presence-not-confirmed"
    title = Text("须由本人到场", "The person has to be there")
    next_step = Text(
        "请确认申请人本人在场并核对其证件（is_present = true）。",
        "Make sure that the person is there and look at their document (is_present = true).",
    )


class AlreadyDisputed(Conflict):
    """It was disputed before."""

    code = "party.assistance-disputed"
    title = Text("您已对该次协助提出异议", "You have disputed this assistance already")
    next_step = Text(
        "请等待处理，结果会显示在该协助记录中（GET /v1/me/assistances）。",
        "Wait for the answer; it shows with the assistance (GET /v1/me/assistances).",
    )


class HelperCannotDispute(NotAllowed):
    """Whoever helped cannot speak against it in the applicant's name."""

    code = "party.helper-cannot-dispute"
    title = Text("协助人不能代为提出异议", "Whoever helped cannot dispute it")
    next_step = Text("请由申请人本人或其他人员办理。", "Let the applicant, or somebody else for them, do it.")


class NothingToAnswer(Conflict):
    """No dispute is waiting."""

    code = "party.nothing-to-answer"
    title = Text("没有待处理的异议", "No dispute waits for an answer")
    next_step = Text("请查看 GET /v1/assistance-disputes。", "See GET /v1/assistance-disputes.")

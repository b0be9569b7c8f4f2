"""Who calls."""

from chalicelib.http.access import Caller, Role
from tests.support.applications import WANG

AUTHOR = Caller(WANG.account_id, Role.APPLICANT, 3, "session-1")
STRANGER = Caller("account-li", Role.APPLICANT, 3, "session-2")
REVIEWER = Caller("staff-reviewer", Role.REVIEWER, 4, "session-3", "GA", "460100")
HEAD = Caller("staff-head", Role.HEAD, 4, "session-4", "GA", "460100")
OTHER_DEPARTMENT = Caller("staff-rs", Role.REVIEWER, 4, "session-5", "RS", "460100")
OTHER_REGION = Caller("staff-sanya", Role.REVIEWER, 4, "session-6", "GA", "460200")
OPERATOR = Caller("staff-operator", Role.OPERATOR, 4, "session-7", "", "460000")

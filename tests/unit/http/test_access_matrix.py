"""Every route against every role: exactly what is written here, in a table kept apart from the declarations."""

from typing import Any

import pytest

from app import AREAS
from chalicelib.http.access import Caller, Role, Scope
from chalicelib.http.access_refusals import LevelTooLow, RoleRefused, TokenMissing
from chalicelib.http.routes import Route
from tests.support.samples import address

PUBLIC = "public"
MINE, MINE_FROM_L2, MINE_FROM_L3 = {"applicant": 1}, {"applicant": 2}, {"applicant": 3}
REVIEWER, HEAD = {"reviewer": 0}, {"head": 0}
OPERATOR = {"operator": 0}
WINDOW_CLERK, HOTLINE_AGENT = {"window-clerk": 0}, {"hotline-agent": 0}
HELPERS = {**WINDOW_CLERK, **HOTLINE_AGENT}
OFFICIALS = {**REVIEWER, **HEAD}
DESK = {"reviewer": Scope.DESK}
"""Also reviewers elsewhere whom the case asks; where only a level stands, the role has its usual scope."""
CATALOGUE_MANAGER, CATALOGUE_APPROVER = {"catalogue-manager": 0}, {"catalogue-approver": 0}
CATALOGUE = {**CATALOGUE_MANAGER, **CATALOGUE_APPROVER}
EVERYBODY = {role.value: Scope.OWN for role in Role}
STAFF_OWN = {role.value: Scope.OWN for role in Role if role is not Role.APPLICANT}
"""Whoever is signed in, for what is their own."""
CONCERNED = {**MINE, **OFFICIALS, "operator": 0}

MATRIX: dict[str, Any] = {
    "GET /v1/health": PUBLIC,
    "GET /v1/openapi.json": PUBLIC,
    "GET /v1/docs": PUBLIC,
    "GET /v1/jwks": PUBLIC,
    "GET /v1/items/{item_code}": PUBLIC,
    "POST /v1/registrations": PUBLIC,
    "POST /v1/logins": PUBLIC,
    "POST /v1/sessions": PUBLIC,
    "POST /v1/sessions/refresh": PUBLIC,
    "POST /v1/federated-sign-ins": PUBLIC,
    "POST /v1/authentications/redemption": PUBLIC,
    "POST /v1/me/authentications": MINE,
    "GET /v1/me/authentications": MINE,
    "POST /v1/sessions/federated": PUBLIC,
    "POST /v1/case-lookups": PUBLIC,
    "POST /v1/callbacks/wechat-pay": PUBLIC,
    "POST /v1/callbacks/kuaidi100/{shipment_id}": PUBLIC,
    "GET /v1/verifications/{code}": PUBLIC,
    "POST /v1/verifications/{code}/document-check": PUBLIC,
    "POST /v1/document-checks": PUBLIC,
    "GET /v1/verify": PUBLIC,
    "GET /v1/cases/{case_id}/documents/{kind}/credential": MINE_FROM_L2,
    "GET /v1/licence-issuer": PUBLIC,
    "GET /v1/status-lists/{list_id}": PUBLIC,
    "GET /v1/me/licences": MINE_FROM_L2,
    "POST /v1/licence-readings": PUBLIC,
    "GET /v1/me/licence-readings": MINE_FROM_L2,
    "GET /v1/licences/{licence_id}": {**MINE_FROM_L2, **HEAD},
    "GET /v1/licences/{licence_id}/file": {**MINE_FROM_L2, **HEAD},
    "POST /v1/licences/{licence_id}/suspension": HEAD,
    "POST /v1/licences/{licence_id}/resumption": HEAD,
    "POST /v1/licences/{licence_id}/revocation": HEAD,
    "POST /v1/licences/{licence_id}/reissue": HEAD,
    "GET /v1/asked-twice": PUBLIC,
    "POST /v1/cases/{case_id}/data-disputes": MINE_FROM_L2,
    "POST /v1/cases/{case_id}/promise-checks": {**REVIEWER, **HEAD},
    "GET /v1/promise-checks/{check_id}": {**MINE_FROM_L2, **REVIEWER, **HEAD},
    "GET /v1/me/promise-checks": MINE_FROM_L2,
    "GET /v1/promise-checks": {**REVIEWER, **HEAD},
    "POST /v1/promise-checks/{check_id}/outcome": {**REVIEWER, **HEAD},
    "POST /v1/promise-checks/{check_id}/objection": MINE_FROM_L2,
    "POST /v1/promise-checks/{check_id}/breach": HEAD,
    "POST /v1/promise-checks/{check_id}/dismissal": HEAD,
    "POST /v1/promise-checks/{check_id}/repair": HEAD,
    "GET /v1/me/data-disputes": MINE_FROM_L2,
    "GET /v1/data-disputes": OPERATOR,
    "POST /v1/data-disputes/{dispute_id}/answer": OPERATOR,
    "GET /v1/me/kept-materials": MINE_FROM_L2,
    "POST /v1/kept-materials/{kept_id}/withdrawal": MINE_FROM_L2,
    "POST /v1/cases/{case_id}/materials/{code}/reuse": MINE_FROM_L2,
    "POST /v1/cases/{case_id}/materials/{code}/counter-check": DESK,
    "GET /v1/me/materials-to-bring": MINE_FROM_L2,
    "GET /v1/cases/{case_id}/promise-to-follow": MINE,
    "POST /v1/cases/{case_id}/promise-to-follow": MINE_FROM_L2,
    "POST /v1/cases/{case_id}/materials/{code}/late-check": DESK,
    "GET /v1/cases/{case_id}/materials/{code}/pledge": MINE,
    "POST /v1/cases/{case_id}/materials/{code}/pledge": MINE_FROM_L2,
    "DELETE /v1/sessions/current": EVERYBODY,
    "GET /v1/me/sessions": EVERYBODY,
    "DELETE /v1/me/sessions": EVERYBODY,
    "DELETE /v1/me/sessions/{session_id}": EVERYBODY,
    "GET /v1/me/capacities": EVERYBODY,
    "GET /v1/me/looks": MINE,
    "GET /v1/looks/counts": OPERATOR,
    "POST /v1/retention-runs": OPERATOR,
    "POST /v1/resealings": OPERATOR,
    "GET /v1/retention-runs": OPERATOR,
    "POST /v1/me/exports": MINE_FROM_L2,
    "GET /v1/me/exports": MINE_FROM_L2,
    "GET /v1/me/exports/{export_id}": MINE_FROM_L2,
    "GET /v1/me/exports/{export_id}/file": MINE_FROM_L2,
    "POST /v1/sessions/current/capacity": EVERYBODY,
    "GET /v1/me": MINE,
    "POST /v1/me/identity-checks": MINE,
    "POST /v1/me/face-checks": MINE,
    "POST /v1/me/certificate-checks": MINE_FROM_L2,
    "POST /v1/me/ward-claim": MINE_FROM_L3,
    "GET /v1/me/ward-claim": MINE,
    "GET /v1/me/guardians": MINE,
    "POST /v1/community-lists": HEAD,
    "GET /v1/community-lists": HEAD,
    "POST /v1/community-lists/{list_id}/people": HEAD,
    "GET /v1/community-lists/{list_id}/people": HEAD,
    "POST /v1/community-lists/{list_id}/closure": {**HEAD, **OPERATOR},
    "GET /v1/me/community-engagements": MINE,
    "POST /v1/community-engagements/{engagement_id}/consent": MINE_FROM_L3,
    "POST /v1/community-engagements/{engagement_id}/end": {**MINE, **HEAD},
    "POST /v1/me/merger/codes": MINE,
    "POST /v1/me/merger": MINE,
    "POST /v1/me/organisation-claim": MINE_FROM_L3,
    "GET /v1/me/organisation-claim": MINE,
    "POST /v1/me/consents/preview": MINE_FROM_L2,
    "POST /v1/me/consents": MINE_FROM_L2,
    "GET /v1/me/consents": MINE,
    "GET /v1/me/consents/{consent_id}": MINE,
    "POST /v1/me/consents/{consent_id}/withdrawal": MINE,
    "POST /v1/mandates/preview": MINE_FROM_L3,
    "POST /v1/mandates": MINE_FROM_L3,
    "GET /v1/mandates": MINE,
    "GET /v1/mandates/{mandate_id}": MINE,
    "POST /v1/mandates/{mandate_id}/acceptance": MINE_FROM_L2,
    "POST /v1/mandates/{mandate_id}/refusal": MINE,
    "POST /v1/mandates/{mandate_id}/revocation": MINE,
    "POST /v1/clients": OPERATOR,
    "GET /v1/clients": OPERATOR,
    "GET /v1/clients/{client_id}": OPERATOR,
    "POST /v1/clients/{client_id}/secret": OPERATOR,
    "PUT /v1/clients/{client_id}/limits": OPERATOR,
    "GET /v1/clients/{client_id}/duties": OPERATOR,
    "PUT /v1/clients/{client_id}/duties": OPERATOR,
    "GET /v1/certificate-types/{code}/readers": PUBLIC,
    "GET /v1/clients/{client_id}/receiver": OPERATOR,
    "PUT /v1/clients/{client_id}/receiver": OPERATOR,
    "DELETE /v1/clients/{client_id}/receiver": OPERATOR,
    "POST /v1/clients/{client_id}/receiver/secret": OPERATOR,
    "GET /v1/clients/{client_id}/messages": OPERATOR,
    "POST /v1/clients/{client_id}/messages/{message_id}/retry": OPERATOR,
    "POST /v1/clients/{client_id}/suspension": OPERATOR,
    "POST /v1/clients/{client_id}/resumption": OPERATOR,
    "POST /v1/window-assistances": WINDOW_CLERK,
    "POST /v1/window-registrations": WINDOW_CLERK,
    "GET /v1/window-registrations/{account_id}": WINDOW_CLERK,
    "POST /v1/window-registrations/codes": WINDOW_CLERK,
    "POST /v1/window-registrations/{account_id}/mobile": WINDOW_CLERK,
    "POST /v1/hotline-assistances/codes": HOTLINE_AGENT,
    "POST /v1/hotline-assistances": HOTLINE_AGENT,
    "GET /v1/assistances/{assistance_id}": {**MINE, **HELPERS, **OPERATOR},
    "POST /v1/assistances/{assistance_id}/ending": HELPERS,
    "GET /v1/me/assistances": MINE,
    "POST /v1/assistances/{assistance_id}/dispute": MINE,
    "GET /v1/assistance-disputes": OPERATOR,
    "POST /v1/assistances/{assistance_id}/dispute-answer": OPERATOR,
    "POST /v1/me/interests": STAFF_OWN,
    "GET /v1/me/interests": STAFF_OWN,
    "DELETE /v1/staff/{staff_id}/interests/{interest_id}": OPERATOR,
    "POST /v1/staff/{staff_id}/departure": OPERATOR,
    "POST /v1/staff/imports": OPERATOR,
    "POST /v1/staff/imports/{job_id}/start": OPERATOR,
    "POST /v1/staff/absences": {"reviewer": Scope.OWN, **HEAD},
    "GET /v1/staff/absences": OFFICIALS,
    "DELETE /v1/staff/absences/{absence_id}": {"reviewer": Scope.OWN, **HEAD},
    "GET /v1/cases": MINE,
    "POST /v1/cases": MINE_FROM_L2,
    "GET /v1/cases/{case_id}": {**CONCERNED, **DESK},
    "GET /v1/cases/{case_id}/timeline": {**CONCERNED, **DESK},
    "GET /v1/cases/{case_id}/deadline": {**CONCERNED, **DESK},
    "GET /v1/cases/{case_id}/materials/{code}/download": {**MINE, **DESK, **HEAD},
    "GET /v1/cases/{case_id}/materials/{code}/previews": {**MINE, **DESK, **HEAD},
    "GET /v1/cases/{case_id}/documents/{kind}/download": {**MINE, **OFFICIALS},
    "PUT /v1/cases/{case_id}/form": MINE,
    "POST /v1/cases/{case_id}/materials/{code}/uploads": MINE,
    "GET /v1/uploads/{upload_id}": MINE,
    "POST /v1/uploads/{upload_id}/completion": MINE,
    "POST /v1/cases/{case_id}/promise": MINE_FROM_L2,
    "POST /v1/cases/{case_id}/submission": MINE_FROM_L2,
    "POST /v1/cases/{case_id}/withdrawal": MINE_FROM_L2,
    "GET /v1/worklist": OFFICIALS,
    "POST /v1/cases/{case_id}/correction-request": DESK,
    "POST /v1/cases/{case_id}/licence-readings": {**DESK, **HEAD},
    "POST /v1/cases/{case_id}/acceptance": DESK,
    "POST /v1/cases/{case_id}/refusal-to-accept": REVIEWER,
    "POST /v1/cases/{case_id}/opinions": DESK,
    "POST /v1/cases/{case_id}/decision": HEAD,
    "POST /v1/cases/{case_id}/clock/pause": OFFICIALS,
    "POST /v1/cases/{case_id}/clock/resumption": OFFICIALS,
    "POST /v1/cases/{case_id}/clock/extension": HEAD,
    "POST /v1/cases/{case_id}/disclosures": OFFICIALS,
    "POST /v1/cases/{case_id}/archive-package": HEAD,
    "POST /v1/cases/{case_id}/item-version": HEAD,
    "GET /v1/items/{item_code}/running-cases": {**CATALOGUE, **HEAD},
    "GET /v1/calendar-years/{year}": PUBLIC,
    "PUT /v1/calendar-years/{year}": {"catalogue-manager": 0},
    "POST /v1/calendar-years/{year}/checks": {"catalogue-manager": 0},
    "GET /v1/payments/{order_id}": CONCERNED,
    "POST /v1/payments/{order_id}/checkout": MINE_FROM_L2,
    "GET /v1/shipments/{shipment_id}": CONCERNED,
    "POST /v1/shipments/{shipment_id}/resend": MINE_FROM_L2,
    "POST /v1/shipments/{shipment_id}/handover": REVIEWER,
    "POST /v1/cases/{case_id}/evaluation": MINE,
    "GET /v1/cases/{case_id}/evaluation": MINE,
    "POST /v1/cases/{case_id}/enquiries": MINE,
    "GET /v1/cases/{case_id}/enquiries": {**MINE, **OFFICIALS},
    "GET /v1/enquiries": OFFICIALS,
    "GET /v1/enquiries/{enquiry_id}": {**MINE, **OFFICIALS},
    "POST /v1/enquiries/{enquiry_id}/answer": OFFICIALS,
    "GET /v1/catalogue/items": CATALOGUE,
    "GET /v1/catalogue/items/{item_code}": CATALOGUE,
    "PUT /v1/catalogue/items/{item_code}/draft": CATALOGUE_MANAGER,
    "DELETE /v1/catalogue/items/{item_code}/draft": CATALOGUE_MANAGER,
    "POST /v1/catalogue/items/{item_code}/check": CATALOGUE_MANAGER,
    "POST /v1/catalogue/items/{item_code}/approval": CATALOGUE_APPROVER,
    "POST /v1/catalogue/items/{item_code}/return": CATALOGUE_APPROVER,
    "GET /v1/catalogue/items/{item_code}/differences": CATALOGUE,
    "GET /v1/catalogue/items/{item_code}/history": CATALOGUE,
    "POST /v1/catalogue/batches": CATALOGUE_MANAGER,
    "GET /v1/catalogue/batches": CATALOGUE,
    "GET /v1/catalogue/batches/{batch_id}": CATALOGUE,
    "POST /v1/catalogue/batches/{batch_id}/entries": CATALOGUE_MANAGER,
    "DELETE /v1/catalogue/batches/{batch_id}/entries/{item_code}": CATALOGUE_MANAGER,
    "POST /v1/catalogue/batches/{batch_id}/publication": CATALOGUE_APPROVER,
    "GET /v1/catalogue/editions/current": PUBLIC,
    "GET /v1/catalogue/coverage": PUBLIC,
    "GET /v1/catalogue/coverage/missing": CATALOGUE,
    "GET /v1/catalogue/target": PUBLIC,
    "PUT /v1/catalogue/target": CATALOGUE_APPROVER,
    "GET /v1/jobs/{job_id}": {**CATALOGUE, **OPERATOR},
    "GET /v1/jobs/{job_id}/lines": {**CATALOGUE, **OPERATOR},
    "POST /v1/jobs/{job_id}/continuation": {**CATALOGUE, **OPERATOR},
    "GET /v1/items": PUBLIC,
    "GET /v1/life-events": PUBLIC,
    "GET /v1/regions": PUBLIC,
    "GET /v1/departments": PUBLIC,
    "GET /v1/certificate-types": PUBLIC,
    "GET /v1/certificate-types/{code}": PUBLIC,
    "GET /v1/catalogue/publication-rules": PUBLIC,
    "POST /v1/catalogue/imports": CATALOGUE_MANAGER,
    "POST /v1/catalogue/imports/{job_id}/start": CATALOGUE_MANAGER,
    "POST /v1/catalogue/exports": CATALOGUE,
    "GET /v1/catalogue/exports/{job_id}/file": CATALOGUE,
    **{
        f"{method} /v1/catalogue/registers/{kind}/{what}": who
        for kind in ("regions", "departments", "certificate-types")
        for method, what, who in (
            ("GET", "entries/{code}", CATALOGUE),
            ("PUT", "entries/{code}", CATALOGUE_MANAGER),
            ("GET", "history", CATALOGUE),
        )
    },
}

ROUTES = [route for area in AREAS for route in area.routes]
SCOPES = {
    Role.APPLICANT: Scope.OWN,
    Role.REVIEWER: Scope.DEPARTMENT,
    Role.HEAD: Scope.DEPARTMENT,
    Role.OPERATOR: Scope.PROVINCE,
    Role.WINDOW_CLERK: Scope.OWN,
    Role.HOTLINE_AGENT: Scope.OWN,
    Role.CATALOGUE_MANAGER: Scope.DEPARTMENT_LINE,
    Role.CATALOGUE_APPROVER: Scope.DEPARTMENT_LINE,
}
CALLERS = [
    *(Caller("account-1", Role.APPLICANT, level, "session") for level in (0, 1, 2, 3, 4)),
    *(Caller("staff-1", role, 4, "session", "GA", "460100") for role in Role if role is not Role.APPLICANT),
]

every_route = pytest.mark.parametrize("route", ROUTES, ids=address)


def outcome(route: Route, caller: Caller | None) -> Any:
    try:
        grant = route.access.grant_for(caller)
    except (TokenMissing, RoleRefused, LevelTooLow) as refusal:
        return type(refusal)
    return PUBLIC if grant is None else (grant.role, grant.scope)


def expected(rule: Any, caller: Caller | None) -> Any:
    if rule == PUBLIC:
        return PUBLIC
    if caller is None:
        return TokenMissing
    if caller.role not in rule:
        return RoleRefused
    granted = rule[caller.role]
    level, scope = (granted, SCOPES[caller.role]) if isinstance(granted, int) else (0, granted)
    return LevelTooLow if caller.level < level else (caller.role, scope)


def test_the_matrix_names_every_route_that_is_served_and_no_other() -> None:
    assert sorted(MATRIX) == sorted(address(route) for route in ROUTES)


@every_route
def test_every_role_gets_exactly_what_the_matrix_says(route: Route) -> None:
    for caller in (None, *CALLERS):
        assert outcome(route, caller) == expected(MATRIX[address(route)], caller), caller


@every_route
def test_every_route_has_a_rule(route: Route) -> None:
    """Public routes say why; the others name somebody."""
    assert bool(route.access.why_public) is not bool(route.access.grants)
    assert len({grant.role for grant in route.access.grants}) == len(route.access.grants)


@every_route
def test_a_public_route_says_in_a_sentence_why(route: Route) -> None:
    assert not route.access.why_public or " " in route.access.why_public


@every_route
def test_a_command_can_be_repeated_or_says_why_not(route: Route) -> None:
    if route.method == "POST":
        assert route.takes_key is not bool(route.not_repeatable)


def test_no_address_is_served_twice() -> None:
    addresses = [address(route) for route in ROUTES]
    assert len(addresses) == len(set(addresses))


def test_every_role_has_something_to_do() -> None:
    """A role that no route names would be a person who can sign in and nothing else."""
    only_signing_out = {role for rule in MATRIX.values() if rule != PUBLIC for role in rule}
    assert only_signing_out == set(Role)

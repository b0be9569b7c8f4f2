"""The routes of cases: areas of their own, and modules that declare further routes of `cases_area`.

Importing a module is what registers its routes.
"""

from chalicelib.cases import api_applicant, api_archive, api_credentials, api_official, api_versions
from chalicelib.cases.api import cases_area
from chalicelib.cases.asked_twice import api as asked_twice
from chalicelib.cases.bringing import api as bringing
from chalicelib.cases.bringing import api_kept as kept
from chalicelib.cases.data_disputes import api as data_disputes
from chalicelib.cases.late import api as late
from chalicelib.cases.licence_readings import api as licence_readings
from chalicelib.cases.promise_checks import api as promise_checks
from chalicelib.cases.retention.api import retention_area

AREAS = (cases_area, retention_area)
MODULES = (
    api_applicant,
    api_credentials,
    api_archive,
    api_official,
    api_versions,
    asked_twice,
    bringing,
    kept,
    late,
    data_disputes,
    licence_readings,
    promise_checks,
)

"""Reading the registers: public, and answered from what the process holds."""

import datetime as dt

from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.registers import errors
from chalicelib.catalogue.registers.register import RegisterKind
from chalicelib.catalogue.registers.service import registers_of
from chalicelib.catalogue.registers.views import (
    CertificateTypeView,
    DepartmentView,
    Entries,
    RegionQuery,
    RegionView,
)
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import public
from chalicelib.http.paging import ListOf
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text

PUBLIC = public("who decides what, and where, is public information (Government Information Disclosure Regulations)")
WARM = "up to one minute old"


@catalogue_area.get("/v1/regions", access=PUBLIC, summary=Text("行政区划名录", "Regions"), consistency=WARM)
def list_regions(call: Call, query: RegionQuery) -> Reply[ListOf[RegionView]]:
    """The province and its divisions, by code."""
    registers, on = registers_of(call.platform), _day(call, query)
    found = [it for it in registers.regions if it.counts_on(on) and query.parent in {"", it.parent}]
    views = [RegionView.of(region, call.language) for region in found]
    return Reply(ListOf[RegionView](entries=views), version=registers.versions.get(RegisterKind.REGIONS, 0))


@catalogue_area.get("/v1/departments", access=PUBLIC, summary=Text("部门名录", "Departments"), consistency=WARM)
def list_departments(call: Call, query: Entries) -> Reply[ListOf[DepartmentView]]:
    """The department lines with the names of their bodies, by code."""
    registers, on = registers_of(call.platform), _day(call, query)
    views = [DepartmentView.of(it, call.language) for it in registers.departments if it.counts_on(on)]
    return Reply(ListOf[DepartmentView](entries=views), version=registers.versions.get(RegisterKind.DEPARTMENTS, 0))


@catalogue_area.get(
    "/v1/certificate-types", access=PUBLIC, summary=Text("证照目录", "Certificate types"), consistency=WARM
)
def list_certificate_types(call: Call, query: Entries) -> Reply[ListOf[CertificateTypeView]]:
    """The certificate types, by code: who issues them, what they say, and what they make superfluous."""
    registers, on = registers_of(call.platform), _day(call, query)
    views = [CertificateTypeView.of(it, call.language) for it in registers.certificate_types if it.counts_on(on)]
    version = registers.versions.get(RegisterKind.CERTIFICATE_TYPES, 0)
    return Reply(ListOf[CertificateTypeView](entries=views), version=version)


@catalogue_area.get(
    "/v1/certificate-types/{code}",
    access=PUBLIC,
    summary=Text("查看证照类型", "Read a certificate type"),
    refusals=(errors.EntryUnknown,),
    consistency=WARM,
)
def read_certificate_type(call: Call, code: str) -> Reply[CertificateTypeView]:
    """One certificate type, whether or not it still counts."""
    kind = registers_of(call.platform).certificate_type(code)
    if kind is None:
        raise errors.EntryUnknown(entry=code)
    return Reply(CertificateTypeView.of(kind, call.language))


def _day(call: Call, query: Entries) -> dt.date:
    return query.on or shanghai_date(call.act.at)

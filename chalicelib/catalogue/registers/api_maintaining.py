"""Maintaining the registers: the province's catalogue office writes, everybody who describes items may read along.

The version in ETag and If-Match is that of the whole register.
"""

from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.registers import errors, service
from chalicelib.catalogue.registers.entries import CertificateType, Department, Entry, Region
from chalicelib.catalogue.registers.register import RegisterKind
from chalicelib.catalogue.registers.views import (
    AmendmentView,
    CertificateTypeEntry,
    DepartmentEntry,
    RegionEntry,
    RegisterEntryView,
)
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, approver, manager
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

READERS = allow(manager(), approver())
WRITERS = allow(manager())
WRITING = (errors.EntriesRefused, errors.RegisterTooLarge)
REGISTERS = "/v1/catalogue/registers"


class OfTheProvince:
    """What only the province's catalogue office reaches: no department line has it."""

    owner_id = department = region = ""


@catalogue_area.get(
    f"{REGISTERS}/regions/entries/{{code}}",
    access=READERS,
    summary=Text("查看区划登记内容", "Read a region's entry"),
    refusals=(errors.EntryUnknown,),
)
def read_region_entry(call: Call, code: str) -> Reply[RegisterEntryView]:
    """The entry in both languages, with the version to name in If-Match."""
    return _read(call, RegisterKind.REGIONS, code)


@catalogue_area.get(
    f"{REGISTERS}/departments/entries/{{code}}",
    access=READERS,
    summary=Text("查看部门登记内容", "Read a department's entry"),
    refusals=(errors.EntryUnknown,),
)
def read_department_entry(call: Call, code: str) -> Reply[RegisterEntryView]:
    """The entry in both languages, with the version to name in If-Match."""
    return _read(call, RegisterKind.DEPARTMENTS, code)


@catalogue_area.get(
    f"{REGISTERS}/certificate-types/entries/{{code}}",
    access=READERS,
    summary=Text("查看证照类型登记内容", "Read a certificate type's entry"),
    refusals=(errors.EntryUnknown,),
)
def read_certificate_type_entry(call: Call, code: str) -> Reply[RegisterEntryView]:
    """The entry in both languages, with the version to name in If-Match."""
    return _read(call, RegisterKind.CERTIFICATE_TYPES, code)


@catalogue_area.put(
    f"{REGISTERS}/regions/entries/{{code}}",
    access=WRITERS,
    summary=Text("登记或变更行政区划", "Register or change a region"),
    refusals=WRITING,
)
def put_region(call: Call, code: str, body: RegionEntry) -> Reply[RegisterEntryView]:
    """The whole entry. It ends by its last day and is never removed."""
    return _put(call, RegisterKind.REGIONS, code, Region.model_validate(body.model_dump()))


@catalogue_area.put(
    f"{REGISTERS}/departments/entries/{{code}}",
    access=WRITERS,
    summary=Text("登记或变更部门", "Register or change a department"),
    refusals=WRITING,
)
def put_department(call: Call, code: str, body: DepartmentEntry) -> Reply[RegisterEntryView]:
    """The whole entry. It ends by its last day and is never removed."""
    return _put(call, RegisterKind.DEPARTMENTS, code, Department.model_validate(body.model_dump()))


@catalogue_area.put(
    f"{REGISTERS}/certificate-types/entries/{{code}}",
    access=WRITERS,
    summary=Text("登记或变更证照类型", "Register or change a certificate type"),
    refusals=WRITING,
)
def put_certificate_type(call: Call, code: str, body: CertificateTypeEntry) -> Reply[RegisterEntryView]:
    """The whole entry. It ends by its last day and is never removed."""
    return _put(call, RegisterKind.CERTIFICATE_TYPES, code, CertificateType.model_validate(body.model_dump()))


@catalogue_area.get(
    f"{REGISTERS}/regions/history", access=READERS, summary=Text("区划变更记录", "History of the regions")
)
def read_history_of_regions(call: Call, query: PageQuery) -> Reply[ListOf[AmendmentView]]:
    """Who changed what and when, oldest first."""
    return _history(call, RegisterKind.REGIONS, query)


@catalogue_area.get(
    f"{REGISTERS}/departments/history", access=READERS, summary=Text("部门变更记录", "History of the departments")
)
def read_history_of_departments(call: Call, query: PageQuery) -> Reply[ListOf[AmendmentView]]:
    """Who changed what and when, oldest first."""
    return _history(call, RegisterKind.DEPARTMENTS, query)


@catalogue_area.get(
    f"{REGISTERS}/certificate-types/history",
    access=READERS,
    summary=Text("证照目录变更记录", "History of the certificate types"),
)
def read_history_of_certificate_types(call: Call, query: PageQuery) -> Reply[ListOf[AmendmentView]]:
    """Who changed what and when, oldest first."""
    return _history(call, RegisterKind.CERTIFICATE_TYPES, query)


def _read(call: Call, kind: RegisterKind, code: str) -> Reply[RegisterEntryView]:
    call.own()
    register = service.load_registers(call.uow.table).register(kind)
    entry = register.entries.get(code)
    if entry is None:
        raise errors.EntryUnknown(entry=code)
    return Reply(RegisterEntryView.of(entry), version=register.version)


def _put(call: Call, kind: RegisterKind, code: str, entry: Entry) -> Reply[RegisterEntryView]:
    call.require_reach(OfTheProvince())
    shelf = service.load_registers(call.uow.table)
    register = shelf.register(kind)
    call.require_version(register.version)
    if entry.code != code:
        detail = Text("编码与路径中的编码不一致", "Not the code that the path names")
        raise errors.EntriesRefused(pointers=[Pointer("#/code", detail)])
    service.amend(call.uow, kind, [entry], at="#", shelf=shelf)
    return Reply(RegisterEntryView.of(entry), version=register.version)


def _history(call: Call, kind: RegisterKind, query: PageQuery) -> Reply[ListOf[AmendmentView]]:
    call.own()
    after = query.after_in(service.partition_of(kind))
    events, behind = service.history_page(call.uow.table, kind, limit=query.limit, after=after)
    return one_page([AmendmentView.of(event) for event in events], behind)

"""Scenes of describing, approving and publishing items, and of following jobs."""

from collections.abc import Callable
from typing import Any

from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.editing.parts import Action
from chalicelib.catalogue.publishing import service as publishing
from chalicelib.catalogue.publishing.model import Batch
from chalicelib.catalogue.registers.register import RegisterKind
from chalicelib.catalogue.registers.service import load_registers
from chalicelib.http.access import Caller, Role
from chalicelib.jobs import service as jobs
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.text import Text
from infra.bootstrap.catalogue import seed_registers
from tests.integration.staging import Asked, Scene, Stage
from tests.support.catalogue import MANAGER, a_checked_item, a_draft, an_approved_item, content

CODE = "GA-SCENE-1"
OFFICE = Caller("manager-1", Role.CATALOGUE_MANAGER, 4, "session-6", "", "460000")
OTHER_EYES = Caller("approver-1", Role.CATALOGUE_APPROVER, 4, "session-7", "", "460000")


def kept(stage: Stage, item: CatalogueItem) -> CatalogueItem:
    """`item` as it is stored."""
    uow = stage.unit_of_work()
    editing.save(uow, item)
    uow.commit()
    return item


def of_item(build: Callable[..., CatalogueItem], caller: Caller = OFFICE, body: Any = None) -> Scene:
    """Asked of an item in that state, in its present version."""

    def scene(stage: Stage) -> Asked:
        item = kept(stage, build(code=CODE))
        return Asked(by=caller, path={"item_code": CODE}, version=item.version, body=body)

    return scene


def approval(stage: Stage) -> Asked:
    asked = of_item(a_checked_item, OTHER_EYES)(stage)
    asked.body = {"sha256": content(code=CODE).sha256}
    return asked


def new_draft(stage: Stage) -> Asked:
    return Asked(by=OFFICE, path={"item_code": CODE}, version=0, body=content(code=CODE).model_dump(mode="json"))


def department_list(stage: Stage) -> Asked:
    kept(stage, a_draft(code=CODE))
    return Asked(by=OFFICE, query={"department": "GA"})


def comparison(stage: Stage) -> Asked:
    asked = of_item(a_draft)(stage)
    asked.query = {"from_version": "draft"}
    return asked


def batch(stage: Stage, *, holding: bool = False) -> Batch:
    """An open batch, with an approved item in it if wished."""
    uow = UnitOfWork(stage.cloud.table, stage.act.model_copy(update={"actor": MANAGER}))
    opened = publishing.open_batch(uow, name="场景批次", effective_from=stage.today)
    uow.commit()
    kept(stage, an_approved_item(code=CODE))
    if holding:
        uow = UnitOfWork(stage.cloud.table, stage.act.model_copy(update={"actor": MANAGER}))
        publishing.enter(uow, stage.cloud, opened, [CODE], Action.PUBLISH)
        uow.commit()
    return opened


def of_batch(caller: Caller = OFFICE, *, holding: bool = False, body: Any = None, **path: str) -> Scene:
    """Asked of a batch in its present version."""

    def scene(stage: Stage) -> Asked:
        opened = batch(stage, holding=holding)
        return Asked(by=caller, path={"batch_id": opened.id, **path}, version=opened.version, body=body)

    return scene


def new_batch(stage: Stage) -> Asked:
    return Asked(by=OFFICE, body={"name": "场景批次", "effective_from": stage.today.isoformat()})


def batches(stage: Stage) -> Asked:
    batch(stage)
    return Asked(by=OFFICE)


def counted(stage: Stage) -> Asked:
    kept(stage, an_approved_item(code=CODE))
    publishing.count_department(stage.cloud.table, stage.act, "GA")
    return Asked()


class Unreadable(Invalid):
    """For these scenes."""

    code = "test.unreadable"
    title = Text("读不出来", "It cannot be read")
    next_step = Text("请更正。", "Correct it.")


def reported(stage: Stage) -> Asked:
    """A job with one line."""
    uow = stage.unit_of_work()
    job = jobs.open_job(uow, kind="SCENE", department="GA", title="场景", inputs={})
    uow.commit()

    def handler(progress: jobs.Progress) -> None:
        progress.refused(1, "第一行", Unreadable())

    jobs.run(stage.cloud, job.id, {"SCENE": handler}, lambda: 10**9)
    return Asked(by=OFFICE, path={"job_id": job.id})


def standing_still(stage: Stage) -> Asked:
    """A job whose function was given up."""
    uow = stage.unit_of_work()
    job = jobs.open_job(uow, kind="SCENE", department="GA", title="场景", inputs={})
    uow.commit()
    return Asked(by=OFFICE, path={"job_id": job.id}, version=job.version)


def of_register(kind: RegisterKind, code: str, **asked: Any) -> Scene:
    """Asked of an entry of the seeded registers."""

    def scene(stage: Stage) -> Asked:
        seed_registers(stage.cloud)
        version = load_registers(stage.cloud.table).register(kind).version
        return Asked(by=OFFICE, path={"code": code}, version=version, **asked)

    return scene


def of_history(kind: RegisterKind) -> Scene:
    """The history of a seeded register."""

    def scene(stage: Stage) -> Asked:
        seed_registers(stage.cloud)
        return Asked(by=OFFICE)

    return scene


ONE_OF_EACH = {
    RegisterKind.REGIONS: "460205",
    RegisterKind.DEPARTMENTS: "XX",
    RegisterKind.CERTIFICATE_TYPES: "NEW",
}
ENTRIES = "/v1/catalogue/registers/{kind}/entries/{{code}}"
REGISTER_SCENES: dict[str, Scene] = {
    "GET /v1/regions": lambda stage: Asked(),
    "GET /v1/departments": lambda stage: Asked(),
    "GET /v1/certificate-types": lambda stage: Asked(),
    "GET /v1/certificate-types/{code}": lambda stage: Asked(path={"code": "DRIVING_LICENCE"}),
    "GET /v1/catalogue/publication-rules": lambda stage: Asked(),
    f"GET {ENTRIES.format(kind=RegisterKind.REGIONS)}": of_register(RegisterKind.REGIONS, "460100"),
    f"GET {ENTRIES.format(kind=RegisterKind.DEPARTMENTS)}": of_register(RegisterKind.DEPARTMENTS, "GA"),
    f"GET {ENTRIES.format(kind=RegisterKind.CERTIFICATE_TYPES)}": of_register(
        RegisterKind.CERTIFICATE_TYPES, "DRIVING_LICENCE"
    ),
    **{f"PUT {ENTRIES.format(kind=kind)}": of_register(kind, code) for kind, code in ONE_OF_EACH.items()},
    **{f"GET /v1/catalogue/registers/{kind}/history": of_history(kind) for kind in ONE_OF_EACH},
}
CATALOGUE_SCENES: dict[str, Scene] = {
    **REGISTER_SCENES,
    "GET /v1/items": lambda stage: Asked(query={"words": "驾驶证"}),
    "GET /v1/life-events": lambda stage: Asked(),
    "GET /v1/catalogue/items": department_list,
    "GET /v1/catalogue/items/{item_code}": of_item(a_draft),
    "PUT /v1/catalogue/items/{item_code}/draft": new_draft,
    "DELETE /v1/catalogue/items/{item_code}/draft": of_item(a_draft),
    "POST /v1/catalogue/items/{item_code}/check": of_item(a_draft),
    "POST /v1/catalogue/items/{item_code}/approval": approval,
    "POST /v1/catalogue/items/{item_code}/return": of_item(a_checked_item, OTHER_EYES),
    "GET /v1/catalogue/items/{item_code}/differences": comparison,
    "GET /v1/catalogue/items/{item_code}/history": of_item(a_draft),
    "POST /v1/catalogue/batches": new_batch,
    "GET /v1/catalogue/batches": batches,
    "GET /v1/catalogue/batches/{batch_id}": of_batch(),
    "POST /v1/catalogue/batches/{batch_id}/entries": of_batch(body={"items": [CODE]}),
    "DELETE /v1/catalogue/batches/{batch_id}/entries/{item_code}": of_batch(holding=True, item_code=CODE),
    "POST /v1/catalogue/batches/{batch_id}/publication": of_batch(OTHER_EYES, holding=True),
    "GET /v1/catalogue/editions/current": lambda stage: Asked(),
    "GET /v1/catalogue/coverage": counted,
    "GET /v1/catalogue/coverage/missing": department_list,
    "GET /v1/catalogue/target": lambda stage: Asked(),
    "PUT /v1/catalogue/target": lambda stage: Asked(by=OTHER_EYES, version=0),
    "GET /v1/jobs/{job_id}": reported,
    "GET /v1/jobs/{job_id}/lines": reported,
    "POST /v1/jobs/{job_id}/continuation": standing_still,
}

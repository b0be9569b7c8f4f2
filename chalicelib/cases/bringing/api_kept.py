"""Using again what was brought once, and comparing it with the original."""

from pydantic import Field

from chalicelib.cases import errors, service
from chalicelib.cases.api import cases_area, keep_away, reached, shown
from chalicelib.cases.bringing import reusing
from chalicelib.cases.views import CaseView
from chalicelib.http.authority import Power
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant, desk
from chalicelib.http.shapes import Request
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.materials.vault import errors as vault_errors
from chalicelib.materials.vault.views import KeptMaterialView


class ReuseMaterial(Request):
    """Which of one's kept materials; a case names what it offers in `kept_id`."""

    kept_id: str = Field(min_length=1, max_length=64)


class CompareWithOriginal(Request):
    """What the comparison with the original showed."""

    agrees: bool
    note: str = Field(min_length=2, max_length=500, description="Which original was seen, and where.")


@cases_area.post(
    "/v1/cases/{case_id}/materials/{code}/reuse",
    access=allow(applicant(level=2, power=Power.SUBMIT)),
    changes=True,
    summary=Text("使用留存材料", "Use what is kept"),
    refusals=(
        vault_errors.KeptUnknown,
        vault_errors.KeptOver,
        vault_errors.KeptDoesNotFit,
        errors.MaterialUnknown,
        errors.MaterialNotOpen,
        errors.NotNow,
    ),
)
def reuse_material(call: Call, case_id: str, code: str, body: ReuseMaterial) -> Reply[CaseView]:
    """What was brought once stands for the material, by one's own act; the case and the vault both say so."""
    case = reached(call, case_id, changing=True)
    reusing.reuse(call.uow, case, service.item_of(call.platform, case), code, body.kept_id)
    return shown(call, case)


@cases_area.post(
    "/v1/cases/{case_id}/materials/{code}/counter-check",
    access=allow(desk()),
    summary=Text("核对原件", "Compare with the original"),
    refusals=(errors.MaterialUnknown, vault_errors.NothingToCompare, errors.OwnCase),
)
def compare_with_original(call: Call, case_id: str, code: str, body: CompareWithOriginal) -> Reply[KeptMaterialView]:
    """What agrees is worth B from then on, for this applicant's later cases too; what differs is not used again."""
    case = reached(call, case_id)
    keep_away(call, case)
    kept = reusing.counter_check(
        call.uow,
        case,
        service.item_of(call.platform, case),
        code,
        official=call.caller.person_id,
        agrees=body.agrees,
        note=body.note,
        usually=reusing.usually_valid(call.platform),
    )
    return Reply(KeptMaterialView.of(kept, shanghai_date(call.act.at), call.language))

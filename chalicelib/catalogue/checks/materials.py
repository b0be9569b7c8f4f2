"""What the applicant must bring: once, with its basis, and never what the state already has."""

from collections import Counter
from collections.abc import Iterator

from chalicelib.catalogue.checks.bases import ELEMENTS, PRACTICE, SHARING, TOLD_TO_ALL, TRUTHFUL
from chalicelib.catalogue.checks.rules import Fault, Known, names_a_basis, rule, says_something
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.vocabulary import MaterialForm, MaterialSource, Necessity
from chalicelib.kernel.day_walk import MONTHS_IN_YEAR
from chalicelib.kernel.text import Text
from chalicelib.kernel.working_time import Unit

IN_A_YEAR = {Unit.MONTH: MONTHS_IN_YEAR, Unit.CALENDAR_DAY: 366}


@rule(
    "material-already-held",
    "系统能够自行取得的材料不得向申请人索要",
    "What the system can obtain itself is not demanded from the applicant",
    SHARING,
)
def material_already_held(item: ItemContent, known: Known) -> Iterator[Fault]:
    """State Council orders 716 and 809: a material that a certificate type with a holder is, or replaces by its code
    or by its name, is obtained from there (`shared_source`); an upload is only what remains when that fails.
    """
    for number, material in enumerate(item.materials):
        sources = known.registers.material_sources(material, known.on)
        if sources and material.shared_source is None:
            kind = sources[0]
            zh, en = kind.name.zh, kind.name.in_language("en")
            yield Fault(
                f"#/materials/{number}/shared_source",
                Text(
                    f"“{zh}”（{kind.code}）可以共享取得，请改为共享来源或删去该材料",
                    f"It can be obtained as “{en}” ({kind.code}): give it that shared source, or drop the material",
                ),
            )


@rule(
    "shared-source-is-obtainable",
    "共享来源应是证照目录中可以取得的类型",
    "A shared source is a registered certificate type that the system can obtain",
    SHARING,
)
def shared_source_is_obtainable(item: ItemContent, known: Known) -> Iterator[Fault]:
    """What nobody holds cannot be shared: the applicant would be told not to bring what never comes."""
    for number, material in enumerate(item.materials):
        if material.shared_source is None:
            continue
        kind = known.registers.certificate_type(material.shared_source.certificate_type)
        if kind is None or not kind.is_obtainable or not kind.counts_on(known.on):
            yield Fault(
                f"#/materials/{number}/shared_source/certificate_type",
                Text(
                    "请填写证照目录中有持有单位的证照类型编码，或先登记该类型",
                    "Name a certificate type that the register says is held somewhere, or register it first",
                ),
            )


@rule("shared-source-says-why", "共享调用必须写明用途", "A shared source says what it is used for", SHARING)
def shared_source_says_why(item: ItemContent, _: Known) -> Iterator[Fault]:
    """A sharing call carries its reason; there is none without."""
    for number, material in enumerate(item.materials):
        if material.shared_source and not says_something(material.shared_source.use_reason):
            yield Fault(
                f"#/materials/{number}/shared_source/use_reason",
                Text("请写明共享调用的用途", "Say what the shared certificate is used for"),
            )


@rule(
    "material-certificate-registered",
    "材料所指的证照类型应在证照目录中",
    "The certificate type that a material is said to be is registered",
    PRACTICE,
)
def material_certificate_registered(item: ItemContent, known: Known) -> Iterator[Fault]:
    """One certificate catalogue for the province (Hainan plan of 2017)."""
    for number, material in enumerate(item.materials):
        if not material.certificate_type:
            continue
        kind = known.registers.certificate_type(material.certificate_type)
        if kind is None or not kind.counts_on(known.on):
            detail = Text("请填写证照目录中的类型编码", "Use the code of a registered certificate type")
            yield Fault(f"#/materials/{number}/certificate_type", detail)


@rule("material-asked-once", "同一材料只能要求一次", "A material is asked for once", SHARING)
def material_asked_once(item: ItemContent, _: Known) -> Iterator[Fault]:
    """What was asked for is not asked for again; a code names one material."""
    seen: Counter[str] = Counter()
    for number, material in enumerate(item.materials):
        seen[material.code] += 1
        if seen[material.code] > 1:
            detail = Text("材料编码重复，请合并或改用其他编码", "The code is taken: merge the two or use another code")
            yield Fault(f"#/materials/{number}/code", detail)


@rule("material-needs-basis", "每项材料必须有依据", "Every material has a basis", TRUTHFUL)
def material_needs_basis(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Administrative Licensing Law art. 31: nothing that has nothing to do with the matter is demanded."""
    for number, material in enumerate(item.materials):
        if not names_a_basis(material.legal_basis):
            detail = Text("请写明要求该材料的依据", "Cite what this material is demanded by")
            yield Fault(f"#/materials/{number}/legal_basis", detail)


@rule(
    "government-material-names-issuer",
    "政府部门核发的材料必须写明核发机关",
    "A material issued by the government names its issuing authority",
    ELEMENTS,
)
def government_material_names_issuer(item: ItemContent, _: Known) -> Iterator[Fault]:
    """GB/T 39046-2020: source 20 goes with an issuing authority."""
    for number, material in enumerate(item.materials):
        issuer = material.issuing_authority
        if material.source is MaterialSource.GOVERNMENT and not (issuer and says_something(issuer.zh)):
            detail = Text("请写明核发机关", "Name the authority that issues it")
            yield Fault(f"#/materials/{number}/issuing_authority", detail)


@rule(
    "late-material-says-by-when",
    "容缺后补的材料必须写明补交期限",
    "What may follow later says by when",
    TOLD_TO_ALL,
)
def late_material_says_by_when(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Administrative Licensing Law art. 30: limits are made public, this one too."""
    for number, material in enumerate(item.materials):
        given = material.follow_within is not None and material.follow_within.amount > 0
        if material.necessity is Necessity.MAY_FOLLOW and not given:
            detail = Text("请写明容缺后补的期限", "Say within which time it may follow")
            yield Fault(f"#/materials/{number}/follow_within", detail)


@rule(
    "late-material-comes-in-time",
    "容缺后补的期限不得超过承诺办结时限",
    "What may follow later follows within the promised limit",
    PRACTICE,
)
def late_material_comes_in_time(item: ItemContent, _: Known) -> Iterator[Fault]:
    """The clock runs on meanwhile: whoever waits longer than they promised to decide cannot keep that promise. Limits
    in different units are not compared.
    """
    promised = item.limits.promised
    for number, material in enumerate(item.materials):
        within = material.follow_within
        if material.necessity is not Necessity.MAY_FOLLOW or within is None or within.unit is not promised.unit:
            continue
        if within.amount > promised.amount:
            detail = Text("请缩短后补期限，使之不超过承诺时限", "Shorten it: at most the promised limit")
            yield Fault(f"#/materials/{number}/follow_within", detail)


@rule(
    "electronic-material-says-which-files",
    "电子材料和必要材料必须写明文件类型和大小上限",
    "An electronic or required material says which types and how many bytes are accepted",
    TOLD_TO_ALL,
)
def electronic_material_says_which_files(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Also for what is shared: its source may not answer, and then an upload takes its place. A paper that is required,
    or may follow later, is sent in as a picture: without one nobody could bring it.
    """
    for number, material in enumerate(item.materials):
        needed = material.necessity is not Necessity.OPTIONAL or material.shared_source is not None
        if material.form is MaterialForm.PAPER and not needed:
            continue
        if not any(says_something(kind) for kind in material.media_types):
            detail = Text("请写明接受的文件类型", "Say which media types are accepted")
            yield Fault(f"#/materials/{number}/media_types", detail)
        if not material.max_bytes:
            detail = Text("请写明文件大小上限（字节）", "Say how many bytes a file may have")
            yield Fault(f"#/materials/{number}/max_bytes", detail)


@rule(
    "material-validity-fits",
    "材料有效期应以自然日或月计，且不长于该证照本身的有效期",
    "How long a material is valid is said in calendar days or months, and no longer than such a certificate lasts",
    TOLD_TO_ALL,
)
def material_validity_fits(item: ItemContent, known: Known) -> Iterator[Fault]:
    """What is used again is never older than its issuer would let it become."""
    for number, material in enumerate(item.materials):
        limit = material.valid_for
        if limit is None:
            continue
        pointer = f"#/materials/{number}/valid_for"
        if limit.unit not in IN_A_YEAR or limit.amount == 0:
            detail = Text("请以自然日或月填写，且大于0", "Say it in calendar days or months, more than none")
            yield Fault(pointer, detail)
            continue
        kind = known.registers.certificate_type(material.certificate) if material.certificate else None
        lasts = kind.validity_years if kind else None
        if lasts is not None and limit.amount > lasts * IN_A_YEAR[limit.unit]:
            detail = Text(
                f"该证照有效期为{lasts}年，请不要超过", f"Such a certificate lasts {lasts} years: say no more"
            )
            yield Fault(pointer, detail)


RULES = (
    material_already_held,
    shared_source_is_obtainable,
    shared_source_says_why,
    material_certificate_registered,
    material_asked_once,
    material_needs_basis,
    government_material_names_issuer,
    late_material_says_by_when,
    late_material_comes_in_time,
    electronic_material_says_which_files,
    material_validity_fits,
)

"""The words of the catalogue, with the codes of GB/T 39046-2020 where the standard has one."""

from enum import IntEnum, StrEnum


class ItemKind(StrEnum):
    """Item type (事项类型)."""

    PERMIT = "01"
    PENALTY = "02"
    COERCION = "03"
    LEVY = "04"
    GRANT = "05"
    INSPECTION = "06"
    CONFIRMATION = "07"
    REWARD = "08"
    ADJUDICATION = "09"
    OTHER = "10"
    PUBLIC_SERVICE = "20"


class AdministrativeLevel(StrEnum):
    """Level at which the item is exercised (行使层级)."""

    STATE = "1"
    PROVINCE = "2"
    CITY = "3"
    COUNTY = "4"
    TOWNSHIP = "5"
    VILLAGE = "6"
    GRADED = "7"


class SubjectKind(StrEnum):
    """Subject served (服务对象)."""

    NATURAL_PERSON = "1"
    ENTERPRISE = "2"
    PUBLIC_INSTITUTION = "3"
    SOCIAL_ORGANISATION = "4"
    ADMINISTRATIVE_ORGAN = "5"
    OTHER = "6"


class Channel(StrEnum):
    """Channel (办理渠道)."""

    WINDOW = "1"
    COMPUTER = "2"
    MOBILE = "3"
    COURIER = "4"
    OTHER = "9"


class CaseKind(StrEnum):
    """Case kind (办件类型); an instant item promises the same working day."""

    INSTANT = "1"
    PROMISED = "2"
    OTHER = "9"


class OnlineDepth(IntEnum):
    """Online depth (网上办理深度); from `HANDLED` on the applicant need not come (practice)."""

    ADVICE = 1
    PREVIEW = 2
    APPLY = 3
    ACCEPTED = 4
    HANDLED = 5
    RESULT = 6
    E_CERTIFICATE = 7


class DepartmentNature(StrEnum):
    """What a department is."""

    ADMINISTRATIVE_ORGAN = "ADMINISTRATIVE_ORGAN"
    PUBLIC_INSTITUTION = "PUBLIC_INSTITUTION"
    """承担行政职能的事业单位: a public institution with administrative functions."""


class Necessity(StrEnum):
    """Whether a material has to be there."""

    REQUIRED = "REQUIRED"
    OPTIONAL = "OPTIONAL"
    MAY_FOLLOW = "MAY_FOLLOW"
    """容缺后补: may be handed in later, within a time that the item names."""


class MaterialKind(StrEnum):
    """Original or copy (原件、复印件)."""

    ORIGINAL = "ORIGINAL"
    COPY = "COPY"
    BOTH = "BOTH"
    EITHER = "EITHER"


class MaterialForm(StrEnum):
    """Paper or electronic."""

    PAPER = "PAPER"
    ELECTRONIC = "ELECTRONIC"
    EITHER = "EITHER"


class MaterialSource(StrEnum):
    """Where a material comes from (材料来源渠道)."""

    APPLICANT = "10"
    GOVERNMENT = "20"
    OTHER = "99"


class FeeMoment(StrEnum):
    """When the fee of an item falls due."""

    BEFORE_DECISION = "BEFORE_DECISION"
    AFTER_DECISION = "AFTER_DECISION"


class DeliveryWay(StrEnum):
    """How a result reaches the applicant."""

    COURIER = "COURIER"
    ELECTRONIC = "ELECTRONIC"


class ArchivePeriod(StrEnum):
    """How long a case of the item is kept in the archive (保管期限).

    Order 8 of the State Archives (机关文件材料归档范围和文书档案保管期限规定) knows 永久, 30年 and 10年; some special
    archives (专业档案) are kept for 50 or 100 years.
    """

    PERMANENT = "PERMANENT"
    YEARS_100 = "YEARS_100"
    YEARS_50 = "YEARS_50"
    YEARS_30 = "YEARS_30"
    YEARS_10 = "YEARS_10"


class DeskPlace(StrEnum):
    """At which level a desk sits, seen from the region of the application."""

    OWN = "OWN"
    PARENT = "PARENT"
    """The region above: a township's county, a district's city, a city's or county's province."""
    PROVINCE = "PROVINCE"


class LifeEvent(StrEnum):
    """What happens in a life, of a person or of an enterprise, that makes people look for an item (人生、企业事件)."""

    BIRTH = "BIRTH"
    SCHOOLING = "SCHOOLING"
    WORK = "WORK"
    UNEMPLOYMENT = "UNEMPLOYMENT"
    MARRIAGE = "MARRIAGE"
    MOVING = "MOVING"
    HOUSING = "HOUSING"
    DRIVING = "DRIVING"
    TRAVEL = "TRAVEL"
    HEALTH = "HEALTH"
    RETIREMENT = "RETIREMENT"
    DEATH = "DEATH"
    STARTING_A_BUSINESS = "STARTING_A_BUSINESS"
    OPERATING = "OPERATING"
    HIRING = "HIRING"
    BUILDING = "BUILDING"
    QUALIFICATION = "QUALIFICATION"
    CLOSING_A_BUSINESS = "CLOSING_A_BUSINESS"

"""The fictional organisations that the legal-person base knows from the start, and the form of their codes.

Their organisation codes begin with letters that the registers have not given out.
"""

from dataclasses import dataclass

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_LENGTH = 18
ENTERPRISE, PUBLIC_INSTITUTION, SOCIAL_ORGANISATION, ADMINISTRATIVE_ORGAN, OTHER = "23456"
SUBJECT_KINDS = (ENTERPRISE, PUBLIC_INSTITUTION, SOCIAL_ORGANISATION, ADMINISTRATIVE_ORGAN, OTHER)
"""GB/T 39046-2020, without the natural person."""


@dataclass(frozen=True)
class Organisation:
    """`representative_id_number` is among the fictional people."""

    uscc: str
    name: str
    subject_kind: str
    representative_name: str
    representative_id_number: str


ORGANISATIONS = (
    Organisation("91460100XNYL00013T", "海口示例商贸有限公司", ENTERPRISE, "王示例", "460105199003072215"),
    Organisation("91460200XNYL00021T", "三亚样本旅游有限公司", ENTERPRISE, "李样本", "46020019951218442X"),
    Organisation("12460000XNYL0003XD", "演示职业培训中心", PUBLIC_INSTITUTION, "符演示", "460022197505120012"),
    Organisation("51460000XNYL00048C", "虚构志愿者协会", SOCIAL_ORGANISATION, "陈虚构", "469005198811300544"),
)


def well_formed_uscc(uscc: str) -> bool:
    """GB 32100 with both check characters: MOD 31 over the whole, and MOD 11 over the organisation code within."""
    if len(uscc) != USCC_LENGTH or not set(uscc) <= set(CHARACTERS):
        return False
    return uscc[17] == _outer_check(uscc[:17]) and uscc[16] == _inner_check(uscc[8:16])


def _outer_check(body: str) -> str:
    total = sum(CHARACTERS.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return CHARACTERS[(31 - total % 31) % 31]


def _inner_check(body: str) -> str:
    weights = [pow(2, 8 - place, 11) for place in range(8)]
    total = sum(int(character, 36) * weight for character, weight in zip(body, weights, strict=True))
    return "0X987654321"[total % 11]

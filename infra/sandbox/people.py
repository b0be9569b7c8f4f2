"""The fictional people that the population and licence bases know from the start. Nobody here exists."""

from dataclasses import dataclass
from datetime import date

ID_LENGTH = 18
COMING_OF_AGE = 18_00_00
"""Eighteen years, as a difference of two dates written yyyymmdd."""


@dataclass(frozen=True)
class Person:
    """`licence_days`, `medical_days`: the document is valid for so many days from the sandbox's first start;
    a negative number has run out, None means that there is none. `face_passes`: what the face check finds;
    `holds_certificate`: whether the certificate authority has given them one; `guardians`: ID numbers of the parents
    or guardians that are registered, for a minor."""

    name: str
    id_number: str
    licence_days: int | None = None
    medical_days: int | None = None
    face_passes: bool = True
    holds_certificate: bool = True
    guardians: tuple[str, ...] = ()


PEOPLE = (
    Person("王示例", "460105199003072215", licence_days=60, medical_days=160),
    Person("李样本", "46020019951218442X", licence_days=45, medical_days=120),
    Person("符演示", "460022197505120012", licence_days=30),  # born before 1988, under an old 4600 region code
    Person("陈虚构", "469005198811300544", licence_days=75, medical_days=-10),
    Person("林假设", "460100200108155133", licence_days=1500, medical_days=90),
    Person("黄模拟", "460003198602281235"),  # as 符演示, and no driver
    Person("吴测试", "110101197809093125", licence_days=20, medical_days=100),
    Person("郑不存", "460106199906308416", licence_days=50, medical_days=100, face_passes=False),
    Person("示例·外籍", "946276198503140014", licence_days=40, medical_days=80),  # permanent residence, 9…
    Person("台胞样例", "830000199204150023"),  # residence permit for a resident of Taiwan, 83…
    Person(
        "王小例",
        "460105201506010016",
        holds_certificate=False,
        guardians=("460105199003072215", "46020019951218442X"),  # 王示例 and 李样本
    ),
    Person("符小演", "460200201910120026", holds_certificate=False, guardians=("460022197505120012",)),  # 符演示
)


def well_formed(id_number: str) -> bool:
    """GB 11643: seventeen digits and a MOD 11-2 check character; the birth date is the caller's business."""
    body = id_number[:-1]
    digits = len(id_number) == ID_LENGTH and body.isascii() and body.isdigit()
    return digits and id_number[-1] == check_character(body)


def under_age(id_number: str, today: date) -> bool:
    """Whether this number's holder has not had the eighteenth birthday yet."""
    return int(f"{today:%Y%m%d}") - int(id_number[6:14]) < COMING_OF_AGE


def check_character(body: str) -> str:
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    remainder = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return "10X98765432"[remainder]

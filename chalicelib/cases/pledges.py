"""The pledge that stands for a material (告知承诺): told in writing, given in writing, checked afterwards.

State Council General Office 国办发〔2020〕42号: what has to be proven, by what it is demanded, what follows from a
false pledge; whoever has a false pledge or serious dishonesty on record that is not repaired goes the ordinary way.
"""

from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.parties.signed_text import SignedText

VERSION = "2026-1"


def pledge_for(item: ItemContent, material: MaterialRequirement) -> SignedText:
    """The pledge that stands for `material` in an application for `item`."""
    lines = (
        "告知承诺书",
        f"事项：{item.name.zh}（{item.code}）",
        f"代替的材料：{material.name.zh}",
        f"要求该材料的依据：{material.legal_basis}",
        f"需要符合的条件：{material.specification.zh}",
        "本申请人已知晓上述告知内容，承诺符合该条件、所述真实，并在事后核查时予以配合。",
        "本申请人没有尚未修复的严重失信记录或者不实承诺记录。",
        "承诺不实的，由作出决定的机关依法撤销决定，记入信用记录，并由本申请人承担法律责任。",
    )
    return SignedText.of_lines(VERSION, lines)

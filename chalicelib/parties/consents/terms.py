"""What a consent allows, whom, for what and until when, and the text of it that is signed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text
from chalicelib.kernel.value import Value
from chalicelib.parties.consents.errors import ConsentElsewhere, ConsentTermsInvalid
from chalicelib.parties.signed_text import SignedText

LONGEST = timedelta(days=90)
TEXT_VERSION = "2026-1"
IN_THE_PAST = Text("截止日期早于今天", "Its last day has passed")
TOO_LONG = Text("同意最长九十天", "A consent lasts ninety days at most")
TWICE = Text("同一证照出现两次", "A certificate type is named twice")
OTHER_PURPOSE = Text("目的与同意书不同", "The purpose is not the one consented to")
OTHER_ITEM = Text("事项与同意书不同", "The item is not the one consented to")
NOT_CONSENTED = Text("同意书不包括该证照或照面信息", "The consent does not cover that certificate or that field")
Extent = Mapping[str, Sequence[str]]
"""Code of a certificate type → names of its fields; none means the whole certificate."""


class RecipientKind(StrEnum):
    """What a receiver is to the service."""

    DEPARTMENT = "DEPARTMENT"
    """A department in a region."""
    PARTNER = "PARTNER"
    """Another system that is registered as a partner; its code is the client's."""


class Recipient(Value):
    """Who may receive it. `name` and `contact` are what the person was told (个人信息保护法, art. 23); they do not
    decide who it is.
    """

    kind: RecipientKind
    code: str
    region: str = ""
    name: str = ""
    contact: str = ""

    def is_same(self, other: "Recipient") -> bool:
        """Whether both are the same receiver, whatever each is called."""
        return (self.kind, self.code, self.region) == (other.kind, other.code, other.region)


class SharedField(Value):
    """One field of a certificate, as it is called."""

    name: str
    label: str


class SharedCertificate(Value):
    """A certificate type and those of its fields that may be shared; none means the whole certificate."""

    code: str
    name: str
    fields: tuple[SharedField, ...] = ()

    def covers(self, fields: Sequence[str]) -> bool:
        """Whether all of that may be shared: the whole where the whole is wanted."""
        if not self.fields:
            return True
        return bool(fields) and set(fields) <= {field.name for field in self.fields}

    @property
    def in_words(self) -> str:
        """How the text names it."""
        return f"{self.name}（{'、'.join(field.label for field in self.fields) or '全部照面信息'}）"


class ConsentTerms(Value):
    """One sharing: with whom, of what, for which purpose and item, until which day in Hainan (included)."""

    recipient: Recipient
    purpose: str
    certificates: tuple[SharedCertificate, ...]
    item_code: str = ""
    valid_to: date

    def require_possible(self, today: date) -> None:
        """Raise `ConsentTermsInvalid` with all that is wrong."""
        pointers = [Pointer(f"#/{name}", wrong) for name, wrong in self._faults(today)]
        if pointers:
            raise ConsentTermsInvalid(pointers=pointers)

    def require_covers(self, purpose: str, extent: Extent, item_code: str) -> None:
        """Raise `ConsentElsewhere`, pointing at whatever of it the person has not consented to."""
        wrong = [("purpose", OTHER_PURPOSE)] if purpose != self.purpose else []
        wrong += [("item_code", OTHER_ITEM)] if item_code != self.item_code else []
        known = {certificate.code: certificate for certificate in self.certificates}
        wrong += [
            (f"certificates/{code}", NOT_CONSENTED)
            for code, fields in extent.items()
            if code not in known or not known[code].covers(fields)
        ]
        if wrong:
            raise ConsentElsewhere(pointers=[Pointer(f"#/{name}", why) for name, why in wrong])

    def _faults(self, today: date) -> Iterator[tuple[str, Text]]:
        codes = [certificate.code for certificate in self.certificates]
        if len(codes) != len(set(codes)):
            yield "certificates", TWICE
        if self.valid_to < today:
            yield "valid_to", IN_THE_PAST
        if self.valid_to > today + LONGEST:
            yield "valid_to", TOO_LONG


class ConsentText(SignedText):
    """The separate consent (单独同意书) that is signed, byte for byte as UTF-8."""

    @classmethod
    def of(cls, *, subject_name: str, terms: ConsentTerms) -> Self:
        """The text of these terms: the same terms are the same bytes. It names receiver and contact, purpose, way of
        handling and kinds of information (个人信息保护法, art. 23), and the right to withdraw (arts. 15 and 16).
        """
        recipient = terms.recipient
        place = " ".join(filter(None, (recipient.code, recipient.region)))
        contact = f"，联系方式：{recipient.contact}" if recipient.contact else ""
        return cls.of_lines(
            TEXT_VERSION,
            (
                "个人信息共享单独同意书",
                f"同意人：{subject_name}",
                f"接收方：{recipient.name}（{place}）{contact}",
                f"使用目的：{terms.purpose}",
                f"相关事项：{terms.item_code or '无'}",
                f"提供的信息：{'；'.join(certificate.in_words for certificate in terms.certificates)}",
                "处理方式：由本系统向接收方提供一次，用于上述目的；再次提供须另行同意。",
                f"有效期：至 {terms.valid_to} 止，使用一次后即失效。",
                "同意人可以在使用前随时撤回本同意，撤回自操作成功时起生效，不影响撤回前已进行的处理，也不影响其依法办理政务服务事项。",
            ),
        )

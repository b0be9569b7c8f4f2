"""The page on which anybody verifies a document: by its code, read by people without a script, or by the file itself,
of which only the SHA-256 leaves the device. It loads nothing else.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from chalicelib.http.markup import Html, tag
from chalicelib.kernel.text import Language, Text
from chalicelib.licences.model import Standing
from chalicelib.licences.verifying import VerificationView

HERE = Path(__file__).parent
CODE_CHARACTERS = 40
TITLE = Text("文书与证照核验", "Verify a document")
STANDINGS = {
    Standing.GENUINE: Text("真实有效。", "Genuine and valid."),
    Standing.SUSPENDED: Text("真实，但已被暂停，目前无效。", "Genuine, but suspended: it does not count now."),
    Standing.REPLACED: Text("真实，但已换发，请查验新证照。", "Genuine, but replaced: ask for the newer one."),
    Standing.REVOKED: Text("真实，但已被撤销，不再有效。", "Genuine, but revoked: it counts no more."),
    Standing.WITHHELD: Text(
        "真实，但费用未结清，尚未发放，目前无效。", "Genuine, but not handed out: its fee is owed. It does not count."
    ),
    Standing.EXPIRED: Text("真实，但已过有效期。", "Genuine, but it has expired."),
}
WORDS = {
    "same": Text("文件与签发时完全一致。", "The file is exactly as it was issued."),
    "ALTERED": Text(
        "文件与签发时不一致：已被改动，或不是这份文书。", "Not the file that was issued: altered, or another document."
    ),
    "unknown": Text(
        "没有这个验证码：请核对；如无误，该文书可能是伪造的。",
        "No document carries this code: check it; if it is right, the document may be forged.",
    ),
    "foreign": Text(
        "没有签发过这样的文件：已被改动，或不是本平台签发。",
        "No such file was issued: altered, or not one of ours.",
    ),
    "failed": Text("现在无法核验，请稍后再试。", "It cannot be verified now; try again later."),
}
LABELS = {
    "title": Text("文书", "Document"),
    "issuer": Text("签发机关", "Issued by"),
    "holder_name": Text("持有人", "Holder"),
    "identifier": Text("证照标识", "Identifier"),
    "issued_on": Text("签发日期", "Issued on"),
    "valid_from": Text("有效期自", "Valid from"),
    "valid_until": Text("有效期至", "Valid until"),
    "suspended_on": Text("暂停日期", "Suspended on"),
    "revoked_on": Text("撤销日期", "Revoked on"),
    "replaced_on": Text("换发日期", "Replaced on"),
    "sha256": Text("文件 SHA-256", "SHA-256 of the file"),
}
CODE = Text("验证码", "Verification code")
BY_CODE, BY_FILE = Text("按验证码核验", "By the code"), Text("核对文件", "By the file")
GO = Text("核验", "Verify")
STAYS = Text(
    "文件不会上传，只在本机计算其 SHA-256。文件的电子签名还可用任何 PDF 阅读器查验。",
    "The file stays on this device; only its SHA-256 is compared. Its signature can be checked by any PDF reader, too.",
)


def verify_page(code: str, found: VerificationView | None, language: Language) -> str:
    """The page in `language`; with what is to be said of the document, where a `code` was asked about."""
    main = tag(
        "main",
        tag("h1", TITLE.in_language(language)),
        *_verdict(code, found, language),
        *_by_code(code, language),
        *_by_file(language),
    )
    words = {key: text.in_language(language) for key, text in {**WORDS, **_standings()}.items()}
    data = Html(json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"))
    body = tag("body", main, tag("script", data, type="application/json", id="words"), tag("script", _file("js")))
    return f"<!doctype html>\n{tag('html', _head(language), body, lang=language)}\n"


@cache
def content_security_policy() -> str:
    """Nothing is loaded and nobody else is asked; only the page's own style and script, known by hashes, apply."""
    own = f"style-src 'sha256-{_hash(_file('css'))}'; script-src 'sha256-{_hash(_file('js'))}'"
    return f"default-src 'none'; {own}; connect-src 'self'; form-action 'self'; base-uri 'none'"


def _head(language: Language) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=content_security_policy()),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", TITLE.in_language(language)),
        tag("style", _file("css")),
    )


def _verdict(code: str, found: VerificationView | None, language: Language) -> Iterator[Html]:
    if found is None:
        if code:
            yield tag("p", WORDS["unknown"].in_language(language), class_="verdict")
        return
    good = "verdict good" if found.standing is Standing.GENUINE else "verdict"
    yield tag("p", STANDINGS[found.standing].in_language(language), class_=good)
    told = found.model_dump(mode="json", exclude_none=True)
    shown = [(LABELS[name], str(told[name])) for name in LABELS if name in told]
    yield tag("dl", *(part for label, value in shown for part in _fact(label, value, language)))


def _fact(label: Text, value: str, language: Language) -> tuple[Html, Html]:
    return tag("dt", label.in_language(language)), tag("dd", value)


def _by_code(code: str, language: Language) -> Iterator[Html]:
    yield tag("h2", BY_CODE.in_language(language))
    label = CODE.in_language(language)
    yield tag(
        "form",
        tag("input", id="code", name="code", value=code, aria_label=label, placeholder=label, autocomplete="off"),
        " ",
        tag("button", GO.in_language(language), type="submit"),
        method="get",
        action="verify",
    )


def _by_file(language: Language) -> Iterator[Html]:
    yield tag("h2", BY_FILE.in_language(language))
    yield tag("input", id="file", type="file", accept="application/pdf", aria_label=BY_FILE.in_language(language))
    yield tag("p", id="told", role="status")
    yield tag("p", STAYS.in_language(language), class_="quiet")


def _standings() -> dict[str, Text]:
    return {standing.value: text for standing, text in STANDINGS.items()}


@cache
def _file(kind: str) -> Html:
    return Html((HERE / f"verify.{kind}").read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

"""Which of our two languages a caller prefers (RFC 9110 §12.5.4)."""

from chalicelib.kernel.text import Language

DEFAULT: Language = "zh-CN"


def preferred_language(accept_language: str | None) -> Language:
    """English only for those who prefer it to Chinese; everybody else reads Chinese."""
    best: tuple[float, Language] = (0.0, DEFAULT)
    for part in (accept_language or "").split(","):
        tag, _, parameter = part.strip().partition(";")
        weight = _weight(parameter)
        language: Language | None = {"zh": DEFAULT, "en": "en"}.get(tag[:2].lower())
        if language and weight > best[0]:
            best = (weight, language)
    return best[1]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0

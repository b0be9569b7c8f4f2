"""The one way in which forms' schemas are compiled: nothing is fetched, and patterns match in linear time."""

from functools import lru_cache
from typing import Any

from chalicelib.catalogue.checks.schemas import step

PATTERN_BYTES = 262_144
"""The largest compiled size of one pattern: `^\\d{18}$` takes under 8 KB and `^.{1,200}$` under 256 KB, while
`^\\p{L}{1,50}$` takes more than 1 MB.
"""


def validator_of(schema: Any) -> Any:
    """A validator (jsonschema_rs) of a schema that has passed the publication checks, given as a value or as its
    canonical JSON text. ValueError when it is none.
    """
    import jsonschema_rs  # noqa: PLC0415 - a compiled library that only forms need

    return jsonschema_rs.Draft202012Validator(schema, offline=True, pattern_options=_linear())


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> bool:
    """Whether the engine takes the pattern."""
    try:
        validator_of({"pattern": pattern})
    except ValueError:
        return False
    return True


def schema_fault(schema: dict[str, Any]) -> str | None:
    """The pointer to what is wrong first, when `schema` is no JSON Schema 2020-12; None when it is one."""
    import jsonschema_rs  # noqa: PLC0415 - a compiled library that only forms need

    try:
        validator_of(schema)
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        return "".join(step(name) for name in getattr(error, "instance_path", ()))
    return None


def missing_from(schema: dict[str, Any], *forms: dict[str, str]) -> list[set[str]]:
    """The fields that each of `forms` would have to have besides. For a schema that was found sound."""
    validator = validator_of(schema)
    return [
        {it.kind.property for it in validator.iter_errors(form) if it.kind.name == "required" and not it.instance_path}
        for form in forms
    ]


def _linear() -> Any:
    import jsonschema_rs  # noqa: PLC0415 - a compiled library that only forms need

    return jsonschema_rs.RegexOptions(size_limit=PATTERN_BYTES)

"""The fragments of infra/resources as the one template that `chalice package --merge-template` accepts.

A fragment is either plain CloudFormation, or a list of members of a pattern:

    Pattern: consumer          # infra/resources/patterns/consumer.yaml
    Members: {Notify: {…}}     # one copy of the pattern for each

In a pattern `<Key>` stands for a member's value and `<Name>` for its name. A property whose whole value is a
placeholder takes the value as it is, and is left out where the member does not give it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

Json = Any
Values = Mapping[str, Json]

_WHOLE = re.compile(r"<(\w+)>")
_ABSENT = object()


class TemplateError(Exception):
    """A fragment contradicts another or cannot be read."""


def merged(directory: Path) -> dict[str, Json]:
    """All fragments of a directory as one template.

    Raises `TemplateError` if two fragments define the same thing.
    """
    template: dict[str, Json] = {}
    for path in sorted(directory.glob("*.yaml")):
        for part in _parts(_read(path), directory / "patterns"):
            _add(template, part, path.name)
    return template


def members(path: Path) -> dict[str, Values]:
    """The members that a fragment lists, by name."""
    found: dict[str, Values] = _read(path)["Members"]
    return found


def _read(path: Path) -> dict[str, Json]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise TemplateError(f"{path.name} is not a mapping")
    return content


def _parts(fragment: dict[str, Json], patterns: Path) -> Iterable[dict[str, Json]]:
    if "Pattern" not in fragment:
        return [fragment]
    name = fragment["Pattern"]
    pattern = _read(patterns / f"{name}.yaml")
    derive = _DERIVED.get(name, dict)
    return [_fill(pattern, {"Name": member, **derive(values)}) for member, values in fragment["Members"].items()]


def _fill(node: Json, values: Values) -> Json:
    """A pattern's node with a member's values in place of the placeholders."""
    if isinstance(node, str):
        return _fill_text(node, values)
    if isinstance(node, list):
        return [_fill(item, values) for item in node]
    if isinstance(node, dict):
        pairs = ((_fill(key, values), _fill(value, values)) for key, value in node.items())
        return {key: value for key, value in pairs if value is not _ABSENT}
    return node


def _fill_text(text: str, values: Values) -> Json:
    if whole := _WHOLE.fullmatch(text):
        return values.get(whole[1], _ABSENT)
    return _WHOLE.sub(lambda found: str(values[found[1]]), text)


def _machine(values: Values) -> Values:
    """What an orchestration may call, for its role and for its definition."""
    arns = {name: {"Fn::GetAtt": [name, "Arn"]} for name in values["Calls"]}
    substitutions = {
        "LambdaInvoke": {"Fn::Sub": "arn:${AWS::Partition}:states:::lambda:invoke"},
        "LambdaInvokeWait": {"Fn::Sub": "arn:${AWS::Partition}:states:::lambda:invoke.waitForTaskToken"},
        **{f"{name}Arn": arn for name, arn in arns.items()},
    }
    return {**values, "Arns": list(arns.values()), "Substitutions": substitutions}


def _refusal(values: Values) -> Values:
    """A refusal with its problem document written out, like those of chalicelib/http/problems.py."""
    problem = values["Problem"]
    status = {"status": values["Status"]} if "Status" in values else {}
    return {**values, "Body": json.dumps({"type": f"urn:bujianmian:problem:{problem['code']}", **problem, **status})}


def _consumer(values: Values) -> Values:
    """One event at a time, delivered again after what the stage says; a slow consumer says something else."""
    return {"Redelivery": {"Ref": "RedeliverySeconds"}, "BatchSize": 1, "Concurrency": 10, **values}


_DERIVED = {"consumer": _consumer, "machine": _machine, "refusal": _refusal}


def _add(template: dict[str, Json], part: Values, source: str) -> None:
    """Lay a part over the template; sections and resources are joined, nothing is replaced."""
    for key, value in part.items():
        if isinstance(value, dict) and isinstance(template.get(key), dict):
            _add(template[key], value, source)
        elif key in template:
            raise TemplateError(f"{source} defines {key} a second time")
        else:
            template[key] = value

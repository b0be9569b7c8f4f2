"""The deployment as it is packaged, built once for all tests of this directory."""

import json
import zipfile
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from samtranslator.translator.transform import transform

from infra.package.build import TEMPLATE, build
from infra.package.target_platform import this_machine

Resources = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of the working tree for Lambda; the installed dependencies are those of other builds."""
    return build(target=tmp_path_factory.mktemp("build"), compression=zipfile.ZIP_STORED)


@pytest.fixture(scope="session")
def embedded_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for this machine: the only one whose libraries can be loaded here."""
    return build(this_machine(), tmp_path_factory.mktemp("build"), compression=zipfile.ZIP_STORED)


@pytest.fixture(scope="session")
def template(package: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((package / TEMPLATE).read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="session")
def resources(template: dict[str, Any]) -> Resources:
    found: Resources = template["Resources"]
    return found


@pytest.fixture(scope="session")
def transformed(template: dict[str, Any]) -> Resources:
    """What CloudFormation makes of the template before it creates anything, by AWS's own transform."""
    published = _published(template)
    values = {name: parameter.get("Default", "given") for name, parameter in template["Parameters"].items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        found: Resources = transform(published, values, Mock(load=dict))["Resources"]
    return found


@pytest.fixture(scope="session")
def functions(resources: Resources) -> Resources:
    """The Lambda functions by logical id."""
    return of_type(resources, "AWS::Serverless::Function")


def of_type(resources: Resources, kind: str) -> Resources:
    """The resources of one type by logical id."""
    return {name: resource for name, resource in resources.items() if resource["Type"] == kind}


def _published(node: Any) -> Any:
    """The template with the addresses in a bucket that a deployment puts in the place of its files."""
    if isinstance(node, list):
        return [_published(item) for item in node]
    if isinstance(node, dict):
        return {
            key: f"s3://artifacts/{value}" if key.endswith("Uri") and isinstance(value, str) else _published(value)
            for key, value in node.items()
        }
    return node

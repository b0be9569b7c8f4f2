"""The deployment as it is packaged, built once for all tests of this directory."""

import json
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from samtranslator.translator.transform import transform

from infra.package.build import BUILD, ROOT, TEMPLATE, build

Resources = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of the working tree; the installed dependencies are those of other builds."""
    target = tmp_path_factory.mktemp("build")
    (BUILD / "cache").mkdir(parents=True, exist_ok=True)
    (target / "cache").symlink_to(BUILD / "cache")
    return build(ROOT, target)


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

"""The packaged template passes cfn-lint without a warning and says nothing about one account, region or partition."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.package.build import ROOT, TEMPLATE

REGIONS = ("us-east-1", "ap-east-1", "cn-north-1", "cn-northwest-1")
NAMED = {
    "partition": re.compile(r"arn:aws[\w-]*:"),
    "account": re.compile(r"(?<!\d)\d{12}(?!\d)"),
}


def test_cfn_lint_has_nothing_to_say_in_either_partition(package: Path) -> None:
    command = [Path(sys.executable).with_name("cfn-lint"), "--regions", *REGIONS, "--", package / TEMPLATE]
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    assert result.stdout + result.stderr == ""
    assert result.returncode == 0


@pytest.mark.parametrize("what", NAMED)
def test_no_single_place_is_named(package: Path, what: str) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in _sources(package)}
    found = {name: NAMED[what].findall(text) for name, text in texts.items()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_no_region_is_named(package: Path) -> None:
    session = boto3.Session(aws_access_key_id="none", aws_secret_access_key="none")
    partitions = session.get_available_partitions()
    regions = {name for part in partitions for name in session.get_available_regions("s3", part)}
    for path in _sources(package):
        text = path.read_text(encoding="utf-8")
        assert [region for region in regions if region in text] == [], path.name


def test_business_time_can_be_moved_in_the_local_stage_only(template: dict[str, Any]) -> None:
    rule = template["Rules"]["TimeMovesOnlyLocally"]
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "BusinessTime"}, "movable"]}
    assert [check["Assert"] for check in rule["Assertions"]] == [{"Fn::Equals": [{"Ref": "Stage"}, "local"]}]
    assert template["Parameters"]["BusinessTime"]["Default"] == "fixed"


def test_addresses_that_are_not_public_are_called_in_the_local_stage_only(template: dict[str, Any]) -> None:
    rule = template["Rules"]["OnlyPublicAddressesAreCalled"]
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "PrivateReceivers"}, "allowed"]}
    assert [check["Assert"] for check in rule["Assertions"]] == [{"Fn::Equals": [{"Ref": "Stage"}, "local"]}]
    assert template["Parameters"]["PrivateReceivers"]["Default"] == "refused"


def _sources(package: Path) -> list[Path]:
    written = [*(ROOT / "infra" / "resources").rglob("*.yaml"), *(ROOT / "infra" / "state_machines").glob("*.yaml")]
    return [package / TEMPLATE, *written, *(ROOT / ".chalice").glob("*.json")]

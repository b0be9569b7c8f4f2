"""500 applicants at one address can do everything at once; channels and couriers are counted by a rule of their own."""

import re
from typing import Any

import pytest

from tests.infra.conftest import Resources

APPLICANTS = 500
WINDOW_SECONDS = 300
CALLBACKS = ("/v1/callbacks/wechat-pay", "/v1/callbacks/kuaidi100/shipment-1")
OTHERS = ("/v1/cases", "/v1/callbacks/wechat-pay/../../cases", "/v1/cases/x/v1/callbacks/wechat-pay", "/v1/callbacks")


def rules(resources: Resources) -> dict[str, Any]:
    return {rule["Name"]: rule for rule in resources["FirewallRules"]["Properties"]["Rules"]}


def rates(resources: Resources) -> list[dict[str, Any]]:
    statements = [rule["Statement"] for rule in rules(resources).values()]
    return [statement["RateBasedStatement"] for statement in statements if "RateBasedStatement" in statement]


def test_a_hall_stays_below_the_limit_and_the_limit_below_the_throttle(resources: Resources) -> None:
    requests_of_a_case = 66  # docs/bench.md: API Gateway requests a case
    throttle = resources["RestAPI"]["Properties"]["MethodSettings"][0]["ThrottlingRateLimit"] * WINDOW_SECONDS
    for rate in rates(resources):
        assert APPLICANTS * requests_of_a_case <= rate["Limit"] < throttle
        assert rate["AggregateKeyType"] == "IP"


@pytest.mark.parametrize("prefix", ["/api", ""])
def test_callbacks_are_counted_apart(resources: Resources, prefix: str) -> None:
    everybody, callbacks = rates(resources)
    apart = callbacks["ScopeDownStatement"]["RegexMatchStatement"]
    assert everybody["ScopeDownStatement"] == {"NotStatement": {"Statement": {"RegexMatchStatement": apart}}}
    assert apart["FieldToMatch"] == {"UriPath": {}}
    assert all(re.search(apart["RegexString"], prefix + path) for path in CALLBACKS)
    assert not any(re.search(apart["RegexString"], prefix + path) for path in OTHERS)


def test_every_callback_of_the_api_is_among_them(resources: Resources) -> None:
    paths = resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    written = {re.sub(r"\{\w+\}", "shipment-1", path) for path in paths if path.startswith("/v1/callbacks/")}
    assert written == set(CALLBACKS)


def test_harmful_requests_are_turned_away_from_callbacks_too(resources: Resources) -> None:
    statement = rules(resources)["known-bad-inputs"]["Statement"]["ManagedRuleGroupStatement"]
    assert statement == {"VendorName": "AWS", "Name": "AWSManagedRulesKnownBadInputsRuleSet"}

"""What a deployer may choose."""

from typing import Any

import pytest

from adapters.settings import BadSetting
from domain.owner import Plan
from infra.choices import BadChoice, Domain, Limits
from infra.configuration import Configuration, defaults, require_known


def chosen(**choices: Any) -> Configuration:
    return Configuration.read({**defaults(), **choices}.get)


def test_a_plain_deploy_opens_the_direct_door_only() -> None:
    assert chosen().rapidapi is False


@pytest.mark.parametrize("given", ["true", "1", "yes", "On", True])
def test_a_switch_is_turned_on_from_the_command_line(given: Any) -> None:
    assert chosen(rapidapi=given).rapidapi is True


@pytest.mark.parametrize("given", ["false", "0", "no", "", False])
def test_and_off(given: Any) -> None:
    assert chosen(alarms=given).alarms is False


def test_numbers_from_the_command_line_are_numbers() -> None:
    assert chosen(burst="7").burst == 7


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rapidapi", "maybe"),
        ("burst", "many"),
        ("burst", "-1"),
        ("monthly_budget_usd", "9.50"),
        ("plans", '{"free": {}}'),
        ("plans", '{"free": {}, "pro": {}, "unlimited": {}, "gold": {}}'),
        ("plans", '{"free": {"calls": 1}, "pro": {}, "unlimited": {}}'),
        ("plans", "free"),
        ("domain_name", "calendar.example.org"),
        ("certificate_arn", "arn:aws:acm:eu-central-1:000000000000:certificate/a-certificate"),
        ("hosted_zone_id", "Z0000"),
        ("table", "restored"),
        ("log_days", "0"),
        ("stage", "my-stage"),
        ("stack", ""),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadChoice, match=name):
        chosen(**{name: value})


def test_a_site_that_is_none_is_refused() -> None:
    with pytest.raises(BadSetting, match="a site"):
        chosen(cors_origins="a site")


def test_a_price_that_is_none_is_refused() -> None:
    with pytest.raises(BadSetting, match="read"):
        chosen(rapidapi_billing="Credits=1")


def test_a_stack_has_a_name_that_fits_into_those_of_its_functions() -> None:
    assert chosen(stack="a" * 20).stack == "a" * 20
    with pytest.raises(BadChoice, match="at most 20 characters"):
        chosen(stack="a" * 21)


def test_a_stage_has_a_stack_of_its_own_whose_functions_no_other_may_call() -> None:
    production, other = chosen().stack, chosen(stage="dev").stack
    assert (production, other) == ("Daybook", "DaybookDev")
    assert not other.startswith(f"{production}-")


def test_a_plan_allows_what_is_said_and_else_what_the_stage_does() -> None:
    plans = chosen(plans='{"free": {"requests_per_second": 1}, "pro": {}, "unlimited": {}}').plans
    assert plans == {Plan.FREE: Limits(requests_per_second=1), Plan.PRO: Limits(), Plan.UNLIMITED: Limits()}


def test_a_name_of_ones_own_is_where_everybody_reaches_the_door_unless_said_otherwise() -> None:
    named = {"domain_name": "calendar.example.org", "certificate_arn": "arn:aws:acm:x"}
    assert chosen(**named).domain == Domain("calendar.example.org", "arn:aws:acm:x", "", "")
    assert chosen(**named).public_url == "https://calendar.example.org"
    assert chosen(**named, public_url="https://other.example.org").public_url == "https://other.example.org"
    assert chosen().public_url == ""


def test_a_typing_error_is_no_choice() -> None:
    require_known({**defaults(), "@aws-cdk/core:something": True, "aws:cdk:enable-path-metadata": True})
    with pytest.raises(BadChoice, match="rapidapy"):
        require_known({**defaults(), "rapidapy": "true"})

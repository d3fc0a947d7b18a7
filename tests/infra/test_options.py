"""What a deployer may have or leave out."""

import json
from pathlib import Path

import pytest

from adapters.http.doors import DIRECT
from adapters.http.endpoints import BY_NAME, ENDPOINTS
from adapters.settings import Settings
from infra.access_log import FORMAT
from tests.support.template import Template, flat

WORKERS = ("functions.purge.handler", "functions.run_import_jobs.handler", "functions.meter_owners.handler")


def test_a_deployment_to_throw_away_leaves_no_table(bare: Template) -> None:
    (resource,) = (one for one in bare.resources.values() if one["Type"] == "AWS::DynamoDB::GlobalTable")
    (replica,) = resource["Properties"]["Replicas"]
    assert replica["DeletionProtectionEnabled"] is False
    assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Delete"


def test_logs_forget_when_chosen(bare: Template) -> None:
    assert {group["RetentionInDays"] for group in bare.of_type("Logs::LogGroup").values()} == {7}


@pytest.mark.parametrize("handler", WORKERS)
def test_workers_have_something_set_aside_for_them_and_no_more_unless_there_is_nothing(
    direct: Template, bare: Template, handler: str
) -> None:
    assert direct.function(handler)[1]["ReservedConcurrentExecutions"] == 10
    assert "ReservedConcurrentExecutions" not in bare.function(handler)[1]


def test_only_workers_have_something_set_aside(direct: Template) -> None:
    functions = direct.of_type("Lambda::Function").values()
    assert {one["Handler"] for one in functions if "ReservedConcurrentExecutions" in one} == set(WORKERS)


def test_each_door_writes_a_line_of_json_for_each_call_to_a_log_that_forgets(both: Template) -> None:
    stages = both.of_type("ApiGateway::Stage").values()
    groups = {one["AccessLogSetting"]["DestinationArn"]["Fn::GetAtt"][0] for one in stages}
    assert len(groups) == len(stages) == 2
    for stage in stages:
        assert json.loads(stage["AccessLogSetting"]["Format"]) == FORMAT
    assert {both.of_type("Logs::LogGroup")[one]["RetentionInDays"] for one in groups} == {30}


def test_the_access_log_has_neither_paths_nor_headers_nor_queries() -> None:
    """The path of a feed is a secret, and so are some headers."""
    asked = " ".join(FORMAT.values()).lower()
    for word in ("context.path", "header", "query", "identity.apikey", "useragent", "body"):
        assert word not in asked


def test_the_gateways_role_for_logs_stays_for_others_that_rely_on_it(direct: Template) -> None:
    (account,) = (one for one in direct.resources.values() if one["Type"] == "AWS::ApiGateway::Account")
    role = direct.resources[account["Properties"]["CloudWatchRoleArn"]["Fn::GetAtt"][0]]
    assert account["DeletionPolicy"] == role["DeletionPolicy"] == "Retain"


def test_a_door_opens_after_it_may_write_its_log(assembly: Path, direct: Template) -> None:
    template = json.loads((assembly / "Direct.template.json").read_text())
    (door,) = (one for one in template["Resources"].values() if one["Type"] == "AWS::CloudFormation::Stack")
    (account,) = (name for name, one in direct.resources.items() if one["Type"] == "AWS::ApiGateway::Account")
    assert account in door["DependsOn"]


def test_without_an_access_log_nothing_of_the_account_is_touched(bare: Template) -> None:
    assert not bare.of_type("ApiGateway::Account")
    assert all("AccessLogSetting" not in stage for stage in bare.of_type("ApiGateway::Stage").values())


def test_a_name_of_its_own_leads_to_the_direct_door(both: Template, direct: Template) -> None:
    name = both.one("ApiGateway::DomainName")
    assert name["DomainName"] == "calendar.example.org"
    assert name["SecurityPolicy"] == "TLS_1_2"
    assert name["EndpointConfiguration"] == {"Types": ["REGIONAL"]}
    mapping = both.one("ApiGateway::BasePathMapping")
    assert both.resources[mapping["Stage"]["Ref"]]["Properties"]["Variables"] == {"door": DIRECT.name}
    records = both.of_type("Route53::RecordSet").values()
    assert {(one["Type"], one["Name"]) for one in records} == {
        ("A", "calendar.example.org."),
        ("AAAA", "calendar.example.org."),
    }
    assert not direct.of_type("ApiGateway::DomainName")


def test_feeds_begin_with_the_name_that_was_chosen(both: Template, direct: Template) -> None:
    for name in ("feeds.create", "feeds.rotate", "calendar_feeds.create", "calendar_feeds.rotate"):
        without, having = (one.function_of(BY_NAME[name])[1]["Environment"]["Variables"] for one in (direct, both))
        assert Settings.PUBLIC_URL not in without
        assert having[Settings.PUBLIC_URL] == "https://calendar.example.org"


def test_a_firewall_stands_before_the_direct_door_and_shows_nobody_a_request(both: Template, direct: Template) -> None:
    rules = both.one("WAFv2::WebACL")
    (before,) = both.of_type("WAFv2::WebACLAssociation").values()
    (stage,) = (k for k, one in both.of_type("ApiGateway::Stage").items() if one["Variables"] == {"door": DIRECT.name})
    assert f"<{stage}>" in flat(before["ResourceArn"])
    assert not any(one["VisibilityConfig"]["SampledRequestsEnabled"] for one in [rules, *rules["Rules"]])
    assert not direct.of_type("WAFv2::WebACL")


def test_a_budget_tells_the_topic_and_may(both: Template, direct: Template) -> None:
    budget = both.one("Budgets::Budget")
    assert budget["Budget"]["BudgetLimit"] == {"Amount": 10, "Unit": "USD"}
    (topic,) = both.of_type("SNS::Topic")
    for told in budget["NotificationsWithSubscribers"]:
        assert told["Subscribers"] == [{"SubscriptionType": "SNS", "Address": {"Ref": topic}}]
    statements = both.one("SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    (allowed,) = (one for one in statements if one["Effect"] == "Allow")
    assert "budgets.amazonaws.com" in allowed["Principal"]["Service"]
    assert not direct.of_type("Budgets::Budget")


def test_all_that_rapidapi_bills_by_is_told_and_refusals_cost_nothing(both: Template, direct: Template) -> None:
    for row in ENDPOINTS:
        told = both.function_of(row)[1]["Environment"]["Variables"]
        assert told[Settings.RAPIDAPI_BILLING] == "read: Requests=1; Credits=1, write: Requests=1; Credits=2"
        assert Settings.RAPIDAPI_BILLING not in direct.function_of(row)[1]["Environment"]["Variables"]
    said = "gatewayresponse.header.X-RapidAPI-Billing"
    for name, answer in both.of_type("ApiGateway::GatewayResponse").items():
        expected = "'Requests=0; Credits=0'" if name.startswith("Rapidapi") else None
        assert answer["ResponseParameters"].get(said) == expected

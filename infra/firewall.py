"""A firewall before the direct door, for who wants to pay for one.

It has only rules that know nothing of bodies: what an event may say is up to its owner, and the usual rules for all web
pages would refuse long ones and those that look like code.
"""

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_wafv2 as waf
from constructs import Construct

_CALLS_OF_AN_ADDRESS = 10_000  # in five minutes
_BY_AWS = ("AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet")


class Firewall(Construct):
    """Before a stage. Who only crowds is held off for some minutes, with 403."""

    def __init__(self, scope: Construct, name: str, *, stage: apigateway.Stage) -> None:
        super().__init__(scope, name)
        rules = [_managed(number, rule) for number, rule in enumerate(_BY_AWS)]
        made = waf.CfnWebACL(
            self,
            "Rules",
            scope="REGIONAL",
            default_action=waf.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_seen_as("Daybook"),
            rules=[*rules, _crowding(len(rules))],
        )
        waf.CfnWebACLAssociation(self, "Before", resource_arn=stage.stage_arn, web_acl_arn=made.attr_arn)


def _managed(priority: int, name: str) -> waf.CfnWebACL.RuleProperty:
    group = waf.CfnWebACL.ManagedRuleGroupStatementProperty(vendor_name="AWS", name=name)
    return waf.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        statement=waf.CfnWebACL.StatementProperty(managed_rule_group_statement=group),
        override_action=waf.CfnWebACL.OverrideActionProperty(none={}),
        visibility_config=_seen_as(name),
    )


def _crowding(priority: int) -> waf.CfnWebACL.RuleProperty:
    rate = waf.CfnWebACL.RateBasedStatementProperty(aggregate_key_type="IP", limit=_CALLS_OF_AN_ADDRESS)
    return waf.CfnWebACL.RuleProperty(
        name="Crowding",
        priority=priority,
        statement=waf.CfnWebACL.StatementProperty(rate_based_statement=rate),
        action=waf.CfnWebACL.RuleActionProperty(block={}),
        visibility_config=_seen_as("Crowding"),
    )


def _seen_as(name: str) -> waf.CfnWebACL.VisibilityConfigProperty:
    """Counted, but without samples of requests: they would show keys."""
    return waf.CfnWebACL.VisibilityConfigProperty(
        metric_name=name, cloud_watch_metrics_enabled=True, sampled_requests_enabled=False
    )

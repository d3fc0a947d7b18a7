"""What each owner may call at the direct door: a usage plan for each plan, and a key for those that have none yet.

The gateway takes the key from the authorizer's answer (`adapters.usage_keys`), so that all credentials of an owner
count together. RapidAPI has plans of its own for who comes through its door.
"""

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from adapters.usage_keys import shared_key
from domain.owner import Plan
from infra.choices import Limits
from infra.configuration import Configuration


class Plans(Construct):
    """`ids` are those of the usage plans, and `by_name` is JSON of them, for the worker that puts owners on them."""

    def __init__(self, scope: Construct, name: str, *, stage: apigateway.Stage, configuration: Configuration) -> None:
        super().__init__(scope, name)
        at = apigateway.CfnUsagePlan.ApiStageProperty(api_id=stage.rest_api.rest_api_id, stage=stage.stage_name)
        plans = {plan: self._plan(plan, limits, at, configuration) for plan, limits in configuration.plans.items()}
        self.ids = [made.ref for made in plans.values()]
        self.by_name = cdk.Stack.of(self).to_json_string({plan: made.ref for plan, made in plans.items()})

    def _plan(
        self,
        plan: Plan,
        limits: Limits,
        at: apigateway.CfnUsagePlan.ApiStageProperty,
        configuration: Configuration,
    ) -> apigateway.CfnUsagePlan:
        made = apigateway.CfnUsagePlan(
            self,
            plan,
            usage_plan_name=f"{configuration.stack} {plan}",
            api_stages=[at],
            throttle=_throttle(limits, configuration),
            quota=_quota(limits),
        )
        name = shared_key(configuration.stack, plan)
        key = apigateway.CfnApiKey(self, f"{plan}-others", name=name, value=name, enabled=True)
        apigateway.CfnUsagePlanKey(
            self, f"{plan}-others-on-it", key_id=key.ref, key_type="API_KEY", usage_plan_id=made.ref
        )
        return made


def _throttle(limits: Limits, configuration: Configuration) -> apigateway.CfnUsagePlan.ThrottleSettingsProperty:
    return apigateway.CfnUsagePlan.ThrottleSettingsProperty(
        rate_limit=limits.requests_per_second or configuration.requests_per_second,
        burst_limit=limits.burst or configuration.burst,
    )


def _quota(limits: Limits) -> apigateway.CfnUsagePlan.QuotaSettingsProperty | None:
    if limits.requests_per_month is None:
        return None
    return apigateway.CfnUsagePlan.QuotaSettingsProperty(limit=limits.requests_per_month, period="MONTH")

"""What the worker does that has the gateway count each owner's calls."""

import json
import os

import boto3

from adapters.api_gateway.meters import UsagePlanMeters
from adapters.settings import Settings
from domain.owner import Plan
from domain.use_cases.meter import MeterOwner
from functions.wiring import now, once, pause
from functions.wiring.keyrings import owner_store


@once
def meters() -> UsagePlanMeters:
    usage_plans = json.loads(os.environ[Settings.USAGE_PLANS])
    return UsagePlanMeters(
        boto3.client("apigateway"),
        os.environ[Settings.USAGE_KEY_PREFIX],
        {Plan(plan): usage_plan for plan, usage_plan in usage_plans.items()},
    )


def meter_owner() -> MeterOwner:
    return MeterOwner(owner_store(), meters(), now, pause)

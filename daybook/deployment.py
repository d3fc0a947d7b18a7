"""What CloudFormation knows of a deployed stack: its table, and the queues of what its workers could not do."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from adapters.settings import Settings
from daybook.aws_errors import code, told
from daybook.control_plane import client
from daybook.failure import Failure

TABLE_OUTPUT = "TableName"
METERING = "MeterOwners"
"""The worker that does more than work on the table: its environment says with which usage plans."""


def table_of(stack: str) -> str:
    """The name of a stack's table; Failure if there is no such stack, or it has none."""
    described = _described(stack)
    for output in described.get("Outputs", ()):
        if output["OutputKey"] == TABLE_OUTPUT:
            return str(output["OutputValue"])
    raise Failure(
        f"The stack {stack} ({described['StackStatus']}) has no output {TABLE_OUTPUT}."
        " It is not Daybook's, or `make deploy` has still to end well."
    )


def queues_of(stack: str) -> list[str]:
    """The URLs of a stack's queues. All of them are for dead letters."""
    return [one["PhysicalResourceId"] for one in _resources(stack) if one["ResourceType"] == "AWS::SQS::Queue"]


def lead_to_usage_plans(stack: str) -> None:
    """Give the worker that meters owners, when it runs here, what it knows in the stack; nothing if there is none."""
    for one in _resources(stack):
        if one["LogicalResourceId"] == METERING:
            with told(f"The function {one['PhysicalResourceId']} cannot be looked up"):
                found = client("lambda", None).get_function_configuration(FunctionName=one["PhysicalResourceId"])
            variables = found["Environment"]["Variables"]
            os.environ |= {name: variables[name] for name in (Settings.USAGE_KEY_PREFIX, Settings.USAGE_PLANS)}


def _described(stack: str) -> Mapping[str, Any]:
    with told(f"The stack {stack} cannot be looked up"):
        cloudformation = client("cloudformation", None)
        try:
            described: Mapping[str, Any] = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        except ClientError as error:
            if code(error) == "ValidationError" and "does not exist" in str(error):
                raise _missing(stack, cloudformation.meta.region_name) from None
            raise
    return described


def _resources(stack: str) -> Iterator[Mapping[str, Any]]:
    with told(f"The resources of the stack {stack} cannot be listed"):
        for page in client("cloudformation", None).get_paginator("list_stack_resources").paginate(StackName=stack):
            yield from page["StackResourceSummaries"]


def _missing(stack: str, region: str) -> Failure:
    return Failure(
        f"There is no stack {stack} in {region} of this account."
        " Name another with --stack, another region with --region, or deploy it: `make deploy`."
    )

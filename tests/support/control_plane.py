"""AWS's control plane, played by moto within the process, and for others."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
import requests
from moto import mock_aws

from domain.owner import Plan

REGION = "eu-central-1"


@contextmanager
def api_gateway() -> Iterator[tuple[Any, Mapping[Plan, str]]]:
    """A client of API Gateway, and the ids of a usage plan for each of our plans."""
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "local")  # which is what the embedded engine gets from us, too
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        client = boto3.client("apigateway")
        yield client, {plan: client.create_usage_plan(name=plan)["id"] for plan in Plan}


def relay(environ: Mapping[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """A WSGI application by which other processes reach the API Gateway that is played in this one."""
    answer = requests.request(
        environ["REQUEST_METHOD"],
        f"https://apigateway.{REGION}.amazonaws.com{environ['REQUEST_URI']}",
        data=environ["wsgi.input"].read(),
        headers={"Authorization": environ["HTTP_AUTHORIZATION"]},
        timeout=30,
    )
    start_response(f"{answer.status_code} {answer.reason}", [("Content-Type", "application/json")])
    return [answer.content]

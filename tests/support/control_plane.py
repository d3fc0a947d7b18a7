"""AWS's control plane, played by moto within the process, and for others."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
import requests
from moto import mock_aws

from adapters.settings import Settings
from daybook import control_plane
from domain.owner import Plan
from functions import wiring

REGION = "eu-central-1"


@contextmanager
def aws() -> Iterator[pytest.MonkeyPatch]:
    """An account with nothing in it. What commands do to the environment is undone, and so is what the patch does."""
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "local")  # which is what the embedded engine gets from us, too
        for name in ("AWS_DEFAULT_REGION", Settings.REGION):
            patch.setenv(name, REGION)
        for name in (Settings.TABLE, Settings.DATABASE_URL, Settings.USAGE_KEY_PREFIX, Settings.USAGE_PLANS):
            patch.setenv(name, os.environ.get(name, ""))
        _forget()
        yield patch
    _forget()


@contextmanager
def api_gateway() -> Iterator[tuple[Any, Mapping[Plan, str]]]:
    """A client of API Gateway, and the ids of a usage plan for each of our plans."""
    with aws():
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


def _forget() -> None:
    control_plane._session.cache_clear()
    wiring.reset()

"""AWS's control plane, played by moto within the process."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
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
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "local")  # which is what the embedded engine gets from us, too
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        client = boto3.client("apigateway")
        yield client, {plan: client.create_usage_plan(name=plan)["id"] for plan in Plan}


def _forget() -> None:
    control_plane._session.cache_clear()
    wiring.reset()

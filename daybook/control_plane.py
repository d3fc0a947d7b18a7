"""botocore, for what the data plane does not do: making the table, and reading its stream."""

import os
from contextlib import suppress
from functools import cache
from typing import Any

from adapters.dynamodb.table import TTL_ATTRIBUTE, definition
from adapters.settings import LOCAL_CREDENTIALS, Settings
from daybook.failure import Failure


def client(service: str, url: str | None) -> Any:
    """A client of a service; local engines get credentials that mean nothing unless there are real ones.

    Raise Failure for a URL, or a region, that cannot be one.
    """
    from botocore.config import Config

    options: dict[str, Any] = {"endpoint_url": url}
    if url and "AWS_ACCESS_KEY_ID" not in os.environ:
        key, secret = LOCAL_CREDENTIALS
        options |= {"region_name": "local", "aws_access_key_id": key, "aws_secret_access_key": secret}
    # Local engines use shard ids that are shorter than botocore's own validation allows.
    config = Config(parameter_validation=False, retries={"max_attempts": 2}, connect_timeout=5, read_timeout=30)
    try:
        return _session().create_client(service, config=config, **options)
    except ValueError as error:  # which is how botocore refuses a URL or a region
        raise Failure(str(error)) from None


def use_region(region: str | None) -> None:
    """Have all clients use it from now on; without one, what AWS_REGION says, at which botocore does not look."""
    chosen = region or os.environ.get(Settings.REGION)
    if chosen:
        os.environ[Settings.REGION] = os.environ["AWS_DEFAULT_REGION"] = chosen


@cache
def _session() -> Any:
    """What clients are made of. boto3, which makes it as well, takes half as long again to import."""
    from botocore.session import get_session

    return get_session()


def ensure_table(url: str | None, name: str) -> None:
    """Create the table unless it is there; killed half-way, it goes on where it stopped."""
    dynamodb = client("dynamodb", url)
    with suppress(dynamodb.exceptions.ResourceInUseException):
        dynamodb.create_table(**definition(name))
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    if ttl.get("TimeToLiveStatus") not in {"ENABLED", "ENABLING"}:
        dynamodb.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": TTL_ATTRIBUTE}
        )

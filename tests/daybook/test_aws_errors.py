"""What AWS refuses is told in one line, with a remedy where there is one."""

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    ProfileNotFound,
    UnauthorizedSSOTokenError,
)

from daybook.aws_errors import in_a_line, told
from daybook.failure import Failure


def answered(code: str, words: str = "No.") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": words}}, "DescribeStacks")


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (NoRegionError(), "You must specify a region. Name it with --region, or set AWS_REGION."),
        (NoCredentialsError(), "Unable to locate credentials. Name a profile in AWS_PROFILE"),
        (ProfileNotFound(profile="work"), "(work) could not be found. Name a profile in AWS_PROFILE"),
        (UnauthorizedSSOTokenError(), "`aws sso login`"),
        (EndpointConnectionError(endpoint_url="https://x"), "See that the region is right, and the network there."),
        (
            answered("AccessDenied", "You may not:\n not this."),
            "You may not: not this. Use credentials that may do that",
        ),
        (answered("ExpiredToken"), "`aws sso login`"),
        (answered("UnrecognizedClientException"), "`aws sso login`"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else "",
)
def test_a_usual_mistake_comes_with_its_remedy(error: BotoCoreError | ClientError, remedy: str) -> None:
    line = in_a_line(error)
    assert remedy in line
    assert "\n" not in line
    assert ".." not in line


def test_what_is_no_usual_mistake_is_told_as_it_came() -> None:
    error = answered("Throttling", "Slow down.")
    assert in_a_line(error) == str(error)


def test_a_failure_begins_with_what_was_tried() -> None:
    with (
        pytest.raises(Failure, match=r"^The table cannot be used: You must specify a region"),
        told("The table cannot be used"),
    ):
        raise NoRegionError

"""What an exception carries that nobody thought of does not get into the log."""

import json
import logging
import secrets
import sys
from io import StringIO
from typing import Any

import pytest
from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter

from adapters.http.endpoint import LambdaFunction
from adapters.http.endpoints import BY_NAME
from adapters.http.gateway import Context
from adapters.log import REDACTED, JsonFormatter, PlainFormatter
from adapters.settings import Settings
from domain import feed_token
from domain.api_key import new_key
from domain.identity import new_code
from tests.functions.test_samples import sample

SECRETS = {
    "key": new_key("dbk_", secrets.token_bytes),
    "test key": new_key("dbk_test_", secrets.token_bytes),
    "token": feed_token.new_token(secrets.token_bytes),
    "code": new_code(secrets.token_bytes),
    "proxy secret": "a-secret-of-the-proxy",
}


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(Settings.RAPIDAPI_PROXY_SECRETS, f"another-secret, {SECRETS['proxy secret']}")


@pytest.mark.parametrize("name", SECRETS)
def test_a_crash_that_carries_a_secret_is_logged_without_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def handler() -> None:
        raise ValueError(f"cannot read {SECRETS[name]!r} of {{'headers': '{SECRETS[name]}'}}")

    crashing = LambdaFunction(BY_NAME["service.ping"], handler)
    logger = logging.getLogger("daybook")
    level = logger.level
    logger.setLevel(logging.INFO)
    lines: list[str] = []
    monkeypatch.setattr(logger.handlers[0], "emit", lambda record: lines.append(logger.handlers[0].format(record)))
    answer = crashing(sample(BY_NAME["service.ping"]), Context("request-1"))
    logger.setLevel(level)
    assert answer["statusCode"] == 500
    crash: Any = json.loads(lines[0])
    assert crash["exception_name"] == "ValueError"
    assert REDACTED in crash["exception"]
    assert (crash["endpoint"], crash["request_id"]) == ("service.ping", sample_request_id())
    assert SECRETS[name] not in "".join(lines)


def sample_request_id() -> str:
    return str(sample(BY_NAME["service.ping"])["requestContext"]["requestId"])


@pytest.mark.parametrize("name", SECRETS)
def test_lines_for_people_have_no_secrets_either(name: str) -> None:
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "a word %s", (SECRETS[name],), None)
    assert PlainFormatter().format(record) == f"a word {REDACTED}"


def test_a_line_is_what_powertools_would_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1")
    theirs = Logger(service="daybook", logger_formatter=LambdaPowertoolsFormatter(use_rfc3339=True), stream=StringIO())
    for record in _records():
        expected = json.loads(theirs.registered_formatter.format(record))
        assert json.loads(JsonFormatter().format(record)) == expected


def _records() -> list[logging.LogRecord]:
    """One of a request, and one of a crash."""
    made = logging.getLogger("daybook").makeRecord
    extra = {"endpoint": "service.ping", "status": 200, "request_id": "ü"}
    try:
        int("No \u2028 such thing")
    except ValueError:
        crash = sys.exc_info()
    at = ("daybook", logging.INFO, "endpoint.py", 65)
    return [
        made(*at, "answered", (), None, "__call__", extra),
        made(*at, "%s of %d", ("crashed", 1), crash, "answer", extra),
    ]

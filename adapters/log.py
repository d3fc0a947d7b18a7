"""The log, in which nothing is left that could be a secret.

Nothing is logged that is known to be one; this is for what an exception may carry that nobody thought of.
"""

import logging
import os
import re
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter

from adapters.settings import Settings

REDACTED = "(redacted)"

_LIKE_A_SECRET = re.compile(
    r"[A-Za-z0-9_-]{43,}"  # keys, tokens of feeds, hashes: 32 random bytes and more
    r"|\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b"  # codes of claims
)
_SECRETS_IN_ENVIRONMENT = (Settings.RAPIDAPI_PROXY_SECRETS, "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_SHORTEST = 8
"""Of a secret that is looked for as it stands; a shorter one would be found in everything."""


class PlainFormatter(logging.Formatter):
    """Lines for people."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class _JsonFormatter(LambdaPowertoolsFormatter):
    def serialize(self, log: Any) -> str:
        return redacted(super().serialize(log))


def redacted(text: str) -> str:
    """A text without whatever in it might be a secret."""
    for name in _SECRETS_IN_ENVIRONMENT:
        for secret in os.environ.get(name, "").split(","):
            if len(secret.strip()) >= _SHORTEST:
                text = text.replace(secret.strip(), REDACTED)
    return _LIKE_A_SECRET.sub(REDACTED, text)


def log() -> Logger:
    """The one log of a function: lines of JSON."""
    return Logger(service="daybook", logger_formatter=_JsonFormatter(use_rfc3339=True))

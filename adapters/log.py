"""The log, in which nothing is left that could be a secret.

Nothing is logged that is known to be one; this is for what an exception may carry that nobody thought of.
"""

import json
import logging
import os
import re
import sys
import traceback
from datetime import datetime
from typing import Any

from adapters.settings import Settings

REDACTED = "(redacted)"

_LIKE_A_SECRET = re.compile(
    r"[A-Za-z0-9_-]{43,}"  # keys, tokens of feeds, hashes: 32 random bytes and more
    r"|\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b"  # codes of claims
)
_SECRETS_IN_ENVIRONMENT = (Settings.RAPIDAPI_PROXY_SECRETS, "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_SHORTEST = 8
"""Of a secret that is looked for as it stands; a shorter one would be found in everything."""

_SERVICE = "daybook"
LEVEL = "POWERTOOLS_LOG_LEVEL"
"""The variable that says from which level on there is a line."""

_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class PlainFormatter(logging.Formatter):
    """Lines for people."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class JsonFormatter(logging.Formatter):
    """Lines for programs, such as Powertools' Logger would write.

    To load that one took 8 ms of each cold start, an eighth of most.
    """

    def format(self, record: logging.LogRecord) -> str:
        given = {name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
        line = {
            "level": record.levelname,
            "location": f"{record.funcName}:{record.lineno}",
            "message": record.getMessage(),
            "timestamp": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "service": _SERVICE,
            **given,
            **self._crash(record),
        }
        if trace := os.environ.get("_X_AMZN_TRACE_ID"):
            line["xray_trace_id"] = trace.partition(";")[0].removeprefix("Root=")
        return redacted(json.dumps(line, default=str, ensure_ascii=False, separators=(",", ":")))

    def _crash(self, record: logging.LogRecord) -> dict[str, Any]:
        """The exception that a line is about, as text and frame by frame."""
        if not record.exc_info or record.exc_info[1] is None:
            return {}
        kind, error, at = record.exc_info
        frames = [
            {"file": one.filename, "line": one.lineno, "function": one.name, "statement": one.line}
            for one in traceback.extract_tb(at)
        ]
        trace = {"type": kind.__name__, "value": error, "module": kind.__module__, "frames": frames}
        return {
            "exception": self.formatException(record.exc_info),
            "exception_name": kind.__name__,
            "stack_trace": trace,
        }


def redacted(text: str) -> str:
    """A text without whatever in it might be a secret."""
    for name in _SECRETS_IN_ENVIRONMENT:
        for secret in os.environ.get(name, "").split(","):
            if len(secret.strip()) >= _SHORTEST:
                text = text.replace(secret.strip(), REDACTED)
    return _LIKE_A_SECRET.sub(REDACTED, text)


def log() -> logging.Logger:
    """The one log of a function: lines of JSON."""
    made = logging.getLogger(_SERVICE)
    if not made.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(JsonFormatter())
        made.addHandler(handler)
        made.setLevel(os.environ.get(LEVEL, "INFO").upper())
        made.propagate = False  # Lambda's runtime has a handler that would write it again
    return made

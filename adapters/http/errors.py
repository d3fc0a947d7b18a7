"""From what can go wrong to what the client reads: one table, one shape.

{"errors": [{"code": "...", "title": "one sentence", "status": 404, "meta": {"field": "..."}}]}
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from domain import errors

STATUS: dict[type[Exception], int] = {
    errors.DaybookError: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Refused: 409,
    errors.VersionMismatch: 412,
    errors.PartExists: 412,
    errors.TooLarge: 413,
    errors.TooManyAttempts: 429,
    errors.OutcomeUnknown: 503,
    errors.Unavailable: 503,
    errors.Interrupted: 503,
}

_OUR_FAULT = 500
RETRY_AFTER_SECONDS = 1
CHALLENGE = "ApiKey"


class Problem(NamedTuple):
    """One entry of `errors`."""

    status: int
    code: str
    title: str
    meta: Mapping[str, Any] = {}

    def under(self, request_id: str) -> "Problem":
        """The problem, naming the request if it is our fault: there is nothing else to say of it."""
        return self._replace(meta={**self.meta, "request_id": request_id}) if self.status >= _OUR_FAULT else self

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "title": self.title, "status": self.status, "meta": dict(self.meta)}


CRASHED = Problem(500, "internal_error", "Something went wrong on our side. Quote the request id when you report it.")
ROUTE_NOT_FOUND = Problem(404, "route_not_found", "There is no such endpoint. The API is described at /docs.")


def problem(error: errors.DaybookError) -> Problem:
    """What to answer to a domain error, by the nearest of its classes that the table knows."""
    status = next(STATUS[known] for known in type(error).__mro__ if known in STATUS)
    return Problem(status, error.code, error.title, error.details)


def headers(problem: Problem) -> dict[str, str]:
    """What goes with a problem: when the same request may succeed, or how one proves who one is (RFC 9110 §11.6.1)."""
    if problem.status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": CHALLENGE}
    passing = problem.status == HTTPStatus.SERVICE_UNAVAILABLE
    wait = RETRY_AFTER_SECONDS if passing else problem.meta.get("retry_after_seconds")
    return {} if wait is None else {"Retry-After": str(wait)}


def body(*problems: Problem) -> dict[str, Any]:
    """The answer's body."""
    return {"errors": [one.as_json() for one in problems]}

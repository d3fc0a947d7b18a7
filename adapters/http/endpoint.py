"""The decorator that makes a Lambda function of a handler: everything between the gateway and the use case.

In this order: the caller's access, so that nobody without it learns a schema; known parameters; a readable body; the
handler's arguments; the handler. What it returns, or whatever goes wrong, becomes an answer in one of the two shapes.
"""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger

from adapters.http import errors
from adapters.http.binding import Binding
from adapters.http.caller import require_access
from adapters.http.endpoints import BY_NAME, Endpoint
from adapters.http.replies import Answer, Result, refusal, reply
from adapters.http.requests import Malformed, ProxyEvent
from domain.errors import DaybookError

Handler = Callable[..., Result]

logger = Logger(service="daybook", use_rfc3339=True)


def endpoint(name: str) -> "Callable[[Handler], LambdaFunction]":
    """Bind a handler to the row of that name."""
    return lambda handler: LambdaFunction(BY_NAME[name], handler)


class LambdaFunction:
    """A row and its handler, callable as API Gateway's proxy integration calls it. Safe in several threads at once."""

    def __init__(self, row: Endpoint, handler: Handler) -> None:
        self.row = row
        self.handler = handler
        self.binding = Binding(handler)

    def __call__(self, event: ProxyEvent, context: Any) -> dict[str, Any]:
        request_id = _request_id(event, context)
        answer = self._answer(event, request_id)
        logger.info("answered", extra={"endpoint": self.row.name, "request_id": request_id, "status": answer.status})
        return answer.as_proxy_result(request_id)

    def _answer(self, event: ProxyEvent, request_id: str) -> Answer:
        try:
            require_access(self.row, event)
            return reply(self.row, event, self.handler(**self.binding.arguments(event)))
        except Malformed as error:
            return refusal(*error.problems)
        except DaybookError as error:
            return refusal(errors.problem(error).under(request_id))
        except Exception:
            logger.exception("crashed", extra={"endpoint": self.row.name, "request_id": request_id})
            return refusal(errors.CRASHED.under(request_id))


def _request_id(event: ProxyEvent, context: Any) -> str:
    return str((event.get("requestContext") or {}).get("requestId") or getattr(context, "aws_request_id", ""))

"""The decorator that makes a Lambda function of a handler: everything between the gateway and the use case.

In this order: the caller's access, so that nobody without it learns a schema; known parameters; a readable body; the
handler's arguments; the handler. What it returns, or whatever goes wrong, becomes an answer in one of the two shapes.
A stranger's request is 404 whatever else is wrong with it: that costs a look at the calendar, for refusals only.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from adapters import deadline
from adapters.http import billing, cors, errors, idempotency, safety
from adapters.http.binding import Binding
from adapters.http.caller import caller_of, require_access
from adapters.http.endpoints import BY_NAME, Endpoint
from adapters.http.errors import Problem
from adapters.http.replies import Answer, Result, refusal, reply
from adapters.http.requests import Malformed, ProxyEvent, path_parameters
from adapters.log import log
from domain.caller import Reach
from domain.errors import DaybookError
from domain.ids import CalendarId
from domain.use_cases.act_once import ActOnce

Handler = Callable[..., Result]
Within = Callable[[], Callable[[Reach, CalendarId], object]]
Once = Callable[[], ActOnce]
Perform = Callable[[ProxyEvent], Answer]

_MOST_SECONDS, _LAST_ATTEMPT_SECONDS = 20, 7
_ABOUT_CONTENT = {400, 413, 415}

logger = log()


def endpoint(
    name: str, *, within: Within | None = None, once: Once | None = None
) -> "Callable[[Handler], LambdaFunction]":
    """Bind a handler to the row of that name.

    `within` gives what finds the calendar that the path leads through, `once` what lets a request act only once that
    names an idempotency key.
    """
    return lambda handler: LambdaFunction(BY_NAME[name], handler, within, once)


class LambdaFunction:
    """A row and its handler, callable as API Gateway's proxy integration calls it. Safe in several threads at once."""

    def __init__(self, row: Endpoint, handler: Handler, within: Within | None = None, once: Once | None = None) -> None:
        self.row = row
        self.handler = handler
        self.within = within
        self.once = once
        self.binding = Binding(handler, row)
        self._headers = {} if row.access.public else dict(safety.PRIVATE)
        self.returned = handler.__annotations__.get("return")

    def __call__(self, event: ProxyEvent, context: Any) -> dict[str, Any]:
        request_id = _request_id(event, context)
        with deadline.within(_seconds_left(context)):
            answer = self.answer(event, request_id)
        logger.info("answered", extra={"endpoint": self.row.name, "request_id": request_id, "status": answer.status})
        told = billing.headers(self.row, event, answer)
        return answer.under({**self._headers, **cors.headers(event), **told}).as_proxy_result(request_id)

    def answer(self, event: ProxyEvent, request_id: str, perform: Perform | None = None) -> Answer:
        """The answer to a request, whatever becomes of it; `perform` does it in another way than it would be done."""
        try:
            return (perform or self.perform)(event)
        except Malformed as error:
            return self._refusal(event, *error.problems)
        except DaybookError as error:
            return self._refusal(event, errors.problem(error).under(request_id))
        except Exception:
            logger.exception("crashed", extra={"endpoint": self.row.name, "request_id": request_id})
            return refusal(errors.CRASHED.under(request_id))

    def perform(self, event: ProxyEvent) -> Answer:
        """Do what a request asks for; raise Malformed or a DaybookError if it is refused."""
        require_access(self.row, event, datetime.now(UTC))
        key = idempotency.key_in(event) if self.once is not None else None
        if self.once is None or key is None:
            return self._act(event)
        request = idempotency.named(event, key, idempotency.asked_by(self.row, event))
        return idempotency.acted_once(self.once(), self.row, request, lambda: self._act(event))

    def _act(self, event: ProxyEvent) -> Answer:
        return reply(self.row, event, self.handler(**self.binding.arguments(event)))

    def _refusal(self, event: ProxyEvent, *problems: Problem) -> Answer:
        """Say what is wrong with a request, but to a stranger only that there is no such calendar."""
        if self.within is not None and problems[0].status in _ABOUT_CONTENT:
            try:
                calendar_id = CalendarId(UUID(path_parameters(event)["calendar_id"]))
                self.within()(caller_of(event).reach, calendar_id)
            except ValueError:
                pass
            except DaybookError as error:
                return refusal(errors.problem(error))
        return refusal(*problems)


def _seconds_left(context: Any) -> float:
    """How long an answer may take: API Gateway waits 29 seconds, and the last attempt may take some by itself."""
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    return _MOST_SECONDS if remaining is None else min(_MOST_SECONDS, remaining() / 1000 - _LAST_ATTEMPT_SECONDS)


def _request_id(event: ProxyEvent, context: Any) -> str:
    return str((event.get("requestContext") or {}).get("requestId") or getattr(context, "aws_request_id", ""))

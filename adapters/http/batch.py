"""Batches: several operations of the API in one request, one after the other, or all in one step."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from string import Formatter
from typing import NamedTuple

from adapters.http import idempotency
from adapters.http.endpoint import LambdaFunction
from adapters.http.endpoints import BATCH, BY_NAME
from adapters.http.errors import Problem
from adapters.http.references import Answers, Resolver
from adapters.http.relay import Relay
from adapters.http.replies import REFUSED_FROM, Answer, refusal
from adapters.http.requests import Malformed, ProxyEvent
from adapters.http.schemas.batch_drafts import BatchDraft, OperationDraft
from adapters.http.schemas.batch_views import OutcomeView
from domain.clock import HasTime
from domain.errors import Conflict, Interrupted
from domain.records import dataclass
from domain.unit_of_work import UnitOfWork
from domain.use_cases.act_once import ActOnce

Load = Callable[[str], LambdaFunction]

_NO_TIME = Problem(503, "not_attempted", "There was no time left for this operation. Send it again.")
_WITHIN = "\n"  # no key that comes in a header has it


class _Call(NamedTuple):
    """An operation of a batch, and the function that does it."""

    number: int
    operation: OperationDraft
    function: LambdaFunction


@dataclass(frozen=True, slots=True)
class RunBatch:
    """Answer the operations of a batch, each as if it had come by itself."""

    load: Load
    act_once: ActOnce
    in_one_step: UnitOfWork
    has_time: HasTime

    def __call__(self, relay: Relay, draft: BatchDraft) -> list[OutcomeView]:
        """Raise Malformed if one cannot be in this batch, or in an atomic one is refused; then nothing was done."""
        calls = [self._call(number, one) for number, one in enumerate(draft.operations)]
        if not draft.atomic:
            return _views(calls, self._each(relay, calls))
        _require_writes(calls)
        return _views(calls, self._together(relay, calls))

    def _each(self, relay: Relay, calls: Sequence[_Call]) -> Answers:
        """One after the other. Of a batch with a key, each that writes has its own: so it goes on if repeated."""
        key, answers = idempotency.key_in(relay.event), Answers()
        for call in calls:
            answers.add(self._answer(relay, call, answers, key) if self.has_time() else refusal(_NO_TIME))
        if key is not None and any(map(_may_pass, answers.all)):
            raise Interrupted
        return answers

    def _together(self, relay: Relay, calls: Sequence[_Call]) -> Answers:
        key = idempotency.key_in(relay.event)
        if key is None:
            return self.in_one_step(lambda: self._all(relay, calls))
        asked = idempotency.asked_by(BY_NAME[BATCH], relay.event)
        request = idempotency.named(relay.event, key + _WITHIN, asked)
        content, _ = self.act_once(request, lambda: self._all(relay, calls).as_json())
        return Answers.from_json(content)

    def _all(self, relay: Relay, calls: Sequence[_Call]) -> Answers:
        answers = Answers()
        for call in calls:
            answer = self._answer(relay, call, answers)
            if answer.status >= REFUSED_FROM:
                raise _refused(call, answer)
            answers.add(answer)
        return answers

    def _answer(self, relay: Relay, call: _Call, earlier: Answers, key: str | None = None) -> Answer:
        try:
            event = _request(relay, call, earlier)
        except Malformed as error:
            return refusal(*error.problems)
        act = call.function.perform
        if key is not None and call.function.row.data == "write":
            act = partial(self._perform_once, call, key)
        return call.function.answer(event, relay.request_id, act)

    def _perform_once(self, call: _Call, key: str, event: ProxyEvent) -> Answer:
        row = call.function.row
        asked = call.operation.model_dump(mode="json")
        request = idempotency.named(event, f"{key}{_WITHIN}{call.number}", asked)
        return idempotency.acted_once(self.act_once, row, request, lambda: call.function.perform(event))

    def _call(self, number: int, operation: OperationDraft) -> _Call:
        row = BY_NAME.get(operation.operation)
        if row is not None and row.in_batches:
            return _Call(number, operation, self.load(row.module))
        title = f"{operation.operation[:100]} is not an operation that a batch can have."
        raise Malformed(_problem(number, "invalid_field", title, "operation"))


def _request(relay: Relay, call: _Call, earlier: Answers) -> ProxyEvent:
    """The request that an operation stands for; Malformed if its references or its path lead nowhere."""
    operation, row, resolved = call.operation, call.function.row, Resolver(earlier)
    path = {name: str(value) for name, value in resolved(operation.path).items()}
    query = {name: str(value) for name, value in resolved(operation.query_texts()).items()}
    named = {name for _, name, _, _ in Formatter().parse(row.path) if name}
    for name in sorted(named ^ path.keys()):
        code, what = ("missing_field", "is missing") if name in named else ("unknown_field", "is not a parameter here")
        raise Malformed(Problem(400, code, f"path.{name} {what}.", {"field": f"path.{name}"}))
    headers = {str(name): value for name, value in operation.headers.items()}
    return relay.request(row, path, query, headers, resolved(operation.body))


def _require_writes(calls: Sequence[_Call]) -> None:
    for call in calls:
        row = call.function.row
        if row.data != "write" or row.in_steps:
            why = "takes more than one step" if row.in_steps else "only reads"
            title = f"{row.name} cannot be in an atomic batch: it {why}. Leave it out, or send atomic: false."
            raise Malformed(_problem(call.number, "not_in_one_step", title, "operation"))


def _problem(number: int, code: str, title: str, field: str) -> Problem:
    return Problem(400, code, title, {"field": f"operations[{number}].{field}", "operation": number})


def _refused(call: _Call, answer: Answer) -> Malformed:
    """Why nothing of an atomic batch is done: what one of its operations was refused for."""
    problems = [Problem(**one) for one in json.loads(answer.body)["errors"]]
    return Malformed(*(one._replace(meta={**one.meta, "operation": call.number}) for one in problems))


def _may_pass(answer: Answer) -> bool:
    """Whether an operation was not done for a reason that may be gone in a moment."""
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return True
    return answer.status == HTTPStatus.CONFLICT and json.loads(answer.body)["errors"][0]["code"] == Conflict.code


def _views(calls: Sequence[_Call], answers: Answers) -> list[OutcomeView]:
    return [
        {
            "operation": call.operation.operation,
            "status": answer.status,
            "headers": dict(answer.headers),
            "body": json.loads(answer.body) if answer.body else None,
            "omitted": omitted,
        }
        for call, answer, omitted in zip(calls, answers.all, answers.omitted, strict=True)
    ]

"""What DynamoDB may answer when all is not well, said by a double of it over real HTTP."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from adapters import deadline
from adapters.dynamodb.client import MUST_BE_NEW, Table, Write
from domain.errors import Conflict, OutcomeUnknown, Unavailable

ITEM = {"pk": "a", "sk": "b", "version": 1}
KEY: Any = {"pk": "a", "sk": "b"}


class Double:
    """Answers each request with the next of its answers, the last one for ever, and counts."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.calls = 0
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                double.calls += 1
                status, answer = double.answers.pop(0) if len(double.answers) > 1 else double.answers[0]
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/x-amz-json-1.0")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    def table(self) -> Table:
        url = f"http://127.0.0.1:{self.server.server_port}"
        return Table("double", endpoint_url=url, region="local", credentials=("a", "b"))


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    with deadline.within(0.3):
        yield


@pytest.fixture
def double() -> Iterator[Double]:
    made = Double()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def error(name: str, status: int = 400, message: str = "no") -> tuple[int, dict[str, Any]]:
    return status, {"__type": f"com.amazonaws.dynamodb.v20120810#{name}", "message": message}


def cancelled(*reasons: str) -> tuple[int, dict[str, Any]]:
    text = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{', '.join(reasons)}]"
    status, answer = error("TransactionCanceledException", message=text)
    return status, {**answer, "CancellationReasons": [{"Code": reason} for reason in reasons]}


def read(table: Table) -> object:
    return table.get(KEY)


def put(table: Table) -> None:
    table.put(ITEM, condition=MUST_BE_NEW)


def transact(table: Table) -> None:
    table.write_together([Write(ITEM, condition=MUST_BE_NEW), Write(key=KEY)])


CONFLICT = error("TransactionConflictException", message="Transaction is ongoing for the item")
WELL = (200, {})


@pytest.mark.parametrize(
    ("act", "answer", "raised"),
    [
        (read, error("ProvisionedThroughputExceededException"), Unavailable),
        (put, error("ThrottlingException"), Unavailable),
        (read, error("InternalServerError", 500), Unavailable),
        (put, error("InternalServerError", 500), OutcomeUnknown),
        (transact, error("InternalServerError", 500), OutcomeUnknown),
        (put, error("ServiceUnavailable", 503), OutcomeUnknown),
        (put, CONFLICT, Unavailable),
        (transact, cancelled("None", "TransactionConflict"), Unavailable),
        (transact, cancelled("ThrottlingError", "None"), Unavailable),
        (transact, cancelled("ConditionalCheckFailed", "None"), Conflict),
        (transact, cancelled("TransactionConflict", "ConditionalCheckFailed"), Conflict),
        (put, error("ConditionalCheckFailedException"), Conflict),
    ],
)
def test_trouble_is_told_in_the_domains_words(
    double: Double, act: Callable[[Table], object], answer: tuple[int, dict[str, Any]], raised: type[Exception]
) -> None:
    double.answers = [answer]
    with pytest.raises(raised):
        act(double.table())


@pytest.mark.parametrize("act", [put, transact])
def test_a_write_that_collided_is_made_again(double: Double, act: Callable[[Table], object]) -> None:
    collision = CONFLICT if act is put else cancelled("TransactionConflict", "None")
    double.answers = [collision, collision, WELL]
    act(double.table())
    assert double.calls == 3


BUSY = [
    error("ThrottlingException"),
    error("ProvisionedThroughputExceededException"),
    error("InternalServerError", 500),
    error("ServiceUnavailable", 503),
]


def delete(table: Table) -> None:
    table.delete(KEY)


def update(table: Table) -> None:
    table.update(KEY, "ADD attempts :one", {":one": 1})


def delete_all(table: Table) -> None:
    table.delete_all([KEY])


@pytest.mark.parametrize("busy", BUSY)
@pytest.mark.parametrize("act", [read, put, transact, delete_all])
def test_what_may_be_repeated_is_while_storage_is_busy(
    double: Double, act: Callable[[Table], object], busy: tuple[int, dict[str, Any]]
) -> None:
    double.answers = [busy, busy, WELL]
    act(double.table())
    assert double.calls == 3


@pytest.mark.parametrize("act", [delete, update])
def test_what_would_act_twice_is_repeated_only_if_it_did_not_act(
    double: Double, act: Callable[[Table], object]
) -> None:
    double.answers = [BUSY[0], BUSY[2], WELL]
    with pytest.raises(OutcomeUnknown):
        act(double.table())
    assert double.calls == 2


@pytest.mark.parametrize("act", [put, transact])
def test_once_the_outcome_is_unknown_nothing_else_is_said(double: Double, act: Callable[[Table], object]) -> None:
    failed = error("ConditionalCheckFailedException") if act is put else cancelled("ConditionalCheckFailed", "None")
    for last in (failed, error("ThrottlingException")):
        double.answers = [BUSY[2], last]
        with pytest.raises(OutcomeUnknown):
            act(double.table())


def test_a_put_that_was_sent_twice_finds_its_own_item(double: Double) -> None:
    item = {"pk": {"S": "a"}, "sk": {"S": "b"}, "version": {"N": "1"}}
    status, failed = error("ConditionalCheckFailedException")
    double.answers = [BUSY[2], (status, {**failed, "Item": item})]
    put(double.table())
    assert double.calls == 2


def test_no_attempt_begins_when_the_time_is_over(double: Double) -> None:
    double.answers = [BUSY[0]]
    with deadline.within(0), pytest.raises(Unavailable):
        read(double.table())
    assert double.calls == 1


@pytest.mark.parametrize("answer", [cancelled("ValidationError", "None"), error("ValidationException")])
def test_a_mistake_of_ours_is_not_repeated_and_not_excused(double: Double, answer: tuple[int, dict[str, Any]]) -> None:
    double.answers = [answer]
    with pytest.raises(Exception, match=r"cancelled|no") as raised:
        transact(double.table())
    assert not isinstance(raised.value, Unavailable | Conflict | OutcomeUnknown)
    assert double.calls == 1


def test_nobody_at_the_other_end_is_unavailable_to_a_reader_and_uncertain_to_a_writer(double: Double) -> None:
    double.answers = [WELL]
    table = double.table()
    double.server.server_close()
    with pytest.raises(Unavailable):
        read(table)
    with pytest.raises(OutcomeUnknown):
        put(table)

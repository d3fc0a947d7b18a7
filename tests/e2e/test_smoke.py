"""`daybook smoke` on servers that work, and on some that do not: what it says then, and what it leaves behind."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from daybook.failure import Failure
from daybook.smoke.credential import Credential, credential
from daybook.smoke.run import run
from infra.configuration import ROOT
from tests.conftest import PROXY_SECRETS, MakeApi, gateway, serving
from tests.support.api import Api
from tests.support.server import DAYBOOK, Server, free_port

StartResponse = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], StartResponse], Any]
STAGE = "/live"


class Broken:
    """The API behind a stage, with faults: each is asked, for a call, what to answer instead."""

    def __init__(self) -> None:
        self.faults: list[Callable[[str], Fault | None]] = []
        self.calls: list[str] = []
        self._application: Wsgi = gateway()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Any:
        whole = environ["REQUEST_URI"]
        if not whole.startswith(f"{STAGE}/"):
            return Fault(403, {"message": "Forbidden"}).answer(start_response)
        environ["REQUEST_URI"] = whole.removeprefix(STAGE)
        call = f"{environ['REQUEST_METHOD']} {environ['REQUEST_URI'].partition('?')[0]}"
        self.calls.append(call)
        fault = next((found for one in self.faults if (found := one(call)) is not None), None)
        if fault is None:
            return self._application(environ, start_response)
        if fault.afterwards:
            b"".join(self._application(environ, lambda *_: None))
        return fault.answer(start_response)

    def breaks(self, wanted: str, fault: "Fault", times: int = 1_000_000) -> None:
        """Answer calls that begin so, and end with what is behind a star, with that instead."""
        start, _, end = wanted.partition("*")
        left = iter(range(times))

        def instead(call: str) -> "Fault | None":
            hit = call.startswith(start) and call.endswith(end) if "*" in wanted else call == wanted
            return fault if hit and next(left, None) is not None else None

        self.faults.append(instead)


class Fault:
    """An answer in the place of the real one; `afterwards`, once the real one was made."""

    def __init__(self, status: int, body: Any = None, afterwards: bool = False, **headers: str) -> None:
        self.status, self.body, self.afterwards, self.headers = status, body, afterwards, headers

    def answer(self, start_response: StartResponse) -> list[bytes]:
        body = b"" if self.body is None else json.dumps(self.body).encode()
        named = [(name.replace("_", "-"), value) for name, value in self.headers.items()]
        start_response(f"{self.status} As It Is", [*named, ("Content-Length", str(len(body)))])
        return [body]


class Hanging(Fault):
    """An answer that does not come."""

    def __init__(self) -> None:
        super().__init__(500)
        self.reached, self.over = Event(), Event()

    def answer(self, start_response: StartResponse) -> list[bytes]:
        self.reached.set()
        self.over.wait(20)
        return super().answer(start_response)


@pytest.fixture
def broken(wired: str) -> Broken:
    return Broken()


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, list[Wsgi]]]:
    """Where the last of some applications is served, since it takes a second to take a server down."""
    served: list[Wsgi] = []

    def last(environ: dict[str, Any], start_response: StartResponse) -> Any:
        return served[-1](environ, start_response)

    with serving(last) as at:
        yield at, served


@pytest.fixture
def url(broken: Broken, address: tuple[str, list[Wsgi]]) -> str:
    at, served = address
    served.append(broken)
    return at + STAGE


def a_problem(code: str, status: int) -> dict[str, Any]:
    return {"errors": [{"code": code, "title": "No.", "status": status, "meta": {}}]}


def by_key(api: Api) -> Credential:
    return Credential({"X-Api-Key": str(api.key)}, {"X-Api-Key": "wrong"})


def failed(url: str, credential: Credential) -> str:
    """What is said of a step that did not go well."""
    with pytest.raises(Failure) as caught:
        run(url, credential, wait=lambda _: None)
    return str(caught.value)


def left_behind(api: Api) -> list[str]:
    """The calendars that are still there."""
    return [one["title"] for page in api.pages("/v1/calendars", {}) for one in page]


def smoke(url: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [DAYBOOK, "smoke", url], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_server_that_works_passes_and_keeps_nothing(served: Server) -> None:
    done = smoke(f"{served.url}/v1/", DAYBOOK_KEY=f"{served.printed_key()}\n")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    head, *steps, end = done.stdout.splitlines()
    assert head == f"Trying {served.url}"
    assert all(line.startswith("  ✓ ") and line.endswith(" ms") for line in steps)
    assert end.startswith(f"All {len(steps)} steps went well")
    assert len(steps) == 19
    assert served.printed_key() not in done.stdout
    assert not [title for title in left_behind(served.api()) if title.startswith("Daybook smoke test")]


def test_make_smoke_takes_the_key_as_a_variable(served: Server) -> None:
    ready = ("-o", ".venv/ready", "-o", "node_modules/ready", f"BIN={Path(sys.executable).parent}")
    command = ["make", *ready, "smoke", f"URL={served.url}"]
    told = subprocess.run(
        [*command, f"KEY={served.printed_key()}"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "steps went well" in told.stdout, told.stdout + told.stderr
    assert served.printed_key() not in told.stdout + told.stderr


@pytest.mark.parametrize("end", ["", "/", "//", "/v1", "/v1/"])
def test_a_stage_may_be_written_as_one_likes(url: str, broken: Broken, new_api: MakeApi, end: str) -> None:
    api = new_api()
    run(url + end, by_key(api))
    assert left_behind(api) == []


def test_the_rapidapi_door_is_tried_with_the_secret_of_its_proxy(url: str, through_rapidapi: MakeApi) -> None:
    run(url, credential(url, {"DAYBOOK_PROXY_SECRET": PROXY_SECRETS[0]}))
    assert left_behind(through_rapidapi("daybook-smoke")) == []


def test_what_was_expected_and_what_came_is_told_and_the_calendar_deleted(
    url: str, broken: Broken, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    broken.breaks("PATCH *", Fault(204, X_Request_Id="r-1"))
    words = failed(url, by_key(api))
    assert words.startswith("PATCH /v1/calendars/")
    assert words.endswith("expected 412 version_mismatch, came 204 without a body (request r-1).")
    assert left_behind(api) == []
    said = capsys.readouterr().out.splitlines()
    assert said[-2].startswith("  ✗ a change of something outdated is refused")
    assert said[-1] == "  ✓ cleaned up: the calendar is deleted"


@pytest.mark.parametrize(
    ("call", "fault", "words"),
    [
        (
            "GET /ping",
            Fault(403, {"message": "Forbidden"}),
            'came 403 {"message": "Forbidden"}. Is the URL whole?',
        ),
        ("GET /ping", Fault(200, {"data": {"status": "ill"}}), "expected data.status 'ok', came 'ill'."),
        ("GET /ping", Fault(200, ["x"]), "expected data.status 'ok', came None."),
        ("GET /docs", Fault(200, "x", Content_Type="application/json"), "expected a Content-Type of 'text/html'"),
        ("GET /openapi.json", Fault(200, {"paths": {}}), "expected paths with /v1/calendars: True, came False."),
        ("GET /v1/nothing-of-that-name", Fault(404, {"message": "No"}), "expected 404 route_not_found, came 404"),
        ("GET /v1/me", Fault(200, {"data": {"status": "active"}}), "expected 401 credential_missing, came 200"),
        ("POST /v1/calendars", Fault(403, a_problem("scope_missing", 403)), "201, came 403 scope_missing: No."),
        ("POST *events", Fault(201, {"data": {"id": "1"}}), "'2026-03-30T14:00:00+02:00', came None."),
        ("GET *events", Fault(200, {"data": [{"title": "x", "starts_at": "y"}]}), "expected the events [('Stand-up'"),
        ("GET *events", Fault(200, {"data": [{}]}), "a week shows what happens: the answer is not of our shape"),
        ("GET *export", Fault(200, "", Content_Type="text/calendar"), "expected the lines ['UID:"),
    ],
)
def test_whatever_is_broken_is_told_and_nothing_left(
    url: str, broken: Broken, api: Api, call: str, fault: Fault, words: str
) -> None:
    broken.breaks(call, fault)
    assert words in failed(url, by_key(api))
    assert left_behind(api) == []


def test_a_calendar_whose_making_had_no_answer_is_deleted_as_well(url: str, broken: Broken, api: Api) -> None:
    broken.breaks("POST /v1/calendars", Fault(502, {"message": "Internal"}, afterwards=True), times=1)
    assert "POST /v1/calendars: expected 201, came 502" in failed(url, by_key(api))
    assert left_behind(api) == []
    made_again, deleted = broken.calls[-2:]
    assert made_again == "POST /v1/calendars"
    assert deleted.startswith("DELETE /v1/calendars/")


def test_a_calendar_that_was_refused_is_not_asked_for_again(url: str, broken: Broken, api: Api) -> None:
    broken.breaks("POST /v1/calendars", Fault(403, a_problem("scope_missing", 403)))
    failed(url, by_key(api))
    assert broken.calls.count("POST /v1/calendars") == 1


def test_what_cannot_be_cleaned_up_is_named(
    url: str, broken: Broken, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    broken.breaks("DELETE *", Fault(500, a_problem("internal", 500)))
    failed(url, by_key(api))
    (title,) = left_behind(api)
    assert f"  ✗ A calendar “{title}” may be left behind. DELETE /v1/calendars/" in capsys.readouterr().out


def test_what_may_be_sent_again_is(url: str, broken: Broken, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    waited: list[float] = []
    busy = {"body": a_problem("temporarily_unavailable", 503), "Retry_After": "3"}
    broken.breaks("GET /v1/me", Fault(503, **busy), times=2)
    broken.breaks("POST *events", Fault(429, a_problem("throttled", 429)), times=1)
    run(url, by_key(api), wait=waited.append)
    assert waited == [3, 3, 1]
    assert "(asked 2 times more)" in capsys.readouterr().out


def test_an_api_that_stays_unavailable_is_not_asked_for_ever(url: str, broken: Broken, api: Api) -> None:
    broken.breaks("GET /ping", Fault(503, a_problem("temporarily_unavailable", 503)))
    assert "expected 200, came 503 temporarily_unavailable" in failed(url, by_key(api))
    assert len(broken.calls) == 5


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_who_ends_it_early_leaves_nothing_behind(url: str, broken: Broken, api: Api, how: signal.Signals) -> None:
    hanging = Hanging()
    broken.breaks("POST *events", hanging)
    process = subprocess.Popen(
        [DAYBOOK, "smoke", url], env={"DAYBOOK_KEY": str(api.key)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    assert hanging.reached.wait(20)
    assert len(left_behind(api)) == 1
    process.send_signal(how)
    said, _ = process.communicate(timeout=20)
    hanging.over.set()
    assert process.returncode != 0
    assert "  ✓ cleaned up: the calendar is deleted\n" in said
    assert "Traceback" not in said
    assert left_behind(api) == []


def test_a_key_of_another_deployment_comes_with_the_remedy(url: str, wired: str) -> None:
    words = failed(url, Credential({"X-Api-Key": "dbk_other"}, {"X-Api-Key": "wrong"}))
    assert "GET /v1/me: expected 200, came 401 credential_malformed" in words
    assert "`daybook keys create --owner me --stack STACK` makes one." in words


def test_where_nobody_answers_is_told_at_once() -> None:
    unused_port, began = free_port(), time.monotonic()
    done = smoke(f"http://127.0.0.1:{unused_port}", DAYBOOK_KEY="dbk_x")
    assert done.returncode == 1
    assert f"GET /ping: no answer from http://127.0.0.1:{unused_port}: " in done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "at",
    ["", "localhost:8080", "ftp://localhost", "http://", "http://h:x", "http://h:0", "http://u:p@h", "http://h/?a=b", "http://h/#a"],
)  # fmt: skip
def test_what_is_no_url_is_said_to_be_none(at: str) -> None:
    done = smoke(at, DAYBOOK_KEY="dbk_x")
    assert (done.returncode, done.stdout) == (1, "")
    assert "is no URL of an API, such as" in done.stderr


@pytest.mark.parametrize("key", ["", " ", "two words", "größe", "dbk_a\ndbk_b"])
def test_what_cannot_be_a_key_is_not_sent_and_not_shown(key: str) -> None:
    with pytest.raises(Failure, match="DAYBOOK_KEY in the environment") as caught:
        credential("http://localhost", {"DAYBOOK_KEY": key})
    assert not key.strip() or key not in str(caught.value)


def test_at_rapidapis_address_the_key_is_one_of_rapidapi() -> None:
    found = credential("https://Daybook.p.rapidapi.com/", {"DAYBOOK_KEY": "abc"})
    assert found.headers == {"X-RapidAPI-Key": "abc", "X-RapidAPI-Host": "daybook.p.rapidapi.com"}
    assert not found.at_our_door


def test_what_rapidapis_own_gateway_refuses_is_not_tried(url: str, broken: Broken, api: Api) -> None:
    run(url, Credential({"X-Api-Key": str(api.key)}, None))
    assert "GET /v1/nothing-of-that-name" not in broken.calls
    assert broken.calls.count("GET /v1/me") == 1
    assert left_behind(api) == []

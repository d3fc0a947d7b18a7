"""What tests share: one engine and one table for each test process, and an API in front of it over real HTTP."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from adapters.dynamodb.staging import StagingTable
from adapters.http.gateway import Gateway
from adapters.settings import LOCAL_CREDENTIALS, Settings
from daybook import engine, web
from daybook.control_plane import ensure_table
from daybook.stream_pump import StreamPump
from domain.use_cases.keys import KeyWording
from tests.support.api import Api
from tests.support.assembly import flat_template
from tests.support.once import once
from tests.support.recorder import Recorder
from tests.support.stream import drain, unparked
from tests.support.synthesis import synthesise
from tests.support.template import Template
from tests.support.world import World, a_world

os.environ["POWERTOOLS_LOG_LEVEL"] = "CRITICAL"

TABLE = "daybook-test"
BARE = "Bare"
"""The stack that tests play through which HTTP is to find what it finds locally."""

PROXY_SECRETS = ("first-proxy-secret", "second-proxy-secret")

MakeApi = Callable[..., Api]


@pytest.fixture(scope="session")
def engine_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real embedded engine, on disk, with the table."""
    running = engine.start(tmp_path_factory.mktemp("engine"))
    ensure_table(running.url, TABLE)
    yield running.url
    assert running.process is not None
    engine.stop(running.process)


@pytest.fixture(scope="session")
def recorder(engine_url: str) -> Iterator[Recorder]:
    """A proxy that counts what goes to the engine."""
    made = Recorder(engine_url)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def table(engine_url: str) -> StagingTable:
    return StagingTable(TABLE, endpoint_url=engine_url, region="local", credentials=LOCAL_CREDENTIALS)


@pytest.fixture(scope="session")
def wired(engine_url: str) -> Iterator[str]:
    """The functions, wired to the engine."""
    from functions import wiring

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(Settings.TABLE, TABLE)
        patch.setenv(Settings.DATABASE_URL, engine_url)
        patch.setenv(Settings.RAPIDAPI_PROXY_SECRETS, ", ".join(PROXY_SECRETS))
        patch.setenv(Settings.CREDENTIAL_CACHE_SECONDS, "0")
        patch.setenv(Settings.USAGE_KEY_PREFIX, BARE)
        wiring.reset()
        yield engine_url
    wiring.reset()


def gateway() -> Gateway:
    """The local gateway, whose functions run in this process."""
    from functions import authorizer

    return Gateway(lambda row: import_module(row.module).handler, authorizer.handler, rapidapi=True)


@contextmanager
def serving(application: Callable[..., Any]) -> Iterator[str]:
    """Where the application is served meanwhile."""
    listener = web.bind("127.0.0.1", 0)
    address = listener.getsockname()
    server = web.server(application, listener)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://{address[0]}:{address[1]}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def client(wired: str) -> Iterator[httpx.Client]:
    """HTTP to the local gateway."""
    with serving(gateway()) as url, httpx.Client(base_url=url, timeout=30) as made:
        yield made


@pytest.fixture
def new_api(client: httpx.Client) -> MakeApi:
    """Makes clients, each by default of an owner of its own, with a key that is limited as the test says."""
    from daybook import management

    def make(owner: str | None = None, scopes: frozenset[str] = frozenset({"*"}), **limits: Any) -> Api:
        made = management.create_key(owner or secrets.token_hex(8), KeyWording(scopes=scopes, **limits))
        return Api(client, made.secret, key_id=str(made.key.id))

    return make


@pytest.fixture
def api(new_api: MakeApi) -> Api:
    """A client with a new owner's key."""
    return new_api()


@pytest.fixture
def admin(new_api: MakeApi) -> Api:
    """A client of someone who manages all owners."""
    return new_api(scopes=frozenset({"*", "admin"}))


@pytest.fixture
def through_rapidapi(client: httpx.Client) -> MakeApi:
    """Makes clients that are RapidAPI users, each by default a new one."""

    def make(user: str | None = None, secret: str = PROXY_SECRETS[0], **headers: str) -> Api:
        user = user or secrets.token_hex(8)
        return Api(client, headers={"X-RapidAPI-Proxy-Secret": secret, "X-RapidAPI-User": user, **headers})

    return make


@pytest.fixture
def world(new_api: MakeApi, admin: Api, through_rapidapi: MakeApi) -> World:
    """Somebody with one of everything."""
    return a_world(new_api, admin, through_rapidapi)


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it is kept how far the stream was read: what one test has gone through, the next one need not."""
    kept = tmp_path_factory.mktemp("stream") / "seen.json"
    kept.write_text("{}")
    return kept


@pytest.fixture
def caught_up(wired: str, seen: Path, tmp_path: Path) -> Path:
    """A position of the test's own, behind all that has happened before it."""
    drain(StreamPump(wired, TABLE, lambda *_: {"batchItemFailures": []}, seen, unparked))
    return Path(shutil.copy(seen, tmp_path / "stream.json"))


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all that CDK wrote."""
    return once(tmp_path_factory, "synth", synthesise) / "out"


@pytest.fixture(scope="session")
def templates(assembly: Path) -> dict[str, Any]:
    return {name: flat_template(assembly, name) for name in ("Direct", "Both", "Bare", "Restored")}


@pytest.fixture(scope="session")
def direct(templates: dict[str, Any]) -> Template:
    """What a plain deploy makes."""
    return Template(templates["Direct"])


@pytest.fixture(scope="session")
def both(templates: dict[str, Any]) -> Template:
    """What a deploy makes with both doors, and with all that can be chosen to have."""
    return Template(templates["Both"])


@pytest.fixture(scope="session")
def bare(templates: dict[str, Any]) -> Template:
    """What a deploy makes that is to be thrown away, without all that can be left out."""
    return Template(templates["Bare"])


@pytest.fixture(scope="session")
def restored(templates: dict[str, Any]) -> Template:
    """What a deploy makes on a table that is there already."""
    return Template(templates["Restored"])

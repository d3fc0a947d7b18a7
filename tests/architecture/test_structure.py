"""One name runs through everything, and dependencies point inwards."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from adapters.http.endpoints import ADMIN, AUTHENTICATED, ENDPOINTS, PUBLIC, Endpoint
from adapters.http.routes import Routes
from adapters.http.schemas.resource import Document


def test_dependencies_point_inwards() -> None:
    contracts = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"], capture_output=True, text=True, check=False
    )
    assert contracts.returncode == 0, contracts.stdout


def test_nothing_but_the_doctor_and_an_upgrade_scans() -> None:
    sources = [path for part in ("adapters", "functions", "daybook") for path in Path(part).rglob("*.py")]
    scanning = [path for path in sources if ".scan(" in path.read_text()]
    assert [path.stem for path in scanning if path.parent.name != "doctor"] == ["layout"]
    assert len(scanning) > 1


@pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.name)
def test_a_row_a_module_and_a_sample_share_a_name(row: Endpoint) -> None:
    module = import_module(row.module)
    assert module.handler.row is row
    assert (module.__doc__ or "").startswith(f"{row.method} {row.path}")
    assert Path(f"events/{row.name}.json").is_file()


def test_every_function_module_has_its_row() -> None:
    modules = {path for path in Path("functions").glob("*/*.py") if path.name != "__init__.py"}
    modules -= set(Path("functions/wiring").iterdir())
    assert {f"{path.parent.name}.{path.stem}" for path in modules} == {row.name for row in ENDPOINTS}


@pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.name)
def test_a_row_is_sound(row: Endpoint) -> None:
    about = {"calendar_feeds": "feeds", "import_jobs": "events"}.get(row.resource, row.resource)
    own = f"{about}:{'read' if row.method == 'GET' else 'write'}"
    scopes = {PUBLIC: None, AUTHENTICATED: None, ADMIN: "admin"}
    assert row.access.scope == scopes.get(row.access, own)
    assert (row.access == ADMIN) == row.path.startswith("/v1/admin/")
    assert row.access.public == (row.data in {"none", "fetch"})
    assert row.data == "write" or row.method == "GET"


@pytest.mark.parametrize("row", [row for row in ENDPOINTS if row.location], ids=lambda row: row.name)
def test_what_a_row_creates_can_be_read_where_it_says(row: Endpoint) -> None:
    assert row.status == 201
    assert any(one.method == "GET" and one.path.startswith(f"{row.location}/{{") for one in ENDPOINTS)


@pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.name)
def test_a_row_says_whether_it_is_about_a_file(row: Endpoint) -> None:
    function = import_module(row.module).handler
    is_file = function.binding.raw_body is not None or function.returned is Document
    assert row.access.public or row.with_file == is_file


CHANGES = [row for row in ENDPOINTS if row.method in {"PUT", "PATCH", "DELETE"}]


@pytest.mark.parametrize("row", CHANGES, ids=lambda row: row.name)
def test_every_change_may_have_a_precondition(row: Endpoint) -> None:
    wanted = "if_none_match" if row.name == "import_jobs.upload" else "if_match"
    assert wanted in import_module(row.module).handler.handler.__annotations__


def test_names_and_routes_are_unique() -> None:
    assert len({row.name for row in ENDPOINTS}) == len(ENDPOINTS)
    assert len({(row.method, row.path) for row in ENDPOINTS}) == len(ENDPOINTS)


def test_literal_segments_win_over_parameters() -> None:
    routes = Routes(
        [
            Endpoint("a.get", "GET", "/v1/{id}", ENDPOINTS[0].access, "read"),
            Endpoint("a.me", "GET", "/v1/me", ENDPOINTS[0].access, "read"),
        ]
    )
    match, other = routes.match("GET", "/v1/me"), routes.match("GET", "/v1/you%2F")
    assert match is not None
    assert other is not None
    assert match.endpoint.name == "a.me"
    assert other.path_parameters == {"id": "you%2F"}
    assert routes.match("GET", "/v1/") is None
    assert routes.match("POST", "/v1/me") is None


@pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.name)
def test_a_handler_fits_on_a_screen(row: Endpoint) -> None:
    lines = Path(f"{row.module.replace('.', '/')}.py").read_text().splitlines()
    assert len(lines) <= 50


WITHOUT_JSON_BODY = [
    row.module
    for row in ENDPOINTS
    if not (binding := import_module(row.module).handler.binding).takes_body or binding.raw_body is not None
]


def test_what_takes_no_json_body_loads_none_of_the_large_packages() -> None:
    """Pydantic alone was two thirds of a cold start."""
    assert len(WITHOUT_JSON_BODY) > len(ENDPOINTS) / 2
    script = """
import sys
from importlib import import_module
for module in sys.argv[1:]:
    import_module(module)
    heavy = {"pydantic", "aws_lambda_powertools", "boto3", "botocore.session"} & sys.modules.keys()
    assert not heavy, f"{module} loads {heavy}"
"""
    done = subprocess.run(
        [sys.executable, "-c", script, *WITHOUT_JSON_BODY], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr

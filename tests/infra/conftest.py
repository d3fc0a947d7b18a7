"""Both shapes of the stack, synthesised once for all test processes: with the RapidAPI door and without."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.configuration import ROOT
from tests.infra.assembly import flat_template
from tests.infra.template import Template

_SYNTH = """
import sys
from pathlib import Path
import aws_cdk as cdk
from infra.configuration import Configuration, defaults
from infra.stack import DaybookStack

out, package = sys.argv[1:]
context = defaults()
app = cdk.App(context=context, outdir=out, analytics_reporting=False)
everything = {
    "rapidapi": "true", "public_url": "https://calendar.example.org", "cors_origins": "https://app.example.org"
}
for name, door in (("Direct", {}), ("Both", everything)):
    configuration = Configuration.read({**context, **door}.get)
    DaybookStack(app, name, configuration=configuration, package=Path(package))
app.synth()
"""


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all that CDK wrote."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "synth"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "out/manifest.json").exists():
            _synthesise(shared)
    return shared / "out"


@pytest.fixture(scope="session")
def templates(assembly: Path) -> dict[str, Any]:
    return {name: flat_template(assembly, name) for name in ("Direct", "Both")}


@pytest.fixture(scope="session")
def direct(templates: dict[str, Any]) -> Template:
    """What a plain deploy makes."""
    return Template(templates["Direct"])


@pytest.fixture(scope="session")
def both(templates: dict[str, Any]) -> Template:
    """What `-c rapidapi=true` makes, with a public URL and pages of another site."""
    return Template(templates["Both"])


def _synthesise(shared: Path) -> None:
    package = shared / "package"
    package.mkdir(exist_ok=True)
    (package / "stub").touch()
    command = [sys.executable, "-c", _SYNTH, str(shared / "out"), str(package)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

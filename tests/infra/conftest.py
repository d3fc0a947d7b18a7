"""Made once for all test processes: the shapes of the stack, plain, with everything, and bare; and the package."""

import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bench import package
from infra import bundle
from infra.configuration import ROOT
from tests.infra.assembly import flat_template
from tests.infra.deployment import Deployment
from tests.infra.template import Template
from tests.support.once import once

_SYNTH = """
import sys
from pathlib import Path
import aws_cdk as cdk
from infra.configuration import Configuration, defaults
from infra.review import review
from infra.stack import DaybookStack

out, package = sys.argv[1:]
context = defaults()
app = cdk.App(context=context, outdir=out, analytics_reporting=False)
everything = {
    "rapidapi": "true",
    "cors_origins": "https://app.example.org",
    "domain_name": "calendar.example.org",
    "certificate_arn": "arn:aws:acm:eu-central-1:000000000000:certificate/a-certificate",
    "hosted_zone_id": "Z0000",
    "hosted_zone_name": "example.org",
    "firewall": "true",
    "alarm_email": "somebody@example.org",
    "monthly_budget_usd": "10",
}
bare = {
    "throw_away": "true", "worker_concurrency": "0", "access_log": "false", "alarms": "false", "log_days": "7"
}
for name, chosen in (("Direct", {}), ("Both", everything), ("Bare", bare)):
    configuration = Configuration.read({**context, **chosen, "stack": name}.get)
    DaybookStack(app, configuration=configuration, package=Path(package))
review(app)
app.synth()
"""


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all that CDK wrote."""
    return once(tmp_path_factory, "synth", _synthesise) / "out"


@pytest.fixture(scope="session")
def templates(assembly: Path) -> dict[str, Any]:
    return {name: flat_template(assembly, name) for name in ("Direct", "Both", "Bare")}


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
def unzipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package for this machine, `package`, as it comes out of its archive; the `runtime` and `sdk` of Lambda."""
    return once(tmp_path_factory, "unzipped", _unzip)


@pytest.fixture(scope="session")
def deployed(both: Template, unzipped: Path, wired: str) -> Deployment:
    """All functions, from the package alone, with the embedded engine for a table."""
    return Deployment(both, unzipped, wired)


@pytest.fixture(scope="session")
def for_lambda(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package that is deployed: what `make synth` left, or the same, built now."""

    def build(_: Path) -> None:
        try:
            bundle.build()
        except SystemExit as error:
            pytest.skip(str(error))

    once(tmp_path_factory, "for_lambda", build)
    return bundle.build()


def _unzip(folder: Path) -> None:
    built = package.assemble(folder / "build")
    archive = folder / "package.zip"
    with archive.open("wb") as file:
        bundle.write_archive(built, file)
    with ZipFile(archive) as zipped:
        zipped.extractall(folder / "package")
    package.assemble_runtime(folder / "runtime")
    package.link_sdk(folder / "sdk")


def _synthesise(folder: Path) -> None:
    package = folder / "package"
    package.mkdir(parents=True)
    (package / "stub").touch()
    command = [sys.executable, "-c", _SYNTH, str(folder / "out"), str(package)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

"""Made once for all test processes: the package, and what is run from it."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from bench import package
from infra import bundle
from tests.infra.deployment import Deployment
from tests.support.once import once
from tests.support.template import Template


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

"""What goes into the Lambda package, and what stays out."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.configuration import ROOT

PACKAGES = ("functions", "adapters", "domain")
LOCK = ROOT / "requirements/lambda.lock"
DOCS_SCRIPT = ROOT / "node_modules/rapidoc/dist/rapidoc-min.js"
DOCS_SCRIPT_GOES_TO = Path("functions/service/assets")

ENVIRONMENT = {
    "PYDANTIC_DISABLE_PLUGINS": "__all__",  # there are none; looking for them reads the metadata of every package
}
"""What the package wants to find in a function's environment, however that is configured."""

LEFT_OUT = (
    "adapters/dynamodb/doctor",
    "adapters/dynamodb/layout.py",
    "adapters/memory",
    "adapters/http/gateway.py",
    "adapters/http/gateway_responses.py",
    "adapters/http/openapi.py",
    "adapters/http/openapi_errors.py",
    "adapters/http/openapi_examples.py",
    "adapters/http/openapi_parts.py",
    "adapters/http/proxy_events.py",
    "adapters/http/routes.py",
    "adapters/http/wsgi.py",
)
"""What no function imports: the doctor, upgrades, the local gateway, the OpenAPI document's generator, the memory."""

UNUSED = (
    "bin",
    "**/*.pyi",
    "**/py.typed",
    "*.dist-info/[!Ll]*",  # the licences stay
    "pydantic/mypy.py",
    "pydantic/v1",
    "pydynox/[!p]*",  # all but its core: the rest, which we do not call, takes 45 ms of every cold start to import
    "tzdata/zoneinfo/leapseconds",
    "tzdata/zoneinfo/*.tab",
    "tzdata/zoneinfo/tzdata.zi",
)
"""What our dependencies bring along and no function imports; a test holds it against what they do import."""


def sources() -> Iterator[Path]:
    """The files of ours that are deployed, relative to the project, in order."""
    left_out = [ROOT / name for name in LEFT_OUT]
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            hidden = path.name.startswith(".") or path.suffix == ".pyc"
            if path.is_file() and not hidden and not any(path.is_relative_to(one) for one in left_out):
                yield path.relative_to(ROOT)


def copy_sources(folder: Path) -> None:
    """Our part of the package."""
    for source in sources():
        _copy(ROOT / source, folder / source)
    if not DOCS_SCRIPT.exists():
        sys.exit(f"{DOCS_SCRIPT.relative_to(ROOT)} is missing. Run `make setup` first.")
    _copy(DOCS_SCRIPT, folder / DOCS_SCRIPT_GOES_TO / DOCS_SCRIPT.name)


def install_wheels(folder: Path, platform: str, python: str) -> None:
    """The locked wheels for a platform and a Python."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    locked = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--requirement", str(LOCK)]
    target = ["--platform", platform, "--python-version", python, "--target", str(folder)]
    if subprocess.run([*pip, *locked, *target], check=False).returncode:
        sys.exit("The dependencies of the Lambda package could not be installed; pip says why above.")


def remove_unused(folder: Path) -> None:
    """Reduce installed dependencies to what functions import of them."""
    for pattern in UNUSED:
        for path in sorted(folder.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    (folder / "pydynox/__init__.py").touch()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)

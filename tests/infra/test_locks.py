"""What the locks say of each other: the package has the versions that all else was tested with, and no SDK."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from bench.package import SDK
from infra.contents import LOCK

DEV = Path("requirements/dev.lock")

_ENTRY = re.compile(r"^([\w.-]+)==([^\s;]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


class Pin(NamedTuple):
    version: str
    hashes: frozenset[str]


def pins(lock: Path) -> dict[str, set[Pin]]:
    """What a lock pins, by name: several versions if they are for different Pythons."""
    found: dict[str, set[Pin]] = {}
    for name, version, rest in _ENTRY.findall(lock.read_text()):
        found.setdefault(name, set()).add(Pin(version, frozenset(re.findall(r"sha256:\w+", rest))))
    return found


def test_the_package_has_what_all_else_was_tested_with() -> None:
    deployed, tested = pins(LOCK), pins(DEV)
    assert deployed
    assert deployed == {name: tested.get(name) for name in deployed}


def test_the_package_has_all_that_the_project_says_it_needs() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    assert {re.split(r"[^\w.-]", one)[0] for one in project["dependencies"]} <= pins(LOCK).keys()


def test_the_sdk_was_resolved_with_all_else_and_stays_out_of_the_package() -> None:
    """What the package had of it would take the place of the runtime's own, for boto3 as well."""
    assert pins(DEV).keys() >= set(SDK)
    assert pins(LOCK).keys() & set(SDK) == set()


def test_dateutil_is_one_that_the_sdk_takes() -> None:
    (dateutil,) = pins(DEV)["python-dateutil"]
    assert int(dateutil.version.partition(".")[0]) < 3


def test_everything_is_locked_by_its_hash_and_comes_from_wherever_pip_looks() -> None:
    for lock in (LOCK, DEV):
        found = pins(lock)
        assert [name for name, several in found.items() if not all(one.hashes for one in several)] == []
        assert sum(map(len, found.values())) == len(re.findall(r"^[^\s#]", lock.read_text(), re.MULTILINE))
        assert "://" not in lock.read_text()

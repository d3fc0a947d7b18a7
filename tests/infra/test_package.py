"""The package that is deployed, with the wheels for Lambda: what is in it, for what machine, and its byte code."""

import _imp
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import grimp
import pytest

from infra import bytecode, contents
from tests.infra.test_locks import pins
from tests.support.template import Template

AARCH64 = 183
PYTHON_3_13 = (3571).to_bytes(2, "little") + b"\r\n"
UNCHECKED_HASH = (1).to_bytes(4, "little")


def files(package: Path) -> list[Path]:
    return [path for path in package.rglob("*") if path.is_file()]


def test_everything_of_ours_in_it_is_imported_by_some_function(both: Template) -> None:
    """Also if only later, by a call."""
    graph, handlers = grimp.build_graph(*contents.PACKAGES, cache_dir=None), _handlers(both)
    imported = handlers.union(*map(graph.find_upstream_modules, handlers))
    sources = [source.with_suffix("") for source in contents.sources() if source.suffix == ".py"]
    ours = {".".join(source.parts).removesuffix(".__init__") for source in sources}
    assert ours - _with_parents(imported) == set()


def test_only_the_worker_that_speaks_to_the_gateway_imports_the_sdk(both: Template) -> None:
    """Lambda's runtime has one, which is slow to import."""
    graph = grimp.build_graph(*contents.PACKAGES, include_external_packages=True, cache_dir=None)
    assert "boto3" in graph.modules
    importing = {one for one in _handlers(both) if graph.find_upstream_modules(one) & {"boto3", "botocore"}}
    assert importing == {"functions.meter_owners"}


def test_it_has_our_code_and_what_is_locked_and_nothing_else(for_lambda: Path) -> None:
    locked = {file.parts[0] for name in pins(contents.LOCK) for file in _files_of(name)}
    known = {Path(one).stem if one.endswith(".py") else one for one in locked} | set(contents.PACKAGES)
    found = {path.name.removesuffix(".pyc") for path in for_lambda.iterdir()}
    assert found - known == set()
    assert found >= {"pydantic", "pydantic_core", "pydynox", "orjson", "tzdata", *contents.PACKAGES}


def test_nothing_in_it_is_for_other_times_than_when_it_runs(for_lambda: Path) -> None:
    assert {path.suffix for path in files(for_lambda)} & {".pyi", ".typed", ".c", ".h", ".rs", ".exe", ".sh"} == set()
    assert not {"tests", "test", "bin", "RECORD", "METADATA"} & {
        part for path in files(for_lambda) for part in path.parts
    }


def test_the_licences_of_all_that_is_in_it_are_in_it(for_lambda: Path) -> None:
    informed = list(for_lambda.glob("*.dist-info"))
    assert len(informed) == len([name for name in pins(contents.LOCK) if _files_of(name)])
    for one in informed:
        assert list(one.rglob("LICEN[CS]E*")), one.name


def test_its_machine_code_is_for_lambdas_processors_and_python(for_lambda: Path) -> None:
    native = [path for path in files(for_lambda) if path.read_bytes()[:4] == b"\x7fELF"]
    assert {path.parent.name for path in native} == {"pydantic_core", "pydynox", "orjson"}
    for path in native:
        assert int.from_bytes(path.read_bytes()[18:20], "little") == AARCH64
        assert ".cpython-313-" in path.name or ".abi3." in path.name


def test_all_its_byte_code_is_of_lambdas_python_and_trusted_without_a_look_at_dates(for_lambda: Path) -> None:
    _needs_compiler()
    compiled = [path for path in files(for_lambda) if path.suffix == ".pyc"]
    assert compiled
    for path in compiled:
        content = path.read_bytes()
        assert (content[:4], content[4:8]) == (PYTHON_3_13, UNCHECKED_HASH), path


def test_every_source_in_it_has_the_byte_code_that_follows_from_it(for_lambda: Path) -> None:
    """Nobody would notice if it had another."""
    _needs_compiler()
    sources = [path for path in files(for_lambda) if path.suffix == ".py"]
    assert {path.relative_to(for_lambda).parts[0] for path in sources} == set(contents.PACKAGES)
    for path in sources:
        compiled = (path.parent / f"__pycache__/{path.stem}.cpython-313.pyc").read_bytes()
        assert compiled[8:16] == _imp.source_hash(int.from_bytes(PYTHON_3_13, "little"), path.read_bytes()), path


def test_everybody_may_read_it(for_lambda: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in files(for_lambda)} == {0o644}


def _needs_compiler() -> None:
    if bytecode.compiler() is None:
        pytest.skip(f"there is no Python {bytecode.PYTHON} to compile with")


def _handlers(template: Template) -> set[str]:
    """The modules of the functions."""
    return {one["Handler"].rpartition(".")[0] for one in template.of_type("Lambda::Function").values()}


def _with_parents(modules: set[str]) -> set[str]:
    return {".".join(one.split(".")[:depth]) for one in modules for depth in range(1, one.count(".") + 2)}


def _files_of(name: str) -> list[Path]:
    """What a distribution has; nothing if it is locked for other platforms."""
    try:
        return [Path(file) for file in distribution(name).files or ()]
    except PackageNotFoundError:
        return []

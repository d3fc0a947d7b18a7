"""The Lambda package: what is in it, and when it is built. The build itself needs wheels; `make synth` does it."""

import marshal
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from infra import bundle, bytecode, contents
from infra.configuration import ROOT
from tests.support.template import Template

IMPORT_ALL = """
import importlib, sys
for module in sys.argv[1:]:
    importlib.import_module(module)
print(*sorted({getattr(module, "__file__", None) or "" for module in sys.modules.values()}), sep="\\n")
"""


@pytest.fixture
def modules(both: Template) -> list[str]:
    """Those that functions are in."""
    return [one["Handler"].rpartition(".")[0] for one in both.of_type("Lambda::Function").values()]


def loaded(package: Path, modules: list[str]) -> list[Path]:
    """The files that are loaded when every function is imported from a package."""
    command = [sys.executable, "-B", "-W", "ignore", "-c", IMPORT_ALL, *modules]
    done = subprocess.run(command, cwd=package, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Path(line) for line in done.stdout.splitlines() if line]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Our own part of the package."""
    contents.copy_sources(tmp_path / "package")
    return tmp_path / "package"


def test_every_function_can_do_without_what_is_left_out(package: Path, modules: list[str]) -> None:
    ours = [file for file in loaded(package, modules) if file.is_relative_to(ROOT) and ".venv" not in file.parts]
    assert ours == []


def test_no_function_imports_what_is_removed_from_dependencies(
    package: Path, modules: list[str], tmp_path: Path
) -> None:
    """Lays out the names of what is installed here, removes the unused, and sees whether anything loaded is gone."""
    files = {_in_site_packages(file) for file in loaded(package, modules)} - {None}
    for file in files:
        (tmp_path / "site" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / file).touch()
    contents.remove_unused(tmp_path / "site")
    gone = {file for file in files if not (tmp_path / "site" / file).exists()}
    assert {file.parts[0] for file in gone} <= {"pydynox"}, "pydynox is used without its Python half"


def test_of_pydynox_only_the_core_is_used() -> None:
    """The package has nothing else of it."""
    uses = [
        line
        for source in contents.sources()
        if source.suffix == ".py"
        for line in (ROOT / source).read_text().splitlines()
        if re.match(r"\s*(from|import)\s+pydynox", line)
    ]
    assert set(uses) == {"from pydynox import pydynox_core"}


def test_what_is_left_out_exists() -> None:
    assert [name for name in contents.LEFT_OUT if not (ROOT / name).exists()] == []


def test_every_function_is_deployed_with_the_files_it_reads(modules: list[str]) -> None:
    deployed = {str(source) for source in contents.sources()}
    assert {f"{module.replace('.', '/')}.py" for module in modules} <= deployed
    assert {"functions/service/docs.html", "functions/service/openapi.json"} <= deployed


def test_nothing_compiled_hidden_or_foreign_is_deployed() -> None:
    for source in contents.sources():
        assert source.parts[0] in {"functions", "adapters", "domain"}
        assert source.suffix != ".pyc"
        assert not source.name.startswith(".")


def test_the_docs_script_goes_where_its_function_looks(package: Path) -> None:
    assert (package / "functions/service/assets/rapidoc-min.js").is_file()


def test_the_same_input_is_built_once(tmp_path: Path) -> None:
    built = [bundle.make(tmp_path / "made", "input", _fill("it")) for _ in range(3)]
    assert built == [True, False, False]


def test_another_input_replaces_what_was_built(tmp_path: Path) -> None:
    bundle.make(tmp_path / "made", "old", _fill("old"))
    assert bundle.make(tmp_path / "made", "new", _fill("new"))
    assert [file.name for file in (tmp_path / "made").iterdir()] == ["new"]


def test_an_interrupted_build_is_done_again(tmp_path: Path) -> None:
    bundle.make(tmp_path / "made", "input", _fill("it"))
    with pytest.raises(KeyboardInterrupt):
        bundle.make(tmp_path / "made", "other", _interrupt)
    assert bundle.make(tmp_path / "made", "input", _fill("it"))


def test_the_stamp_tells_contents_names_and_variants_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("ab")
    other.write_text("ab")
    first = bundle.stamp("arm64", [one])
    assert first == bundle.stamp("arm64", [one])
    assert first != bundle.stamp("x86", [one])
    assert first != bundle.stamp("arm64", [other])
    one.write_text("ac")
    assert first != bundle.stamp("arm64", [one])


def test_a_command_that_only_looks_like_the_compiler_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shim = tmp_path / "python"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setattr(bytecode, "_candidates", lambda: iter([str(shim), ""]))
    assert bytecode.compiler.__wrapped__() is None
    assert "WITHOUT byte code" in capsys.readouterr().err


def test_whoever_built_it_lambda_may_read_it(tmp_path: Path) -> None:
    def shut(folder: Path) -> None:
        (folder / "inner").mkdir(mode=0o700)
        (folder / "inner/file").touch(mode=0o600)

    bundle.make(tmp_path / "made", "input", shut)
    modes = [(tmp_path / "made" / name).stat().st_mode & 0o777 for name in ("inner", "inner/file")]
    assert modes == [0o755, 0o644]


def test_an_archive_has_the_modes_of_files_and_no_dates(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/file").write_text("content")
    (tmp_path / "a/file").chmod(0o640)
    archives = [BytesIO(), BytesIO()]
    for archive, date in zip(archives, (1_000_000_000, 1_700_000_000), strict=True):
        os.utime(tmp_path / "a/file", (date, date))
        bundle.write_archive(tmp_path, archive)
    assert archives[0].getvalue() == archives[1].getvalue()
    (entry,) = ZipFile(archives[0]).infolist()
    assert (entry.filename, entry.date_time[0], entry.external_attr >> 16 & 0o777) == ("a/file", 1980, 0o640)


def test_who_builds_it_where_and_in_what_mood_makes_no_difference(unzipped: Path, tmp_path: Path) -> None:
    build = "import sys; from pathlib import Path; from bench import package; package.assemble(Path(sys.argv[1]))"
    elsewhere = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    command = [sys.executable, "-c", build, str(tmp_path / "else/where")]
    done = subprocess.run(
        command, env=elsewhere, cwd=tmp_path, umask=0o077, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    one, other = _contents(unzipped / "build/lambda"), _contents(tmp_path / "else/where/lambda")
    assert len(one) > 1000
    assert {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)} == set()


def test_nothing_in_it_says_where_it_was_built(unzipped: Path) -> None:
    here = [str(one).encode() for one in (unzipped, ROOT)]
    for path in (unzipped / "build/lambda").rglob("*"):
        if path.is_file():
            assert not any(one in path.read_bytes() for one in here), path


def test_byte_code_stays_valid_whatever_the_date_and_looks_like_lambdas(tmp_path: Path) -> None:
    source = tmp_path / "a/module.py"
    source.parent.mkdir()
    source.write_text("def f(): ...\n")
    bytecode.compile_beside(tmp_path, sys.executable)
    (compiled,) = (tmp_path / "a/__pycache__").iterdir()
    content = compiled.read_bytes()
    assert content[4:8] == b"\x01\0\0\0", "hash-based, unchecked (PEP 552)"
    assert marshal.loads(content[16:]).co_filename == "/var/task/a/module.py"


def test_dependencies_are_byte_code_only(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text('"""What nobody reads."""\n')
    bytecode.compile_instead(tmp_path, sys.executable)
    assert [file.name for file in tmp_path.iterdir()] == ["module.pyc"]


def _contents(folder: Path) -> dict[Path, tuple[int, bytes]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder): (path.stat().st_mode, path.read_bytes()) for path in files}


def _in_site_packages(file: Path) -> Path | None:
    parts = file.parts
    return Path(*parts[parts.index("site-packages") + 1 :]) if "site-packages" in parts else None


def _fill(name: str):
    return lambda folder: (folder / name).touch()


def _interrupt(folder: Path) -> None:
    raise KeyboardInterrupt

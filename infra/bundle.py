"""Builds the Lambda package without Docker: the same input gives the same bytes, and nothing is done twice.

It is made in two steps, each with a stamp of what it was made of: dependencies, which change rarely and come over the
network, and the package, which adds our code to a copy of them.
"""

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from infra import bytecode, contents
from infra.configuration import ROOT

ARM64 = "manylinux2014_aarch64"  # pip takes tags literally, and a newer one would miss wheels that have only this
_RECIPE = ("bundle.py", "bytecode.py", "contents.py")
_MEGABYTE = 1_000_000
_FOLDER, _FILE = 0o755, 0o644


@dataclass(frozen=True, slots=True)
class Target:
    """Where a package is to run: what fills a folder with the locked dependencies, and the Python that compiles all."""

    name: str
    install: Callable[[Path], None]
    compiler: Callable[[], str | None]


LAMBDA = Target(
    ARM64, partial(contents.install_wheels, platform=ARM64, python=bytecode.PYTHON), compiler=bytecode.compiler
)


def build(into: Path = ROOT / "build", target: Target = LAMBDA) -> Path:
    """The package's folder, built unless it is up to date."""
    python = target.compiler()
    recipe = [Path(__file__).parent / name for name in _RECIPE]
    variant = f"{target.name} {'compiled' if python else 'uncompiled'}"
    dependencies = into / "dependencies"
    package = into / "lambda"

    def install(folder: Path) -> None:
        _say(f"Fetching the Lambda package's dependencies for {target.name} ...")
        target.install(folder)
        contents.remove_unused(folder)
        if python:
            bytecode.compile_instead(folder, python)

    def assemble(folder: Path) -> None:
        _say("Building the Lambda package ...")
        contents.copy_sources(folder)
        if python:
            bytecode.compile_beside(folder, python)
        shutil.copytree(dependencies, folder, dirs_exist_ok=True)

    wheels = stamp(variant, [*recipe, contents.LOCK])
    make(dependencies, wheels, install)
    ours = [ROOT / source for source in contents.sources()]
    if make(package, stamp(wheels, [*ours, contents.DOCS_SCRIPT]), assemble):
        _say("The Lambda package has {} files, {:.1f} MB, {:.1f} MB zipped.".format(*size_of(package)))
    return package


def stamp(variant: str, files: Iterable[Path]) -> str:
    """What something is made of, in one word. A missing file counts as empty: whoever needs it says so."""
    total = sha256(variant.encode())
    for file in files:
        content = file.read_bytes() if file.exists() else b""
        total.update(f"\0{file.relative_to(ROOT)}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def make(folder: Path, wanted: str, how: Callable[[Path], None]) -> bool:
    """Fill the folder, unless its stamp is the wanted one; it gets that when all is done."""
    mark = folder.with_suffix(".stamp")
    if folder.is_dir() and mark.is_file() and mark.read_text() == wanted:
        return False
    mark.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    how(folder)
    _let_all_read(folder)
    mark.write_text(wanted)
    return True


def _let_all_read(folder: Path) -> None:
    """Lambda reads the files as another user, with the modes they have in the archive, which follow from our umask."""
    for path in folder.rglob("*"):
        path.chmod(_FOLDER if path.is_dir() else _FILE)


class Size(NamedTuple):
    """How much a package is, in MB as AWS counts them."""

    files: int
    unzipped: float
    zipped: float


def size_of(folder: Path) -> Size:
    """The size of what is in a folder, as it is and zipped."""
    archive = BytesIO()
    write_archive(folder, archive)
    sizes = [path.stat().st_size for path in _files(folder)]
    return Size(len(sizes), round(sum(sizes) / _MEGABYTE, 1), round(archive.tell() / _MEGABYTE, 1))


def write_archive(folder: Path, into: BinaryIO) -> None:
    """Zip what is in a folder as CDK does before it uploads it: with the files' modes, and dated 1980."""
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for path in _files(folder):
            entry = ZipInfo(path.relative_to(folder).as_posix())
            entry.external_attr = path.stat().st_mode << 16
            archive.writestr(entry, path.read_bytes(), ZIP_DEFLATED)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _say(words: str) -> None:
    """Not to stdout, which belongs to `cdk synth`'s template."""
    print(f"{time.strftime('%H:%M:%S')}  {words}", file=sys.stderr)


if __name__ == "__main__":
    print(build())

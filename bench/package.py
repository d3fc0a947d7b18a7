"""The Lambda package as it would be on this machine: what is installed here, without what is not deployed.

All of it has byte code that is trusted as it is, as in the package that is deployed.
"""

import re
import shutil
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from infra import bytecode, contents

_RUNTIME = ("awslambdaric", "simplejson", "snapshot-restore-py")


def assemble(folder: Path) -> None:
    """Fill a folder with our sources and the dependencies that are deployed with them."""
    contents.copy_sources(folder)
    _install(folder, re.findall(r"^([\w.-]+)==", contents.LOCK.read_text(), re.MULTILINE))
    contents.remove_unused(folder)
    compile_all(folder)


def assemble_runtime(folder: Path) -> None:
    """Fill a folder with what Lambda's runtime brings: its client."""
    _install(folder, _RUNTIME)
    compile_all(folder)


def compile_all(folder: Path) -> None:
    """Give everything in a folder byte code of the Python at hand."""
    bytecode.compile_beside(folder, sys.executable)


def _install(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        try:
            installed = distribution(name)
        except PackageNotFoundError:  # locked for other platforms than this one
            continue
        for file in installed.files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.locate(), folder / file)

"""The Lambda package as it would be on this machine, and what Lambda's runtime has beside it.

It is built as the one that is deployed, but of what is installed here, and compiled by this very Python.
"""

import re
import shutil
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from infra import bundle, bytecode, contents

SDK = ("boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3")
"""What Lambda's runtime has beside its client, for those functions that cannot do without."""

_CLIENT = ("awslambdaric", "simplejson", "snapshot-restore-py")


def assemble(into: Path) -> Path:
    """The folder of the package, which is built below another."""
    return bundle.build(into, _HERE)


def assemble_runtime(folder: Path) -> None:
    """Fill a folder with the client that Lambda's runtime consists of."""
    _install(folder, _CLIENT)
    compile_all(folder)


def link_sdk(folder: Path) -> None:
    """Fill a folder with links to the SDK as it is installed here."""
    folder.mkdir()
    for name in SDK:
        installed = distribution(name)
        for top in {file.parts[0] for file in installed.files or ()} - {".."}:
            (folder / top).symlink_to(str(installed.locate_file(top)))


def compile_all(folder: Path) -> None:
    """Give everything in a folder byte code of the Python at hand."""
    bytecode.compile_beside(folder, sys.executable)


def _install_locked(folder: Path) -> None:
    _install(folder, re.findall(r"^([\w.-]+)==", contents.LOCK.read_text(), re.MULTILINE))


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


_HERE = bundle.Target("this machine", _install_locked, compiler=lambda: sys.executable)

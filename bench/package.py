"""The Lambda package as it would be on this machine: what is installed here, without what is not deployed."""

import re
import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from infra import contents


def assemble(folder: Path) -> None:
    """Fill a folder with our sources and the dependencies that are deployed with them."""
    contents.copy_sources(folder)
    for name in re.findall(r"^([\w.-]+)==", contents.LOCK.read_text(), re.MULTILINE):
        _copy(name, folder)
    contents.remove_unused(folder)


def _copy(name: str, folder: Path) -> None:
    try:
        installed = distribution(name)
    except PackageNotFoundError:  # locked for other platforms than this one
        return
    for file in installed.files or ():
        if ".." not in file.parts and "__pycache__" not in file.parts:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file.locate(), folder / file)

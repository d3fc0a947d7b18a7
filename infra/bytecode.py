"""Byte code for Lambda's Python, valid whatever the files' dates are.

CDK dates every file of its archives 1980, so that ordinary byte code looks stale and everything is compiled anew on
each cold start, which makes imports about three times as slow. `unchecked-hash` byte code is trusted as it is.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PYTHON = "3.13"
LAMBDA_ROOT = "/var/task"

_RULE = "*" * 80
_LOUD = f"""\
{_RULE}
No Python {PYTHON} was found, so the package is built WITHOUT byte code.
It works, but every cold start takes about three times as long. Put a
python{PYTHON} on the PATH, or install one with pyenv or uv, and build again.
{_RULE}"""


@cache
def compiler() -> str | None:
    """A Python of Lambda's version, or None, which it complains about."""
    found = next((one for one in _candidates() if _runs(one)), None)
    if found is None:
        print(_LOUD, file=sys.stderr)
    return found


def compile_beside(folder: Path, python: str) -> None:
    """Add byte code to the sources."""
    _compile(folder, python)


def compile_instead(folder: Path, python: str) -> None:
    """Put byte code in the place of the sources, without docstrings and assertions: for what is not ours to debug."""
    _compile(folder, python, "-b", "-o", "2")
    for source in folder.rglob("*.py"):
        if source.with_suffix(".pyc").exists():
            source.unlink()


def _compile(folder: Path, python: str, *options: str) -> None:
    command = [python, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", *options]
    in_lambda = ["-s", str(folder), "-p", LAMBDA_ROOT, str(folder)]
    subprocess.run([*command, *in_lambda], check=True, env={**os.environ, "PYTHONHASHSEED": "0"})


def _candidates() -> Iterator[str]:
    yield sys.executable
    yield from filter(None, [shutil.which(f"python{PYTHON}")])
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from (str(one) for one in sorted(pyenv.glob(f"versions/{PYTHON}.*/bin/python"), reverse=True))
    if uv := shutil.which("uv"):
        found = subprocess.run([uv, "python", "find", PYTHON], capture_output=True, text=True, check=False)
        yield from found.stdout.split("\n")[:1]


def _runs(python: str) -> bool:
    """Whether it is what it is called: pyenv puts commands on the PATH that only say where others are."""
    if not python:
        return False
    version = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
    answer = subprocess.run([python, "-c", version], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == PYTHON

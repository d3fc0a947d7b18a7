"""Radicale and Xandikos: installed from PyPI into an environment of their own, filled, and served on loopback.

Both keep a calendar as a folder with a file for each event, Xandikos in a git repository. The files are put there
before the server starts, as their administrators do who move a calendar.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.server import HOST, clean_environment, free_port, stop

_READY_SECONDS, _PAUSE_SECONDS = 60.0, 0.1

Files = Sequence[tuple[str, str]]

_COMMIT = """
import sys
from dulwich import porcelain
porcelain.add(sys.argv[1], [one for one in sys.stdin.read().split()])
porcelain.commit(sys.argv[1], message=b"Fill", author=b"bench <bench>", committer=b"bench <bench>")
"""


class Rival(NamedTuple):
    """A server to install, how its folder is filled, how it is started, and where the calendar is then."""

    name: str
    requirement: str
    fill: Callable[[Path, Path, Files], object]
    command: Callable[[Path, Path, int], Sequence[str]]
    path: str


def install(rival: Rival, folder: Path) -> Path:
    """The folder of an environment's programs, with the rival among them; SystemExit if it cannot be installed."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    programs = folder / "bin"
    pip = [str(programs / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if subprocess.run([*pip, rival.requirement], check=False, stdout=subprocess.DEVNULL).returncode:
        raise SystemExit(f"{rival.requirement} could not be installed")
    return programs


@contextmanager
def running(rival: Rival, programs: Path, files: Files) -> Iterator[int]:
    """The port of a server that has the files."""
    with TemporaryDirectory(prefix="daybook-bench-") as name:
        folder = Path(name)
        rival.fill(programs, folder, files)
        with _served(rival.command(programs, folder, port := free_port()), port):
            yield port


@contextmanager
def _served(command: Sequence[str], port: int) -> Iterator[None]:
    silent = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent, env=clean_environment())
    try:
        _await(process, port)
        yield
    finally:
        stop(process)


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit("it did not start")
        time.sleep(_PAUSE_SECONDS)


def _answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("OPTIONS", "/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def _fill_radicale(_programs: Path, folder: Path, files: Files) -> None:
    calendar = folder / "collection-root/bench/calendar"
    _write(calendar, files)
    (calendar / ".Radicale.props").write_text(json.dumps({"tag": "VCALENDAR"}))


def _radicale(programs: Path, folder: Path, port: int) -> Sequence[str]:
    storage = ("--storage-filesystem-folder", str(folder), "--auth-type", "none")
    return [str(programs / "radicale"), *storage, "--hosts", f"{HOST}:{port}", "--logging-level", "error"]


def _fill_xandikos(programs: Path, folder: Path, files: Files) -> None:
    """Let it make its own repository first."""
    with _served(_xandikos(programs, folder, port := free_port()), port):
        pass
    calendar = folder / "user/calendars/calendar"
    _write(calendar, files)
    commit = [str(programs / "python"), "-c", _COMMIT, str(calendar)]
    subprocess.run(commit, check=True, cwd=calendar, text=True, input="\n".join(name for name, _ in files))


def _xandikos(programs: Path, folder: Path, port: int) -> Sequence[str]:
    where = ("--directory", str(folder), "--state-dir", str(folder / "state"), "--defaults", "--eager")
    return [str(programs / "xandikos"), "serve", *where, "--listen-address", HOST, "--port", str(port)]


def _write(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files:
        (folder / name).write_text(text, newline="")


RIVALS = (
    Rival("Radicale", "radicale==3.9.0", _fill_radicale, _radicale, "/bench/calendar/"),
    Rival("Xandikos", "xandikos==0.4.10", _fill_xandikos, _xandikos, "/user/calendars/calendar/"),
)

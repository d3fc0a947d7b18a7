"""What a process holds at a moment, as Linux tells it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024
_LISTENING = "0A"


@dataclass(frozen=True, slots=True)
class Holding:
    """Memory in bytes, and how many file descriptors, sockets among them, and threads."""

    memory: int
    descriptors: int
    sockets: int
    threads: int


def holding(process: int) -> Holding:
    """What a process holds now."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    targets = list(_targets(process))
    return Holding(
        memory=int(status["VmRSS"].split()[0]) * 1024,
        descriptors=len(targets),
        sockets=sum(target.startswith("socket:") for target in targets),
        threads=int(status["Threads"]),
    )


def connections(process: int, port: int) -> int:
    """How many connections to its port a process has not let go of, whether their clients are there or not."""
    own = {target.removeprefix("socket:[").removesuffix("]") for target in _targets(process)}
    return sum(inode in own for inode in _connected(port))


def _targets(process: int) -> Iterator[str]:
    """What the file descriptors lead to; those that are closed meanwhile are left out."""
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):
            yield str(descriptor.readlink())


def _connected(port: int) -> Iterator[str]:
    """The inodes of all sockets on a local port that do not listen."""
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if int(local.rpartition(":")[2], 16) == port and state != _LISTENING:
                yield inode

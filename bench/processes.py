"""What a process takes: memory and processor time."""

import os
import resource
import subprocess
from pathlib import Path


def resident_mb(pid: int) -> float:
    """Resident memory, in MB."""
    kilobytes = _status(pid, "VmRSS") or int(_ps("rss", pid))
    return round(kilobytes / 1024, 1)


def peak_bytes() -> int:
    """The most resident memory that this process ever had."""
    kilobytes = _status(os.getpid(), "VmHWM")  # elsewhere, a process inherits the peak of the one that started it
    return kilobytes * 1024 if kilobytes else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def cpu_seconds(pid: int) -> float:
    """Processor time so far, of all threads."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists():
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    seconds = 0.0
    for part in _ps("time", pid).replace("-", ":").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _status(pid: int, name: str) -> int | None:
    """A number of kilobytes that Linux knows of a process; None on other systems."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(name))


def _ps(what: str, pid: int) -> str:
    return subprocess.run(
        ["ps", "-o", f"{what}=", "-p", str(pid)], check=True, capture_output=True, text=True
    ).stdout.strip()

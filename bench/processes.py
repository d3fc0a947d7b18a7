"""What a process takes: memory and processor time."""

import os
import subprocess
from pathlib import Path


def resident_mb(pid: int) -> float:
    """Resident memory, in MB."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return round(int(line.split()[1]) / 1024, 1)
    return round(int(_ps("rss", pid)) / 1024, 1)


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


def _ps(what: str, pid: int) -> str:
    return subprocess.run(
        ["ps", "-o", f"{what}=", "-p", str(pid)], check=True, capture_output=True, text=True
    ).stdout.strip()

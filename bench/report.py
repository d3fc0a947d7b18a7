"""What was measured, as Markdown for people and as JSON for programs."""

import json
import os
import platform
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_LOAD = os.getloadavg()[0]
"""Processes that wanted to run in the minute before: where that is not near 0, times are those of a busy machine."""

Row = Mapping[str, str | float]


class Section(NamedTuple):
    """A table, and what its numbers mean."""

    title: str
    note: str
    rows: Sequence[Row]


def progress(words: str) -> None:
    """Tell whoever waits what is going on."""
    print(f"{words} …", file=sys.stderr, flush=True)


def markdown(sections: Sequence[Section]) -> str:
    return "\n\n".join([machine(), *map(_section, sections)])


def as_json(sections: Sequence[Section]) -> str:
    tables = {section.title.lower(): list(section.rows) for section in sections}
    return json.dumps({"machine": machine(), **tables}, indent=2) + "\n"


def machine() -> str:
    """What it was measured on, as far as it matters."""
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs{_model()}"
    return f"Python {platform.python_version()}, {system}; load before: {_LOAD:.1f}"


def _model() -> str:
    """What Linux calls the processor."""
    known = Path("/proc/cpuinfo")
    names = re.findall(r"^model name\s*: (.+)$", known.read_text(), re.MULTILINE) if known.exists() else []
    return f" ({names[0]})" if names else ""


def _section(section: Section) -> str:
    names = list(section.rows[0])
    rules = ["---" if isinstance(section.rows[0][name], str) else "---:" for name in names]
    lines = [names, rules, *([_text(row[name]) for name in names] for row in section.rows)]
    return "\n".join([f"## {section.title}", "", section.note, "", *(f"| {' | '.join(line)} |" for line in lines)])


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:,}"

"""The command: start servers, fill and measure them, print the tables, clean up."""

import argparse
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from bench import (
    authorizer,
    cold_start,
    goals,
    handlers,
    ical,
    memory,
    package_size,
    page,
    recurrence,
    report,
    requests,
    runtime,
    throughput,
)
from bench.calendars import measured_calendar
from bench.report import Section, progress
from bench.rivals import comparison
from bench.server import Server

_COUNTS = (1_000, goals.MEDIUM, 100_000)


def main() -> None:
    """Measure everything."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are stopped then, too
    measured = [*_served(), *recurrence.measure(), ical.measure(), *package_size.measure()]
    if options.rivals:
        measured += comparison.measure(measured[0], goals.MEDIUM)
    sections = [goals.section(measured), *measured]
    print(report.markdown(sections))
    if options.json:
        options.json.write_text(report.as_json(sections))
    if options.docs:
        page.write(sections)


def _served() -> list[Section]:
    with ExitStack() as stack:
        calendars = [stack.enter_context(measured_calendar(count)) for count in _COUNTS]
        started = memory.sizes(calendars)
        _, medium, _ = calendars
        sections = [requests.measure(calendars), throughput.measure(medium)]
        sections.append(memory.section(calendars, started, memory.sizes(calendars)))
        return [*sections, *_functions(medium.server)]


def _functions(server: Server) -> list[Section]:
    """As Lambda would run them."""
    sections = [authorizer.measure(server), *handlers.measure(server)]
    if runtime.AVAILABLE:
        return [*sections, cold_start.measure(server)]
    progress("Cold start: not measured, because AWS's runtime interface client runs on Linux only")
    return sections


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Daybook on this machine.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there as well")
    parser.add_argument(
        "--rivals", action="store_true", help="measure other calendar servers, too, installed from PyPI"
    )
    parser.add_argument("--docs", action="store_true", help="write the tables and a chart into docs/performance.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""The command: start two servers, fill and measure them, print the tables, clean up."""

import argparse
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from bench import authorizer, cold_start, growth, ical, memory, recurrence, report, throughput
from bench.calendars import Measured, measured_calendar
from bench.report import Section, progress
from bench.server import Server, running_server

SMALL = 1_000


def main() -> None:
    """Measure everything."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are stopped then, too
    sections = [*_measure(options.large), *recurrence.measure(), ical.measure()]
    print(report.markdown(sections))
    if options.json:
        options.json.write_text(report.as_json(sections))


def _measure(large_count: int) -> list[Section]:
    with ExitStack() as stack:
        servers = {f"{count:,} events": stack.enter_context(running_server()) for count in (SMALL, large_count)}
        before = memory.sizes(servers)
        small, large = [
            _filled(server, count) for server, count in zip(servers.values(), (SMALL, large_count), strict=True)
        ]
        loaded = memory.sizes(servers)
        sections = [growth.measure(small, large), throughput.measure(large)]
        after = memory.sizes(servers)
        sections += [memory.section(before, loaded, after), authorizer.measure(small.server)]
        return [*sections, cold_start.measure(small)]


def _filled(server: Server, count: int) -> Measured:
    progress(f"Filling a calendar with {count:,} events")
    return measured_calendar(server, count)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Daybook on this machine.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there as well")
    parser.add_argument("--large", type=int, default=100_000, metavar="EVENTS", help="size of the large calendar")
    return parser.parse_args()


if __name__ == "__main__":
    main()

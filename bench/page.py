"""Writes what was measured into `docs/performance.md`, between two markers, and its chart beside it."""

from collections.abc import Sequence
from pathlib import Path

from bench import chart, report
from bench.report import Section

_PAGE = Path(__file__).parents[1] / "docs/performance.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"


def write(sections: Sequence[Section]) -> None:
    """Put tables and chart in the place of the former ones."""
    _PAGE.write_text(with_measured(_PAGE.read_text(), report.markdown(sections)))
    _PAGE.with_suffix(".svg").write_text(chart.svg(sections))


def with_measured(page: str, measured: str) -> str:
    """The page with that between its markers; ValueError if it has none."""
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError("The page has lost its markers.")
    return f"{before}{BEGIN}\n{measured}\n\n{end}{after}"

"""A chart of the goals: for each, how much of its limit is used. Drawn so that it reads on light and on dark ground."""

from collections.abc import Sequence
from html import escape

from bench.goals import GOALS, Goal
from bench.report import Section

_WIDTH, _LINE, _TOP, _LABELS, _NUMBERS = 810, 15, 26, 325, 150
_LIMIT = 0.62
"""Where on the scale the limit is; what is more than 1.6 times as much ends at its edge."""

_STYLE = """
text { font: 11px system-ui, sans-serif; fill: #57606a }
.met { fill: #2da44e } .missed { fill: #d1632a } .limit { stroke: #8b949e; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) { text { fill: #9da7b3 } .met { fill: #3fb950 } .missed { fill: #f0883e } }
"""


def svg(sections: Sequence[Section]) -> str:
    """The goals that were measured, a bar for each."""
    measured = [(goal, number) for goal in GOALS if (number := goal.measured(sections)) is not None]
    height = _TOP + _LINE * len(measured) + 6
    limit = _x(1)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" role="img">',
            "<title>How much of each goal's limit is used</title>",
            f"<style>{_STYLE}</style>",
            f'<text x="{limit}" y="14" text-anchor="middle">limit</text>',
            f'<line class="limit" x1="{limit}" x2="{limit}" y1="18" y2="{height - 4}"/>',
            *(_bar(goal, number, _TOP + _LINE * index) for index, (goal, number) in enumerate(measured)),
            "</svg>\n",
        ]
    )


def _bar(goal: Goal, number: float, y: int) -> str:
    end, kind = _x(goal.share(number)), "met" if goal.is_met_by(number) else "missed"
    return (
        f'<text x="{_LABELS - 8}" y="{y + 10}" text-anchor="end">{escape(goal.name)}</text>'
        f'<rect class="{kind}" x="{_LABELS}" y="{y + 1}" width="{end - _LABELS}" height="{_LINE - 4}" rx="2"/>'
        f'<text x="{_WIDTH - 4}" y="{y + 10}" text-anchor="end">{number:,} of {goal.limit:,} {escape(goal.unit)}</text>'
    )


def _x(share: float) -> int:
    """Where on the picture a share of the limit is."""
    return _LABELS + max(1, round((_WIDTH - _LABELS - _NUMBERS) * min(share * _LIMIT, 1)))

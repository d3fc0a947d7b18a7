"""The goals: where their numbers are, what is said of them, and how they are drawn."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import chart, goals, page
from bench.goals import GOALS, At, Goal
from bench.report import Section, as_json, markdown

SLOW = Goal("list", 10, "ms", At("Requests", "list", "ms"))
MANY = Goal("throughput", 100, "/s", At("Requests", "list", "per second"), least=True)
MEASURED = [Section("Requests", "A note.", [{"operation": "list all", "ms": 12.5, "per second": 200}])]


def test_a_goal_finds_its_number_by_section_row_and_column() -> None:
    assert SLOW.measured(MEASURED) == 12.5
    assert MANY.measured(MEASURED) == 200
    assert SLOW.measured([]) is None


def test_a_goal_is_met_below_its_limit_or_above_if_it_says_so() -> None:
    assert not SLOW.is_met_by(12.5)
    assert SLOW.is_met_by(10)
    assert MANY.is_met_by(200)
    assert not MANY.is_met_by(99)
    assert (SLOW.share(5), MANY.share(200)) == (0.5, 0.5)


def test_goals_are_told_apart() -> None:
    assert len({goal.name for goal in GOALS}) == len(GOALS)
    assert len({goal.at for goal in GOALS}) == len(GOALS)


def test_the_table_says_of_each_goal_what_became_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goals, "GOALS", (SLOW, MANY, GOALS[-1]))
    section = goals.section(MEASURED)
    assert [row["met"] for row in section.rows] == ["**no**", "yes", "not measured"]
    assert section.note.startswith("1 of 3 are met")
    assert "| list | ≤ 10 ms | 12.5 | **no** |" in markdown([section])
    assert '"measured": 200' in as_json([section])


def test_the_chart_has_a_bar_for_each_goal_that_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chart, "GOALS", (SLOW, MANY, GOALS[-1]))
    drawn = ElementTree.fromstring(chart.svg(MEASURED))
    assert [bar.get("class") for bar in drawn.iter("{http://www.w3.org/2000/svg}rect")] == ["missed", "met"]


def test_what_was_measured_goes_between_the_markers_of_the_page() -> None:
    kept = Path("docs/performance.md").read_text()
    once = page.with_measured(kept, "numbers")
    assert page.with_measured(once, "numbers") == once
    assert once.partition(page.BEGIN)[0] == kept.partition(page.BEGIN)[0]
    with pytest.raises(ValueError, match="markers"):
        page.with_measured("# Another page", "numbers")

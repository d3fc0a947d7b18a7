"""Parameters read of text without pydantic: whatever is taken, pydantic takes for the same value."""

from importlib import import_module
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.http.endpoints import ENDPOINTS
from adapters.http.markers import Parameter
from adapters.http.texts import reading_of
from adapters.http.verdicts import Verdict


def _parameters() -> list[Any]:
    """Every parameter of the API, once for each type and bounds."""
    found = {}
    for row in ENDPOINTS:
        for name, hint in import_module(row.module).handler.handler.__annotations__.items():
            for marker in get_args(hint)[1:]:
                if isinstance(marker, Parameter):
                    kind = get_args(hint)[0]
                    found[str(kind), str(marker.constraints)] = pytest.param(hint, marker.constraints, id=name)
    return list(found.values())


PARAMETERS = _parameters()

_DIGITS = "0123456789٣²"
_PLAUSIBLE = st.one_of(
    st.uuids().map(str),
    st.uuids().map(lambda one: f"{one}_20260329T070000Z"),
    st.uuids().map(lambda one: one.hex),
    st.integers(-5, 2000).map(str),
    st.dates().map(str),
    st.datetimes(timezones=st.timezones()).map(lambda one: one.isoformat()),
    st.sampled_from(
        ["true", "false", "True", "1", "on", "this", "all", "created", "007", "+1", "1_0", " 1", "1.0", "-0"]
    ),
    st.from_regex(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\s?"),
    st.from_regex(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+ -]\d\d:\d\d)?)?"),
    st.text(_DIGITS, max_size=12),
    st.text(max_size=10),
    st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=3),
    st.integers(0, 7000).map(lambda length: "x" * length),
)


@pytest.mark.parametrize(("hint", "constraints"), PARAMETERS)
@given(text=_PLAUSIBLE)
def test_what_is_taken_pydantic_takes_for_the_same(hint: Any, constraints: dict[str, int], text: str) -> None:
    try:
        value = reading_of(hint, constraints)(text)
    except ValueError:
        return
    judged, findings = Verdict(hint, constraints)(text, "query", "name")
    assert findings == []
    assert judged == value
    assert type(judged) is type(value)


@pytest.mark.parametrize(("hint", "constraints"), PARAMETERS)
def test_what_clients_commonly_write_is_taken(hint: Any, constraints: dict[str, int]) -> None:
    common = [
        "019ca8b5-1000-7d3e-8a41-5f0c2b9d7e10",
        "2026-03-29",
        "100",
        "1",
        "true",
        "all",
        "created",
        "Europe/Berlin",
    ]
    assert any(_is_taken(hint, constraints, text) for text in common)


def test_what_is_out_of_bounds_is_not_taken() -> None:
    assert _is_taken(int, {"ge": 1, "le": 10}, "10")
    assert not _is_taken(int, {"ge": 1, "le": 10}, "11")
    assert not _is_taken(int, {"ge": 1, "le": 10}, "0")
    assert not _is_taken(str | None, {"max_length": 3}, "four")
    assert not _is_taken(str | None, {"min_length": 1}, "")


def _is_taken(hint: Any, constraints: dict[str, int], text: str) -> bool:
    try:
        reading_of(hint, constraints)(text)
    except ValueError:
        return False
    return True

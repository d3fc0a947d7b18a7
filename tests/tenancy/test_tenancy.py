"""No owner ever learns of another: `make fuzz` at length, a few rounds in each run."""

import os
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import MakeApi
from tests.tenancy import machine, requests

CASES = int(os.environ.get("FUZZ_CASES", "0"))
A_FEW, STEPS, MORE_STEPS = 6, 25, 60


@pytest.fixture
def trial(new_api: MakeApi, through_rapidapi: MakeApi) -> type[machine.Machine]:
    class Trial(machine.Machine):
        people_of = staticmethod(machine.people(new_api, through_rapidapi))
        tried: ClassVar[set[str]] = set()

    return Trial


def test_nothing_of_an_owner_gets_across_to_another(trial: type[machine.Machine]) -> None:
    run_state_machine_as_test(
        trial,
        settings=settings(
            max_examples=CASES // 100 or A_FEW,
            stateful_step_count=MORE_STEPS if CASES else STEPS,
            phases=[Phase.generate, Phase.shrink] if CASES else [Phase.generate],  # which takes minutes
            derandomize=not CASES,
            report_multiple_bugs=False,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {row.name for row in requests.OWNED} <= trial.tried

"""A run of schemathesis against a server: the document's examples, its corners, generated cases, and chains of them."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from zoneinfo import available_timezones

import schemathesis
from hypothesis import strategies
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.schemas import BaseSchema

from functions.service.openapi import DOCUMENT
from tests.fuzz import unsayable
from tests.fuzz.cast import Cast

_CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
_ZONES = sorted(available_timezones() - {"Factory", "localtime"})


@dataclass
class Outcome:
    """What came of a run."""

    statuses: Counter[int] = field(default_factory=Counter)
    served: dict[str, bool] = field(default_factory=dict)
    failures: dict[str, None] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        return self.statuses.total()

    @property
    def unserved(self) -> list[str]:
        """The operations that never did what they are for."""
        return [operation for operation, was_served in self.served.items() if not was_served]

    def add(self, recorder: ScenarioRecorder) -> None:
        for case_id, interaction in recorder.interactions.items():
            if interaction.response is None:
                continue
            self.statuses[interaction.response.status_code] += 1
            operation = recorder.cases[case_id].value.operation.label
            self.served[operation] = self.served.get(operation, False) or interaction.response.status_code < 300
        for checks in recorder.checks.values():
            for check in checks:
                if check.failure_info is not None:
                    failure = check.failure_info.failure
                    said = f"{failure.operation}: {check.name}: {failure.message}\n{check.failure_info.code_sample}"
                    self.failures[said] = None


def run(base_url: str, cast: Cast, *, cases: int, is_short: bool) -> Outcome:
    """Try about so many generated cases; unless it is to be short, also all corners that the document has."""
    schema = _schema(base_url, cast)
    operations = sum(1 for _ in schema.get_all_operations())
    schema.config.generation.update(max_examples=ceil(cases / operations), deterministic=is_short, database="none")
    if is_short:
        schema.config.phases.update(phases=["examples", "fuzzing", "stateful"])
    outcome = Outcome()
    for progress in _progress(schema, outcome):
        print(progress, flush=True)
    return outcome


def _progress(schema: BaseSchema, outcome: Outcome) -> Iterator[str]:
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            outcome.add(event.recorder)
            yield f"{outcome.cases:6} {event.phase.value:9} {event.status.value:8} {event.label}"
        elif isinstance(event, events.NonFatalError):
            outcome.failures[f"{event.label}: {event.info.format()}"] = None
        elif isinstance(event, events.FatalError):
            raise event.exception


def _schema(base_url: str, cast: Cast) -> BaseSchema:
    schemathesis.openapi.format("time-zone", strategies.sampled_from(_ZONES))
    schema = schemathesis.openapi.from_dict(
        json.loads(DOCUMENT.read_text()), config=SchemathesisConfig.from_path(_CONFIGURATION)
    )
    schema.config.update(base_url=base_url, continue_on_failure=True)
    schema.auth.providers.append(cast)

    @schema.hook("filter_failure")
    def counts(context, failure, case, response):
        return unsayable.counts(failure, response)

    @schema.hook("after_call")
    def after_call(context, case, response):
        cast.after_call(case, response)

    return schema

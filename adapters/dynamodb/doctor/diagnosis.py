"""What an examination of the table came to."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from adapters.dynamodb.doctor.findings import Fault


class Outcome(StrEnum):
    """What became of a fault: nothing was tried; it was mended; its items had changed; only a person can mend it."""

    FOUND = "found"
    REPAIRED = "repaired"
    CHANGED = "changed meanwhile, run again"
    BEYOND_REPAIR = "cannot be repaired"


class Finding(NamedTuple):
    """A fault and what became of it."""

    fault: Fault
    outcome: Outcome


@dataclass(slots=True)
class Diagnosis:
    """How many items there are by type, how many belong to calendars that are being deleted, and what is wrong."""

    items: Counter[str] = field(default_factory=Counter)
    being_deleted: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong any more."""
        return all(one.outcome is Outcome.REPAIRED for one in self.findings)

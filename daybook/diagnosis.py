"""What the doctor found, as commands print it."""

from collections import Counter
from collections.abc import Iterator
from typing import Self

from pydantic import BaseModel

from adapters.dynamodb.doctor.diagnosis import Diagnosis, Finding, Outcome
from adapters.http.schemas.resource import Resource


class FaultView(BaseModel):
    """Something that is wrong with an item."""

    kind: str
    pk: str
    sk: str
    words: str
    outcome: Outcome

    @classmethod
    def of(cls, finding: Finding) -> Self:
        fault = finding.fault
        return cls(kind=fault.kind, **fault.key, words=fault.words, outcome=finding.outcome)

    def line(self) -> str:
        told = f" ({self.outcome})" if self.outcome is not Outcome.FOUND else ""
        return f"{self.kind}: {self.pk} {self.sk}: {self.words}{told}"


class DiagnosisView(Resource):
    """What is wrong with a table, by whose name it goes, and what it holds."""

    type: str = "diagnosis"
    healthy: bool
    items: dict[str, int]
    being_deleted: int
    faults: list[FaultView]

    @classmethod
    def of(cls, table: str, diagnosis: Diagnosis) -> Self:
        return cls(
            id=table,
            healthy=diagnosis.healthy,
            items=dict(sorted(diagnosis.items.items())),
            being_deleted=diagnosis.being_deleted,
            faults=[FaultView.of(one) for one in diagnosis.findings],
        )

    def report(self) -> str:
        """A line for each fault, how many there are of each kind, and how many items of each type."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from (fault.line() for fault in self.faults)
        if self.faults:
            yield ""
        for (kind, outcome), count in sorted(Counter((one.kind, one.outcome) for one in self.faults).items()):
            yield f"{count:8,}  {kind}: {outcome}"
        yield f"{len(self.faults):8,}  faults" if self.faults else "No faults."
        yield ""
        yield from (f"{count:8,}  {kind}" for kind, count in self.items.items())
        yield f"{sum(self.items.values()):8,}  items, {self.being_deleted:,} of calendars that are being deleted"

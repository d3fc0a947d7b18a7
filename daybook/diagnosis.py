"""What the doctor found, as commands print it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from adapters.dynamodb.doctor.diagnosis import Diagnosis, Finding, Outcome
from adapters.http.schemas.described import TypedDict


class FaultView(TypedDict):
    """Something that is wrong with an item."""

    kind: str
    pk: str
    sk: str
    words: str
    outcome: Outcome


class DiagnosisView(TypedDict):
    """What is wrong with a table, by whose name it goes, and what it holds."""

    id: str
    type: Literal["diagnosis"]
    healthy: bool
    items: dict[str, int]
    being_deleted: int
    faults: list[FaultView]


def diagnosis_view(table: str, diagnosis: Diagnosis) -> DiagnosisView:
    return {
        "id": table,
        "type": "diagnosis",
        "healthy": diagnosis.healthy,
        "items": dict(sorted(diagnosis.items.items())),
        "being_deleted": diagnosis.being_deleted,
        "faults": [_fault_view(one) for one in diagnosis.findings],
    }


def report(view: DiagnosisView) -> str:
    """A line for each fault, how many there are of each kind, and how many items of each type."""
    return "\n".join(_lines(view["faults"], view["items"], view["being_deleted"]))


def _fault_view(finding: Finding) -> FaultView:
    fault = finding.fault
    return {
        "kind": fault.kind,
        "pk": fault.key["pk"],
        "sk": fault.key["sk"],
        "words": fault.words,
        "outcome": finding.outcome,
    }


def _lines(faults: list[FaultView], items: Mapping[str, int], being_deleted: int) -> Iterator[str]:
    yield from map(_line, faults)
    if faults:
        yield ""
    for (kind, outcome), count in sorted(Counter((one["kind"], one["outcome"]) for one in faults).items()):
        yield f"{count:8,}  {kind}: {outcome}"
    yield f"{len(faults):8,}  faults" if faults else "No faults."
    yield ""
    yield from (f"{count:8,}  {kind}" for kind, count in items.items())
    yield f"{sum(items.values()):8,}  items, {being_deleted:,} of calendars that are being deleted"


def _line(fault: FaultView) -> str:
    told = f" ({fault['outcome']})" if fault["outcome"] is not Outcome.FOUND else ""
    return f"{fault['kind']}: {fault['pk']} {fault['sk']}: {fault['words']}{told}"

"""How an import job looks as items: the job itself, its file in compressed chunks, its results batch by batch."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from adapters.dynamodb.items import epoch, instant_text, item
from adapters.dynamodb.table import TTL_ATTRIBUTE, Item, chunk_key, import_job_key, results_key
from domain.ids import CalendarId, EventId, ImportJobId, OwnerId
from domain.import_job import ImportJob, JobStatus
from domain.incoming import ImportResult, Note, Outcome

IMPORT_JOB, WAITING = "import_job", JobStatus.WAITING.value
"""The type and the status of the items that wake the worker."""

_CHUNK_BYTES = 380 * 1024
"""What an item may hold, less its keys."""


class WaitingJob(NamedTuple):
    """A job that a stream record tells of."""

    calendar_id: CalendarId
    job_id: ImportJobId


def import_job_to_item(job: ImportJob) -> Item:
    return item(
        import_job_key(job.calendar_id, job.id),
        IMPORT_JOB,
        id=str(job.id),
        calendar_id=str(job.calendar_id),
        owner_id=str(job.owner_id),
        dry_run=job.dry_run,
        parts=[part or "" for part in job.parts],
        created_at=instant_text(job.created_at),
        updated_at=instant_text(job.updated_at),
        status=job.status.value,
        total=job.total,
        counts={outcome.value: count for outcome, count in job.counts.items()},
        attempts=job.attempts,
        reason=job.reason,
        version=job.version,
        **_until_expiry(job),
    )


def import_job_from_item(kept: Mapping[str, Any]) -> ImportJob:
    return ImportJob(
        id=ImportJobId(UUID(kept["id"])),
        calendar_id=CalendarId(UUID(kept["calendar_id"])),
        owner_id=OwnerId(UUID(kept["owner_id"])),
        dry_run=kept["dry_run"],
        parts=tuple(part or None for part in kept["parts"]),
        created_at=datetime.fromisoformat(kept["created_at"]),
        updated_at=datetime.fromisoformat(kept["updated_at"]),
        status=JobStatus(kept["status"]),
        total=kept.get("total"),
        counts={Outcome(outcome): count for outcome, count in kept.get("counts", {}).items()},
        attempts=kept["attempts"],
        reason=kept.get("reason"),
        version=kept["version"],
    )


def chunks_of(job: ImportJob, fingerprint: str, content: bytes) -> Iterator[Item]:
    """A part of the file, in as many items as it takes."""
    packed = zlib.compress(content)
    for number, start in enumerate(range(0, len(packed), _CHUNK_BYTES)):
        key = chunk_key(job.calendar_id, job.id, fingerprint, number)
        yield item(key, "import_part", content=packed[start : start + _CHUNK_BYTES], **_until_expiry(job))


def content_of(chunks: Iterable[Item]) -> bytes:
    """The part that its items hold, in their order."""
    return zlib.decompress(b"".join(bytes(chunk["content"]) for chunk in chunks))


def results_to_item(job: ImportJob, results: Sequence[ImportResult]) -> Item:
    """The results that a job is further by than it was in its version before."""
    packed = zlib.compress(json.dumps([_result(one) for one in results], ensure_ascii=False).encode())
    key = results_key(job.calendar_id, job.id, job.done - len(results))
    return item(key, "import_results", results=packed, **_until_expiry(job))


def number_of_first(kept: Item) -> int:
    """The number of the first result of an item, from 0."""
    return int(kept["sk"].rpartition("#")[2])


def results_of(kept: Item) -> list[ImportResult]:
    return [_result_from(*one) for one in json.loads(zlib.decompress(bytes(kept["results"])))]


def waiting_jobs(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, WaitingJob]]:
    """The sequence number of each stream record that tells of a job whose turn it is, and the job."""
    for record in records:
        image = record["dynamodb"].get("NewImage", {})
        if [image.get(name, {}).get("S") for name in ("type", "status")] == [IMPORT_JOB, WAITING]:
            job = WaitingJob(CalendarId(UUID(image["calendar_id"]["S"])), ImportJobId(UUID(image["id"]["S"])))
            yield record["dynamodb"]["SequenceNumber"], job


def _result(one: ImportResult) -> list[object]:
    event_id = str(one.event_id) if one.event_id is not None else None
    return [one.uid, one.line, one.outcome.value, event_id, one.reason, [list(note) for note in one.notes]]


def _result_from(
    uid: str, line: int, outcome: str, event_id: str | None, reason: str | None, notes: Sequence[Any]
) -> ImportResult:
    own_id = EventId(UUID(event_id)) if event_id is not None else None
    return ImportResult(uid, line, Outcome(outcome), own_id, reason, tuple(Note(*note) for note in notes))


def _until_expiry(job: ImportJob) -> dict[str, object]:
    return {TTL_ATTRIBUTE: epoch(job.expires_at)}

"""Import jobs: nothing of their files and results without them, and no work without its file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from adapters.dynamodb.doctor.findings import (
    MISPLACED,
    UNKNOWN,
    Fault,
    differences,
    put,
    readable,
    removal,
    unchanged,
    unreadable,
)
from adapters.dynamodb.doctor.look import Look, between
from adapters.dynamodb.import_job_items import IMPORT_JOB, content_of, import_job_from_item, import_job_to_item
from adapters.dynamodb.table import (
    TTL_ATTRIBUTE,
    Item,
    Key,
    chunks,
    import_job_key,
    imports_partition,
    job_in,
    key_of,
    place_in_calendar,
)
from domain.ids import ImportJobId
from domain.import_job import KEPT_FOR, ImportJob

OF_NO_JOB, NO_FILE, DIFFERS = "part of no import job", "import job without its file", "altered import job"
TYPES = {"job": IMPORT_JOB, "part": "import_part", "results": "import_results"}
"""The types of the items of an import, by what their sort keys begin with."""

_JUST_MADE = timedelta(minutes=10)


def check_import(look: Look, key: Key) -> Iterator[Fault]:
    """What is wrong with whatever lies in a partition of imports."""
    kept, within = look.get(key), place_in_calendar(key)
    job_id = readable(lambda: job_in(key))
    if kept is None or within is None:
        return
    if kept.get("type") != TYPES.get(key["sk"].partition("#")[0]) or job_id is None:
        yield Fault(UNKNOWN, key, f"type {kept.get('type')} is none that has a key like this")
    elif kept["type"] == IMPORT_JOB:
        yield from _job(look, kept)
    elif TTL_ATTRIBUTE not in kept:
        yield unreadable(kept)
    else:
        yield from _of_a_job(look, kept, import_job_key(within[0], job_id), job_id)


def _job(look: Look, kept: Item) -> Iterator[Fault]:
    job = readable(lambda: import_job_from_item(kept))
    if job is None:
        yield unreadable(kept)
        return
    expected = import_job_to_item(job)
    if key_of(expected) != key_of(kept):
        yield Fault(MISPLACED, key_of(kept), f"it says to be job {job.id} of calendar {job.calendar_id}")
        return
    if expected != kept:
        mend = (put(expected, kept),) if kept.keys() <= expected.keys() else ()
        yield Fault(DIFFERS, key_of(kept), f"differs in {differences(kept, expected)}", mend)
    missing = [part for part in job.parts if part is not None and not _is_whole(look, job, part)]
    if missing and not job.has_ended:
        words = f"it is {job.status}, but of its file is missing: {', '.join(missing)}; it will fail, start it anew"
        yield Fault(NO_FILE, key_of(kept), words)


def _is_whole(look: Look, job: ImportJob, part: str) -> bool:
    """Whether a part of the file is there; of a job that has ended, nobody asks."""
    if job.has_ended:
        return True
    found = look.partition(*between(imports_partition(job.calendar_id), chunks(job.id, part)))
    content = readable(lambda: content_of(found))
    return content is not None and sha256(content).hexdigest() == part


def _of_a_job(look: Look, kept: Item, at: Key, job_id: ImportJobId) -> Iterator[Fault]:
    """A part of a file, or results. While their job has just been made, or deleted, they may be without it."""
    made_at = datetime.fromtimestamp(kept[TTL_ATTRIBUTE], UTC) - KEPT_FOR
    is_young = look.now - made_at < _JUST_MADE
    if look.get(at) is None and not is_young:
        yield Fault(OF_NO_JOB, key_of(kept), f"there is no job {job_id}", (unchanged(at, None), removal(kept)))

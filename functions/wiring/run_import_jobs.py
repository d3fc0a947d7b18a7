"""What the worker that imports in the background does."""

from adapters.ical.reading import contents
from domain.use_cases.run_import_job import RunImportJob
from functions.wiring import now
from functions.wiring.event_imports import import_events
from functions.wiring.import_jobs import import_job_store
from functions.wiring.keyrings import owner_store


def run_import_job() -> RunImportJob:
    return RunImportJob(import_job_store(), owner_store(), import_events(), contents, now)

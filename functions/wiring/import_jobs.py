"""Import jobs: having files taken in in the background."""

import secrets

from adapters.dynamodb.import_jobs import DynamoImportJobs
from domain.use_cases import import_jobs
from functions.wiring import now, once, pause, table
from functions.wiring.calendars import calendar_store


@once
def import_job_store() -> DynamoImportJobs:
    return DynamoImportJobs(table(), now)


def reached_jobs() -> import_jobs.ReachedJobs:
    return import_jobs.ReachedJobs(import_job_store(), calendar_store())


def create_import_job() -> import_jobs.CreateImportJob:
    return import_jobs.CreateImportJob(reached_jobs(), now, secrets.token_bytes)


def upload_part() -> import_jobs.UploadPart:
    return import_jobs.UploadPart(reached_jobs(), now, pause)


def list_import_jobs() -> import_jobs.ListImportJobs:
    return import_jobs.ListImportJobs(reached_jobs())


def get_import_job() -> import_jobs.GetImportJob:
    return import_jobs.GetImportJob(reached_jobs())


def list_import_results() -> import_jobs.ListImportResults:
    return import_jobs.ListImportResults(reached_jobs())


def delete_import_job() -> import_jobs.DeleteImportJob:
    return import_jobs.DeleteImportJob(reached_jobs(), pause)

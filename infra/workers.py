"""The workers: what goes on in the background once something was written."""

from constructs import Construct

from adapters.dynamodb.deletions import DELETION, DROPPED, OWNER_DELETION
from adapters.dynamodb.import_job_items import IMPORT_JOB, WAITING
from adapters.dynamodb.owner_items import PROFILE
from adapters.settings import Settings
from infra import access
from infra.configuration import Configuration
from infra.function import CORE_MB, Shared
from infra.plans import Plans
from infra.worker import Duty, Worker, record

_GONE = [DELETION, OWNER_DELETION, DROPPED]


class Workers(Construct):
    """`all` of them."""

    def __init__(
        self, scope: Construct, name: str, *, plans: Plans, shared: Shared, configuration: Configuration
    ) -> None:
        super().__init__(scope, name)
        self.all = [
            Worker(self, duty, shared=shared, reserved=configuration.worker_concurrency)
            for duty in (_purge(shared), _run_import_jobs(shared), _meter_owners(shared, plans, configuration))
        ]


def _purge(shared: Shared) -> Duty:
    return Duty(
        "purge",
        "Removes what deleted calendars and owners leave behind, and dropped overrides",
        [record("INSERT", "NewImage", type=_GONE), record("REMOVE", "OldImage", type=_GONE)],
        access.purge(shared.table),
    )


def _run_import_jobs(shared: Shared) -> Duty:
    return Duty(
        "run_import_jobs",
        "Imports files in the background",
        [record("MODIFY", "NewImage", type=[IMPORT_JOB], status=[WAITING])],
        access.run_import_jobs(shared.table),
        batch_size=1,
        at_once=2,
        memory_mb=CORE_MB,
    )


def _meter_owners(shared: Shared, plans: Plans, configuration: Configuration) -> Duty:
    """The gateway makes five keys in a second at most, so that this one is in no hurry."""
    return Duty(
        "meter_owners",
        "Has the gateway count the calls of each owner by itself",
        [
            record("INSERT", "NewImage", type=[PROFILE]),
            record("MODIFY", "NewImage", type=[PROFILE]),
            record("REMOVE", "OldImage", type=[PROFILE]),
        ],
        access.meter_owners(shared.table, plans.ids),
        {Settings.USAGE_KEY_PREFIX: configuration.stack, Settings.USAGE_PLANS: plans.by_name},
    )

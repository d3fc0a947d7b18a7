"""What a deployer may choose: the context of cdk.json, or `-c name=value`. docs/deploy.md says it at length."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from domain.owner import Plan
from infra.choices import BadChoice, Choices, Domain, ExistingTable, Limits

ROOT = Path(__file__).parents[1]
WORKERS = ("purge", "run_import_jobs", "meter_owners")
"""Modules of `functions` that work behind the stream."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """`stack` has the stage's name in it, unless that is `prod`: there may be several deployments in an account.

    `throw_away` deployments go with all their data when their stack does.

    `rapidapi` opens the second front door; `rapidapi_secret` is the name, in Secrets Manager, of its secrets, which
    are read anew at a deploy with another `rapidapi_secret_revision`; `rapidapi_billing` is what calls cost there.

    A credential that was revoked may go on working for `authorizer_cache_seconds`, for which the gateway believes the
    authorizer, and `credential_cache_seconds`, for which that believes what it read.

    `public_url`, which may be empty, is where everybody reaches the direct door if that has a name of its own.

    `cors_origins` are the sites whose pages may call the direct door from a browser: none, some, or `*`.

    `worker_concurrency` is how many of each worker may run at a time, which is set aside for them; none is if it is 0.
    """

    stack: str
    throw_away: bool
    existing_table: ExistingTable | None
    requests_per_second: int
    burst: int
    plans: Mapping[Plan, Limits]
    api_key_prefix: str
    authorizer_cache_seconds: int
    credential_cache_seconds: int
    worker_concurrency: int
    domain: Domain | None
    public_url: str
    cors_origins: frozenset[str]
    rapidapi: bool
    rapidapi_secret: str
    rapidapi_secret_revision: str
    rapidapi_billing: str
    firewall: bool
    log_days: int
    access_log: bool
    alarms: bool
    alarm_email: str
    monthly_budget_usd: int

    @classmethod
    def read(cls, of: Callable[[str], Any]) -> Self:
        """Make it of a look-up in the context; what `-c` sets comes as text. Raise BadChoice."""
        chosen = Choices(of)
        return cls(
            stack=chosen.stack(),
            throw_away=chosen.switch("throw_away"),
            existing_table=chosen.existing_table(),
            requests_per_second=chosen.number("requests_per_second"),
            burst=chosen.number("burst"),
            plans=chosen.plans(),
            api_key_prefix=chosen.text("api_key_prefix"),
            authorizer_cache_seconds=chosen.number("authorizer_cache_seconds"),
            credential_cache_seconds=chosen.number("credential_cache_seconds"),
            worker_concurrency=chosen.number("worker_concurrency"),
            domain=chosen.domain(),
            public_url=chosen.public_url(),
            cors_origins=chosen.cors_origins(),
            rapidapi=chosen.switch("rapidapi"),
            rapidapi_secret=chosen.text("rapidapi_secret"),
            rapidapi_secret_revision=chosen.text("rapidapi_secret_revision"),
            rapidapi_billing=chosen.rapidapi_billing(),
            firewall=chosen.switch("firewall"),
            log_days=chosen.log_days(),
            access_log=chosen.switch("access_log"),
            alarms=chosen.switch("alarms"),
            alarm_email=chosen.text("alarm_email"),
            monthly_budget_usd=chosen.number("monthly_budget_usd"),
        )


def require_known(context: Mapping[str, Any]) -> None:
    """Raise BadChoice for what is set and means nothing here. CDK's own names have a colon or a slash."""
    for name in sorted(set(context) - set(defaults())):
        if not {":", "/"} & set(name):
            raise BadChoice(f"{name} is nothing that can be chosen; cdk.json lists what can.")


def defaults() -> dict[str, Any]:
    """The context of cdk.json, which only the CDK command line reads by itself."""
    context: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text())["context"]
    return context

"""What a deployer may choose: the context of cdk.json, or `-c name=value`. docs/deploy.md says it at length."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from adapters.http.billing import prices_of
from adapters.settings import Settings, cors_origins
from domain.owner import Plan

ROOT = Path(__file__).parents[1]
PRODUCTION = "prod"
WORKERS = ("purge", "run_import_jobs", "meter_owners")
"""Modules of `functions` that work behind the stream."""

_LONGEST_STACK = 20
_LOG_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731)  # that CloudWatch has
_ON, _OFF = {"true", "yes", "on", "1"}, {"false", "no", "off", "0", ""}


class BadChoice(ValueError):
    """Something in the context that makes no sense, in words for whoever set it."""


class Limits(NamedTuple):
    """What a plan allows each owner on it; where it says nothing, as much as the stage does."""

    requests_per_second: int | None = None
    burst: int | None = None
    requests_per_month: int | None = None


class ExistingTable(NamedTuple):
    """A table that is there already, brought back from a backup perhaps; without one, the stack makes one."""

    name: str
    stream_arn: str


class Domain(NamedTuple):
    """A name of the direct door's own, with its certificate; the zone, if it is in Route 53, gets a record of it."""

    name: str
    certificate_arn: str
    hosted_zone_id: str
    hosted_zone_name: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """`stage` names one of several deployments in an account; that of `prod` is the stack's own name.

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
    stage: str
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
        chosen = _Choices(of)
        return cls(
            stack=chosen.stack(),
            stage=chosen.text("stage"),
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
            cors_origins=cors_origins({Settings.CORS_ORIGINS: chosen.text("cors_origins")}),
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


class _Choices:
    """The context, by name and kind."""

    def __init__(self, of: Callable[[str], Any]) -> None:
        self._of = of

    def text(self, name: str) -> str:
        return str(self._of(name)).strip()

    def number(self, name: str) -> int:
        given = self.text(name)
        if not given.isdecimal():
            raise BadChoice(f"{name} must be a whole number from 0, not {given}.")
        return int(given)

    def switch(self, name: str) -> bool:
        given = self.text(name).lower()
        if given not in _ON | _OFF:
            raise BadChoice(f"{name} must be true or false, not {given}.")
        return given in _ON

    def stack(self) -> str:
        """The stack's name, with which CloudFormation lets its functions' names begin if it is not too long.

        No name may be another's with a hyphen and more behind it: the doors may call all functions so named.
        """
        stage = self.text("stage")
        name = self.text("stack") + ("" if stage == PRODUCTION else stage.capitalize())
        if not (name.isascii() and name.isalnum() and name[0].isalpha() and self.text("stack")):
            raise BadChoice(f"stack and stage must be letters and digits; together they are {name}.")
        if len(name) > _LONGEST_STACK:
            raise BadChoice(f"stack and stage: together they have at most {_LONGEST_STACK} characters, unlike {name}.")
        return name

    def plans(self) -> dict[Plan, Limits]:
        given = self._of("plans")
        try:
            plans: dict[str, dict[str, int]] = json.loads(given) if isinstance(given, str) else given
            limits = {Plan(plan): Limits(**allowed) for plan, allowed in plans.items()}
        except (ValueError, TypeError, AttributeError):
            allowed = ", ".join(Limits._fields)
            raise BadChoice(f"plans must be JSON that says what each of {', '.join(Plan)} allows: {allowed}.") from None
        if set(limits) != set(Plan):
            raise BadChoice(f"plans must say of each of {', '.join(Plan)} what it allows, if only {{}}.")
        return limits

    def existing_table(self) -> ExistingTable | None:
        table = ExistingTable(self.text("table"), self.text("table_stream"))
        if bool(table.name) != bool(table.stream_arn):
            raise BadChoice("table and table_stream go together: workers read the stream of a table that is there.")
        return table if table.name else None

    def domain(self) -> Domain | None:
        domain = Domain(*map(self.text, ("domain_name", "certificate_arn", "hosted_zone_id", "hosted_zone_name")))
        if bool(domain.name) != bool(domain.certificate_arn):
            raise BadChoice("domain_name and certificate_arn go together: a name needs a certificate of this region.")
        if bool(domain.hosted_zone_id) != bool(domain.hosted_zone_name):
            raise BadChoice("hosted_zone_id and hosted_zone_name go together.")
        return domain if domain.name else None

    def rapidapi_billing(self) -> str:
        """Prices as `adapters.http.prices` reads them; BadSetting."""
        prices = self.text("rapidapi_billing")
        prices_of({Settings.RAPIDAPI_BILLING: prices})
        return prices

    def log_days(self) -> int:
        days = self.number("log_days")
        if days not in _LOG_DAYS:
            raise BadChoice(f"log_days must be one of {', '.join(map(str, _LOG_DAYS))}, not {days}.")
        return days

    def public_url(self) -> str:
        domain = self.domain()
        return self.text("public_url") or (f"https://{domain.name}" if domain else "")


def require_known(context: Mapping[str, Any]) -> None:
    """Raise BadChoice for what is set and means nothing here. CDK's own names have a colon or a slash."""
    for name in sorted(set(context) - set(defaults())):
        if not {":", "/"} & set(name):
            raise BadChoice(f"{name} is nothing that can be chosen; cdk.json lists what can.")


def defaults() -> dict[str, Any]:
    """The context of cdk.json, which only the CDK command line reads by itself."""
    context: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text())["context"]
    return context

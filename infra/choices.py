"""Reading what a deployer chose, one kind of choice after the other. What makes no sense is refused by name."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from adapters.http.billing import prices_of
from adapters.settings import Settings, cors_origins
from domain.owner import Plan

PRODUCTION = "prod"
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


class Choices:
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

    def cors_origins(self) -> frozenset[str]:
        """Origins as `adapters.settings` reads them; BadSetting."""
        return cors_origins({Settings.CORS_ORIGINS: self.text("cors_origins")})

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

"""The one stack: the table, a function for every row, the workers, a front door or two, and who watches over it all."""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from adapters.http.doors import DIRECT, RAPIDAPI, Door
from infra.access_log import GatewayLogging
from infra.alerts import alerts
from infra.authorizer import authorizer
from infra.budget import Budget
from infra.configuration import Configuration
from infra.domain_name import DomainName
from infra.endpoints import Endpoints
from infra.firewall import Firewall
from infra.front_door import FrontDoor
from infra.function import Shared
from infra.log import log
from infra.observability import Observability
from infra.plans import Plans
from infra.table import table
from infra.workers import Workers


class DaybookStack(cdk.Stack):
    """Everything that Daybook is on AWS. `package` is the folder that all functions run from."""

    def __init__(self, scope: Construct, *, configuration: Configuration, package: Path) -> None:
        super().__init__(scope, configuration.stack, description="Daybook, a calendar API")
        self._chosen = configuration
        self._table = table(self, configuration)
        shared = Shared(self._table, lambda_.Code.from_asset(str(package)), log(self, configuration))
        self._authorizer = authorizer(self, shared, configuration)
        endpoints = Endpoints(self, "Endpoints", shared=shared, configuration=configuration)
        self._doors = self._open_doors(endpoints)
        plans = Plans(self, "Plans", stage=self._doors[DIRECT].stage, configuration=configuration)
        self._workers = Workers(self, "Workers", plans=plans, shared=shared, configuration=configuration).all
        self._add_what_was_chosen()
        self._watch()
        self._say_where_to_go()

    def _open_doors(self, endpoints: Endpoints) -> dict[Door, FrontDoor]:
        doors = {
            door: FrontDoor(
                self,
                door,
                functions=endpoints.functions,
                authorizer=self._authorizer,
                configuration=self._chosen,
            )
            for door in ((DIRECT, RAPIDAPI) if self._chosen.rapidapi else (DIRECT,))
        }
        if self._chosen.access_log:
            logging = GatewayLogging(self, "GatewayLogging")
            for opened in doors.values():
                opened.node.add_dependency(logging)
        return doors

    def _add_what_was_chosen(self) -> None:
        """What the direct door may have before it. RapidAPI brings its own."""
        stage = self._doors[DIRECT].stage
        if self._chosen.firewall:
            Firewall(self, "Firewall", stage=stage)
        if self._chosen.domain:
            named = DomainName(self, "Domain", domain=self._chosen.domain, stage=stage)
            cdk.CfnOutput(self, "DomainTarget", value=named.target)

    def _watch(self) -> None:
        topic = alerts(self, self._chosen)
        if self._chosen.alarms:
            Observability(
                self,
                "Observability",
                doors=list(self._doors.values()),
                authorizer=self._authorizer,
                table=self._table,
                workers=self._workers,
                topic=topic,
            )
        if self._chosen.monthly_budget_usd:
            Budget(self, "Budget", usd=self._chosen.monthly_budget_usd, topic=topic)

    def _say_where_to_go(self) -> None:
        """The outputs: addresses, the table for the command line, and the commands that come next."""
        for door, opened in self._doors.items():
            cdk.CfnOutput(self, f"{door.name.capitalize()}Url", value=opened.url)
        cdk.CfnOutput(self, "TableName", value=self._table.table_name)
        where = f"--stack {self.stack_name} --region {self.region}"
        cdk.CfnOutput(self, "MakeTheFirstKey", value=f".venv/bin/daybook keys create --owner me {where}")
        cdk.CfnOutput(self, "ReplayDeadLetters", value=f".venv/bin/daybook dlq replay {where}")

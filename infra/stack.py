"""The one stack: the table, a function for every row, the workers, and a front door or two."""

from pathlib import Path
from typing import TypedDict

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from adapters.http.doors import DIRECT, RAPIDAPI
from adapters.settings import Settings
from infra import access
from infra.configuration import Configuration
from infra.endpoints import functions
from infra.front_door import FrontDoor, invoker
from infra.function import Function
from infra.log import log
from infra.table import table
from infra.worker import PURGE, RUN_IMPORT_JOBS, Worker

_AUTHORIZER_TIMEOUT = cdk.Duration.seconds(10)


class _Shared(TypedDict):
    """What every function has from the stack."""

    table: dynamodb.TableV2
    code: lambda_.Code
    log: logs.ILogGroup


class DaybookStack(cdk.Stack):
    """Everything that Daybook is on AWS. `package` is the folder that all functions run from."""

    def __init__(self, scope: Construct, name: str, *, configuration: Configuration, package: Path) -> None:
        super().__init__(scope, name, description="Daybook, a calendar API")
        kept = table(self)
        shared: _Shared = {"table": kept, "code": lambda_.Code.from_asset(str(package)), "log": log(self)}
        endpoints = functions(self, **shared, configuration=configuration)
        authorizer = self._authorizer(**shared, configuration=configuration)
        workers = [
            Worker(self, "purge", duty=PURGE, statements=access.purge(kept), **shared),
            Worker(self, "run_import_jobs", duty=RUN_IMPORT_JOBS, statements=access.run_import_jobs(kept), **shared),
        ]
        role = invoker(self)
        for door in (DIRECT, RAPIDAPI) if configuration.rapidapi else (DIRECT,):
            opened = FrontDoor(
                self,
                door.name,
                door=door,
                functions=endpoints,
                authorizer=authorizer,
                invoker=role,
                configuration=configuration,
            )
            cdk.CfnOutput(self, f"{door.name.capitalize()}Url", value=opened.url)
        cdk.CfnOutput(self, "TableName", value=kept.table_name)
        where = f"--table {kept.table_name} --region {self.region}"
        queues = " ".join(f"--queue {worker.failed.queue_url}" for worker in workers)
        cdk.CfnOutput(self, "MakeTheFirstKey", value=f".venv/bin/daybook keys create --owner me {where}")
        cdk.CfnOutput(self, "ReplayDeadLetters", value=f".venv/bin/daybook dlq replay {queues} {where}")

    def _authorizer(
        self, *, table: dynamodb.TableV2, code: lambda_.Code, log: logs.ILogGroup, configuration: Configuration
    ) -> lambda_.IFunction:
        environment = {
            Settings.TABLE: table.table_name,
            Settings.CREDENTIAL_CACHE_SECONDS: str(configuration.credential_cache_seconds),
        }
        if configuration.rapidapi:
            secrets = cdk.SecretValue.secrets_manager(configuration.rapidapi_secret)
            environment[Settings.RAPIDAPI_PROXY_SECRETS] = secrets.unsafe_unwrap()
            # CloudFormation reads a secret anew only if something about the function changes.
            environment["RAPIDAPI_SECRET_REVISION"] = configuration.rapidapi_secret_revision
        return Function(
            self,
            "authorizer",
            handler="functions.authorizer.handler",
            code=code,
            log=log,
            description="From a credential to its owner",
            statements=access.authorizer(table),
            environment=environment,
            timeout=_AUTHORIZER_TIMEOUT,
        ).function

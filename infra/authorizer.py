"""The authorizer of both doors."""

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from adapters.settings import Settings
from infra import access
from infra.configuration import Configuration
from infra.function import Function, Shared

_TIMEOUT = cdk.Duration.seconds(10)


def authorizer(scope: Construct, shared: Shared, configuration: Configuration) -> lambda_.IFunction:
    """Its function."""
    return Function(
        scope,
        "authorizer",
        shared=shared,
        handler="functions.authorizer.handler",
        description="From a credential to its owner",
        statements=access.authorizer(shared.table),
        environment=_environment(shared, configuration),
        timeout=_TIMEOUT,
    ).function


def _environment(shared: Shared, configuration: Configuration) -> dict[str, str]:
    """RapidAPI's secrets are in it, and only where they are asked for: to read them at run time would cost each cold
    start a client of botocore's, more than all the rest."""
    told = {
        Settings.TABLE: shared.table.table_name,
        Settings.CREDENTIAL_CACHE_SECONDS: str(configuration.credential_cache_seconds),
        Settings.USAGE_KEY_PREFIX: configuration.stack,
    }
    if configuration.rapidapi:
        told[Settings.RAPIDAPI_PROXY_SECRETS] = cdk.SecretValue.secrets_manager(
            configuration.rapidapi_secret
        ).unsafe_unwrap()
        # CloudFormation reads a secret anew only if something about the function changes.
        told["RAPIDAPI_SECRET_REVISION"] = configuration.rapidapi_secret_revision
    return told

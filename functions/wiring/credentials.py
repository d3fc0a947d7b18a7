"""Proving who calls: what the authorizer loads."""

from adapters.dynamodb.credentials import DynamoCredentials
from adapters.remembered import RememberedCredentials
from domain.use_cases import authenticate
from functions.wiring import now, once, settings, table


@once
def remembered_credentials() -> RememberedCredentials:
    return RememberedCredentials(DynamoCredentials(table()), now, settings().credential_cache_seconds)


def authenticate_key() -> authenticate.AuthenticateKey:
    return authenticate.AuthenticateKey(remembered_credentials(), now)


def authenticate_rapidapi() -> authenticate.AuthenticateRapidApi:
    return authenticate.AuthenticateRapidApi(remembered_credentials(), now, settings().rapidapi_proxy_secrets)

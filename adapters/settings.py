"""The configuration: read once from the environment, in the composition root. CDK sets the same names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

LOCAL_CREDENTIALS = ("local", "local")


@dataclass(frozen=True, slots=True)
class Settings:
    """Required values have no default."""

    table: str
    database_url: str | None = None
    region: str | None = None
    api_key_prefix: str = "dbk_"
    rapidapi_proxy_secrets: frozenset[str] = frozenset()

    TABLE: ClassVar = "DAYBOOK_TABLE"
    DATABASE_URL: ClassVar = "DAYBOOK_DYNAMODB_URL"
    REGION: ClassVar = "AWS_REGION"
    API_KEY_PREFIX: ClassVar = "API_KEY_PREFIX"
    RAPIDAPI_PROXY_SECRETS: ClassVar = "RAPIDAPI_PROXY_SECRETS"

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise KeyError if a required variable is missing."""
        secrets = environment.get(cls.RAPIDAPI_PROXY_SECRETS, "")
        return cls(
            table=environment[cls.TABLE],
            database_url=environment.get(cls.DATABASE_URL) or None,
            region=environment.get(cls.REGION),
            api_key_prefix=environment.get(cls.API_KEY_PREFIX, "dbk_"),
            rapidapi_proxy_secrets=frozenset(one.strip() for one in secrets.split(",") if one.strip()),
        )

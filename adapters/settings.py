"""The configuration: read once from the environment, in the composition root. CDK sets the same names."""

import re
from collections.abc import Mapping
from typing import ClassVar, Self

from domain.records import dataclass

LOCAL_CREDENTIALS = ("local", "local")

ANY_ORIGIN = "*"

_LONGEST_CACHE_SECONDS = 300
_PUBLIC_URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://[a-z0-9.\[\]:-]+")


class BadSetting(ValueError):
    """A variable of the environment that makes no sense, in words for whoever set it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Required values have no default.

    `usage_key_prefix` is what the names of the gateway's usage keys begin with, where a gateway counts calls at all.

    `public_url` is where everybody reaches the direct door, if the address that a request was sent to does not say
    that. `cors_origins` are the sites whose pages may call from a browser. How long a credential is believed to work
    without a look is in seconds.
    """

    table: str
    database_url: str | None = None
    region: str | None = None
    api_key_prefix: str = "dbk_"
    rapidapi_proxy_secrets: frozenset[str] = frozenset()
    credential_cache_seconds: float = 5.0
    public_url: str | None = None
    cors_origins: frozenset[str] = frozenset()
    usage_key_prefix: str | None = None

    TABLE: ClassVar = "DAYBOOK_TABLE"
    DATABASE_URL: ClassVar = "DAYBOOK_DYNAMODB_URL"
    REGION: ClassVar = "AWS_REGION"
    API_KEY_PREFIX: ClassVar = "API_KEY_PREFIX"
    RAPIDAPI_PROXY_SECRETS: ClassVar = "RAPIDAPI_PROXY_SECRETS"
    CREDENTIAL_CACHE_SECONDS: ClassVar = "CREDENTIAL_CACHE_SECONDS"
    PUBLIC_URL: ClassVar = "DAYBOOK_PUBLIC_URL"
    CORS_ORIGINS: ClassVar = "DAYBOOK_CORS_ORIGINS"
    USAGE_KEY_PREFIX: ClassVar = "DAYBOOK_USAGE_KEY_PREFIX"
    USAGE_PLANS: ClassVar = "DAYBOOK_USAGE_PLANS"
    RAPIDAPI_BILLING: ClassVar = "RAPIDAPI_BILLING"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\w{0,20}", self.api_key_prefix, re.ASCII):
            raise BadSetting(f"{self.API_KEY_PREFIX} must be at most 20 letters, digits and underscores.")
        if not 0 <= self.credential_cache_seconds <= _LONGEST_CACHE_SECONDS:
            raise BadSetting(f"{self.CREDENTIAL_CACHE_SECONDS} must be a number from 0 to {_LONGEST_CACHE_SECONDS}.")
        if self.public_url is not None and not _PUBLIC_URL.fullmatch(self.public_url):
            raise BadSetting(f"{self.PUBLIC_URL} must be a whole URL, as in https://calendar.example.org.")

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise KeyError if a required variable is missing, BadSetting if one makes no sense."""
        secrets = environment.get(cls.RAPIDAPI_PROXY_SECRETS, "")
        return cls(
            table=environment[cls.TABLE],
            database_url=environment.get(cls.DATABASE_URL) or None,
            region=environment.get(cls.REGION),
            api_key_prefix=environment.get(cls.API_KEY_PREFIX, "dbk_"),
            credential_cache_seconds=_number(environment.get(cls.CREDENTIAL_CACHE_SECONDS, "5")),
            rapidapi_proxy_secrets=frozenset(several(secrets)),
            public_url=environment.get(cls.PUBLIC_URL, "").rstrip("/") or None,
            cors_origins=cors_origins(environment),
            usage_key_prefix=environment.get(cls.USAGE_KEY_PREFIX) or None,
        )


def several(text: str) -> list[str]:
    """Values with commas between them, without what is around each."""
    return [one.strip() for one in text.split(",") if one.strip()]


def cors_origins(environment: Mapping[str, str]) -> frozenset[str]:
    """The origins that may call, or `*`; BadSetting for what is none."""
    given = environment.get(Settings.CORS_ORIGINS, "")
    origins = frozenset(several(given))
    for origin in origins - {ANY_ORIGIN}:
        if not _ORIGIN.fullmatch(origin):
            raise BadSetting(
                f"{Settings.CORS_ORIGINS} must be origins with commas between them, as in https://app.example.org,"
                f" or {ANY_ORIGIN}; {origin} is none."
            )
    return origins


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1  # which no setting allows

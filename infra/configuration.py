"""What a deployer may choose: the context of cdk.json, or `-c name=value`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from adapters.settings import Settings, cors_origins

ROOT = Path(__file__).parents[1]
_LONGEST_STACK = 20
_ON = {"true", "yes", "on", "1"}


@dataclass(frozen=True, slots=True)
class Configuration:
    """`rapidapi` opens the second front door; `rapidapi_secret` is the name, in Secrets Manager, of its secrets, which
    are read anew at a deploy with another `rapidapi_secret_revision`.

    A credential that was revoked may go on working for `authorizer_cache_seconds`, for which the gateway believes the
    authorizer, and `credential_cache_seconds`, for which that believes what it read.

    `public_url`, which may be empty, is where everybody reaches the direct door if that has a name of its own.

    `cors_origins` are the sites whose pages may call the direct door from a browser: none, some, or `*`.
    """

    stack: str
    requests_per_second: int
    burst: int
    api_key_prefix: str
    authorizer_cache_seconds: int
    credential_cache_seconds: int
    rapidapi: bool
    rapidapi_secret: str
    rapidapi_secret_revision: str
    public_url: str
    cors_origins: frozenset[str]

    @classmethod
    def read(cls, of: Callable[[str], Any]) -> Self:
        """Make it of a look-up in the context; what `-c` sets comes as text."""
        return cls(
            stack=_stack(str(of("stack"))),
            requests_per_second=int(of("requests_per_second")),
            burst=int(of("burst")),
            api_key_prefix=str(of("api_key_prefix")),
            authorizer_cache_seconds=int(of("authorizer_cache_seconds")),
            credential_cache_seconds=int(of("credential_cache_seconds")),
            rapidapi=str(of("rapidapi")).lower() in _ON,
            rapidapi_secret=str(of("rapidapi_secret")),
            rapidapi_secret_revision=str(of("rapidapi_secret_revision")),
            public_url=str(of("public_url")),
            cors_origins=cors_origins({Settings.CORS_ORIGINS: str(of("cors_origins"))}),
        )


def _stack(name: str) -> str:
    """The stack's name, with which CloudFormation lets its functions' names begin if it is not too long."""
    if len(name) > _LONGEST_STACK:
        raise ValueError(f"stack: the name has at most {_LONGEST_STACK} characters.")
    return name


def defaults() -> dict[str, Any]:
    """The context of cdk.json, which only the CDK command line reads by itself."""
    context: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text())["context"]
    return context

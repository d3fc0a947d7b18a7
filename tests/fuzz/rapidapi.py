"""A stand-in for RapidAPI's proxy: it knows one user, by a key of theirs, and vouches for that user behind it."""

from collections.abc import Callable, Iterable
from typing import Any

USER_KEY = "a-key-of-rapidapi"
_KEY, _USER, _SECRET = "HTTP_X_RAPIDAPI_KEY", "HTTP_X_RAPIDAPI_USER", "HTTP_X_RAPIDAPI_PROXY_SECRET"

Application = Callable[[Any, Any], Iterable[bytes]]


def behind_rapidapi(application: Application, secret: str, user: str) -> Application:
    """The application as RapidAPI's users reach it; others reach it as it is."""

    def proxied(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get(_KEY) == USER_KEY:
            environ = {**environ, _USER: user, _SECRET: secret}
        return application(environ, start_response)

    return proxied

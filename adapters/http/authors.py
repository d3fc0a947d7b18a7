"""Whoever calls, as the author of a change: of their own, or as the admin who may change what is anyone's."""

from typing import Annotated

from adapters.http.caller import caller_of
from adapters.http.endpoints import Endpoint
from adapters.http.markers import Seen
from adapters.http.requests import ProxyEvent
from domain.author import Admin, Author


def _author(event: ProxyEvent, row: Endpoint) -> Author:
    return Author.own(caller_of(event), row.name, str(row.access.scope))


def _admin(event: ProxyEvent, row: Endpoint) -> Admin:
    return Admin.calling(caller_of(event), row.name)


CurrentAuthor = Annotated[Author, Seen(_author)]
CurrentAdmin = Annotated[Admin, Seen(_admin)]

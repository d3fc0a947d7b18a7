"""Requests that are made of another one: for the same caller, to other endpoints."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from adapters.http.address import stage_of
from adapters.http.endpoints import Endpoint
from adapters.http.markers import Seen
from adapters.http.requests import ProxyEvent
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Relay:
    """The request that others are made of."""

    event: ProxyEvent

    @property
    def request_id(self) -> str:
        return str(self.event["requestContext"]["requestId"])

    def request(
        self,
        row: Endpoint,
        path: Mapping[str, str],
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None,
    ) -> ProxyEvent:
        """What API Gateway would have handed on if the caller had asked for that."""
        address = row.path.format(**path)
        context = {
            **self.event["requestContext"],
            "httpMethod": row.method,
            "path": f"{stage_of(self.event)}{address}",
            "resourcePath": row.path,
        }
        return {
            **self.event,
            "resource": row.path,
            "path": address,
            "httpMethod": row.method,
            "headers": self._origin() | dict(headers),
            "multiValueHeaders": None,
            "pathParameters": dict(path) or None,
            "queryStringParameters": dict(query) or None,
            "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
            "requestContext": context,
            "body": json.dumps(body) if body is not None else None,
            "isBase64Encoded": False,
        }

    def _origin(self) -> dict[str, str]:
        """The headers that say how the caller got here."""
        kept = {"host", "x-forwarded-proto"}
        return {name: value for name, value in (self.event.get("headers") or {}).items() if name.lower() in kept}


RequestRelay = Annotated[Relay, Seen(lambda event, _: Relay(event))]

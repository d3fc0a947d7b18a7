"""From a proxy event to a handler's arguments, by the handler's signature.

The signature is written in Powertools' terms, and Powertools makes the OpenAPI document of it. At run time we read it
ourselves: Powertools' resolver keeps the current event on its class, so that two threads of one process, as in the
local gateway, would see each other's callers. A test holds the two readings against each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from aws_lambda_powertools.event_handler import Depends
from aws_lambda_powertools.event_handler.openapi.params import Header, Param, Path, Query
from pydantic import BaseModel, TypeAdapter, ValidationError

from adapters.http import problems
from adapters.http.caller import caller_of
from adapters.http.parameters import current_caller
from adapters.http.requests import Malformed, ProxyEvent, header, json_body, query

Findings = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Parameter:
    argument: str
    name: str
    place: str
    type: TypeAdapter[Any]

    def read(self, given: Mapping[str, str | None], arguments: dict[str, Any], findings: Findings) -> None:
        value = given.get(self.name)
        if value is None:
            return
        try:
            arguments[self.argument] = self.type.validate_python(value)
        except ValidationError as error:
            findings += [{**one, "loc": (self.place, self.name)} for one in problems.within(self.place, error)]


class Binding:
    """How a handler gets its arguments. Parameters left out keep the handler's defaults."""

    def __init__(self, handler: Callable[..., object]) -> None:
        self._dependencies: dict[str, Callable[..., object]] = {}
        self._body: tuple[str, type[BaseModel]] | None = None
        self._path: list[_Parameter] = []
        self._query: list[_Parameter] = []
        self._headers: list[_Parameter] = []
        for argument, hint in get_type_hints(handler, include_extras=True).items():
            if argument != "return":
                self._bind(argument, hint)
        self.query_names = frozenset(parameter.name for parameter in self._query)
        self.takes_body = self._body is not None

    def arguments(self, event: ProxyEvent) -> dict[str, Any]:
        """What to call the handler with; Malformed, naming every field at fault, if that cannot be made out."""
        findings: Findings = []
        arguments: dict[str, Any] = {}
        given = query(event, self.query_names)
        path = event.get("pathParameters") or {}
        for parameter in self._path:
            parameter.read(path, arguments, findings)
        for parameter in self._query:
            parameter.read(given, arguments, findings)
        for parameter in self._headers:
            parameter.read({parameter.name: header(event, parameter.name)}, arguments, findings)
        if self._body is not None:
            self._read_body(*self._body, event, arguments, findings)
        if findings:
            raise Malformed(*problems.of_findings(findings))
        for argument, dependency in self._dependencies.items():
            arguments[argument] = caller_of(event) if dependency is current_caller else dependency()
        return arguments

    def _read_body(
        self, argument: str, model: type[BaseModel], event: ProxyEvent, arguments: dict[str, Any], findings: Findings
    ) -> None:
        try:
            arguments[argument] = model.model_validate(json_body(event))
        except ValidationError as error:
            findings += problems.within("body", error)

    def _bind(self, argument: str, hint: Any) -> None:
        if isinstance(hint, type) and issubclass(hint, BaseModel):
            self._body = (argument, hint)
            return
        for marker in get_args(hint)[1:]:
            if isinstance(marker, Depends):
                self._dependencies[argument] = marker.dependency
            elif isinstance(marker, Param):
                places = ((Path, "path", self._path), (Query, "query", self._query), (Header, "header", self._headers))
                place, kept = next((place, kept) for kind, place, kept in places if isinstance(marker, kind))
                kept.append(_Parameter(argument, marker.alias or argument, place, TypeAdapter(hint)))

"""From a proxy event to a handler's arguments, by the handler's signature.

Powertools, which makes the OpenAPI document of the same signatures, could do this as well. But its resolver keeps the
current event on its class, so that two threads of one process, as in the local gateway, would see each other's callers;
and its import takes a third of a cold start. A test holds the two readings against each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_type_hints

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from adapters.http import problems
from adapters.http.address import address_of
from adapters.http.caller import caller_of
from adapters.http.endpoints import Endpoint
from adapters.http.markers import Acting, Addressed, Calling, Header, Parameter, Path, Query, RawBody, Relaying, Uses
from adapters.http.relay import Relay
from adapters.http.requests import Malformed, ProxyEvent, header, json_body, query, raw_body
from adapters.http.schemas.resource import Draft
from domain.author import Admin, Author

Findings = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Bound:
    """An argument, and where its value comes from."""

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
            findings += [{**one, "loc": (self.place, self.name)} for one in error.errors(include_url=False)]


class Binding:
    """How the handler of a row gets its arguments. Parameters left out keep the handler's defaults."""

    def __init__(self, handler: Callable[..., object], row: Endpoint) -> None:
        self._row = row
        self._made: dict[str, Callable[[], object]] = {}
        self._seen: dict[str, Callable[[ProxyEvent], object]] = {}
        self._body: tuple[str, type[BaseModel]] | None = None
        self._raw: tuple[str, RawBody] | None = None
        self._bound: dict[str, list[_Bound]] = {kind.place: [] for kind in (Path, Query, Header)}
        for argument, hint in get_type_hints(handler, include_extras=True).items():
            if argument != "return":
                self._bind(argument, hint)
        self.query_names = frozenset(one.name for one in self._bound[Query.place])
        self.takes_body = self._body is not None or self._raw is not None
        self.raw_body = self._raw[1] if self._raw is not None else None
        self.needs_body = self._body is not None and not _may_be_left_out(self._body[1])

    def arguments(self, event: ProxyEvent) -> dict[str, Any]:
        """What to call the handler with; Malformed, naming every field at fault, if that cannot be made out."""
        findings: Findings = []
        arguments: dict[str, Any] = {}
        given: dict[str, Mapping[str, str | None]] = {
            Query.place: query(event, self.query_names, lenient=self._row.access.public),
            Path.place: event.get("pathParameters") or {},
            Header.place: {one.name: header(event, one.name) for one in self._bound[Header.place]},
        }
        for place in (Path.place, Query.place, Header.place):
            for bound in self._bound[place]:
                bound.read(given[place], arguments, findings)
        if self._body is not None:
            self._read_body(*self._body, event, arguments, findings)
        if self._raw is not None and not findings:
            argument, marker = self._raw
            arguments[argument] = raw_body(event, marker)
        if findings:
            raise Malformed(*problems.of_findings(findings))
        arguments.update((argument, make()) for argument, make in self._made.items())
        arguments.update((argument, seen_in(event)) for argument, seen_in in self._seen.items())
        return arguments

    def _read_body(
        self, argument: str, model: type[BaseModel], event: ProxyEvent, arguments: dict[str, Any], findings: Findings
    ) -> None:
        try:
            given = json_body(event) if self.needs_body or event.get("body") else {}
            arguments[argument] = model.model_validate(given)
        except ValidationError as error:
            findings += problems.within("body", error)

    def _bind(self, argument: str, hint: Any) -> None:
        if isinstance(hint, type) and issubclass(hint, BaseModel):
            self._body = (argument, hint)
            return
        for marker in get_args(hint)[1:]:
            if isinstance(marker, Uses):
                self._made[argument] = marker.make
            elif isinstance(marker, RawBody):
                self._raw = (argument, marker)
            elif isinstance(marker, Calling):
                self._seen[argument] = caller_of
            elif isinstance(marker, Acting):
                self._seen[argument] = self._as_admin if marker.as_admin else self._as_author
            elif isinstance(marker, Addressed):
                self._seen[argument] = address_of
            elif isinstance(marker, Relaying):
                self._seen[argument] = Relay
            elif isinstance(marker, Parameter):
                kind = TypeAdapter(Annotated[hint, Field(**marker.constraints)])
                self._bound[marker.place].append(_Bound(argument, marker.alias or argument, marker.place, kind))

    def _as_author(self, event: ProxyEvent) -> Author:
        return Author.own(caller_of(event), self._row.name, str(self._row.access.scope))

    def _as_admin(self, event: ProxyEvent) -> Admin:
        return Admin.calling(caller_of(event), self._row.name)


def _may_be_left_out(model: type[BaseModel]) -> bool:
    return issubclass(model, Draft) and model.may_be_left_out

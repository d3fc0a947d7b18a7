"""From a proxy event to a handler's arguments, by the handler's signature.

Powertools, which makes the OpenAPI document of the same signatures, could do this as well. But its resolver keeps the
current event on its class, so that two threads of one process, as in the local gateway, would see each other's callers;
and its import takes a third of a cold start. A test holds the two readings against each other.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from adapters.http import problems, texts
from adapters.http.endpoints import Endpoint
from adapters.http.markers import Header, Parameter, Path, Query, RawBody, Seen, Uses
from adapters.http.problems import Findings
from adapters.http.requests import Malformed, ProxyEvent, header, json_body, path_parameters, query, raw_body

if TYPE_CHECKING:  # they need pydantic, and most functions do without
    from adapters.http.schemas.draft import Body
    from adapters.http.verdicts import Verdict


class _Bound:
    """An argument that a client gives as text, and where that is."""

    def __init__(self, argument: str, hint: object, marker: Parameter) -> None:
        self.argument = argument
        self.name = marker.alias or argument
        self.place = marker.place
        self._hint = hint
        self._constraints = marker.constraints
        self._plain = texts.reading_of(hint, self._constraints)
        self._verdict: Verdict | None = None

    def read(self, text: str, findings: Findings) -> Any:
        """The value; None, with another finding, if there is something wrong with the text."""
        try:
            return self._plain(text)
        except ValueError:
            value, found = self._said(text)
            findings += found
            return value

    def _said(self, text: str) -> tuple[Any, Findings]:
        from adapters.http.verdicts import Verdict  # noqa: PLC0415 loads pydantic, for requests that are rare

        self._verdict = self._verdict or Verdict(self._hint, self._constraints)
        return self._verdict(text, self.place, self.name)


class Binding:
    """How the handler of a row gets its arguments. Parameters left out keep the handler's defaults."""

    def __init__(self, handler: Callable[..., object], row: Endpoint) -> None:
        self._row = row
        self._made: dict[str, Callable[[], object]] = {}
        self._seen: dict[str, Callable[[ProxyEvent, Endpoint], object]] = {}
        self._body: tuple[str, type[Body]] | None = None
        self._raw: tuple[str, RawBody] | None = None
        self._bound: dict[str, list[_Bound]] = {kind.place: [] for kind in (Path, Query, Header)}
        for argument, hint in handler.__annotations__.items():
            if argument != "return":
                self._bind(argument, hint)
        self.query_names = frozenset(one.name for one in self._bound[Query.place])
        self.takes_body = self._body is not None or self._raw is not None
        self.raw_body = self._raw[1] if self._raw is not None else None
        self.needs_body = self._body is not None and not self._body[1].may_be_left_out

    def arguments(self, event: ProxyEvent) -> dict[str, Any]:
        """What to call the handler with; Malformed, naming every field at fault, if that cannot be made out."""
        findings: Findings = []
        arguments: dict[str, Any] = {}
        given: dict[str, Mapping[str, str | None]] = {
            Query.place: query(event, self.query_names, lenient=self._row.access.public),
            Path.place: path_parameters(event),
            Header.place: {one.name: header(event, one.name) for one in self._bound[Header.place]},
        }
        for place, all_bound in self._bound.items():
            for bound in all_bound:
                if (text := given[place].get(bound.name)) is not None:
                    arguments[bound.argument] = bound.read(text, findings)
        if self._body is not None:
            argument, model = self._body
            arguments[argument] = self._read_body(model, event, findings)
        if self._raw is not None and not findings:
            argument, marker = self._raw
            arguments[argument] = raw_body(event, marker)
        if findings:
            raise Malformed(*problems.of_findings(findings))
        arguments.update((argument, make()) for argument, make in self._made.items())
        arguments.update((argument, see(event, self._row)) for argument, see in self._seen.items())
        return arguments

    def _read_body(self, model: "type[Body]", event: ProxyEvent, findings: Findings) -> "Body | None":
        made, found = model.read(json_body(event) if self.needs_body or event.get("body") else {})
        findings += found
        return made

    def _bind(self, argument: str, hint: Any) -> None:
        if hasattr(hint, "model_validate"):
            hint.build()
            self._body = (argument, hint)
            return
        for marker in get_args(hint)[1:]:
            if isinstance(marker, Uses):
                self._made[argument] = marker.make
            elif isinstance(marker, RawBody):
                self._raw = (argument, marker)
            elif isinstance(marker, Seen):
                self._seen[argument] = marker.see
            elif isinstance(marker, Parameter):
                self._bound[marker.place].append(_Bound(argument, hint, marker))

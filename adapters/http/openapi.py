"""The OpenAPI document: rows say where and who, signatures say what, samples say for example.

Powertools reads the signatures. What it cannot know of our contract — envelopes, errors, headers — is put around its
operations here, the same way for all.
"""

import inspect
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.openapi import params as powertools
from pydantic import BaseModel, Field

from adapters.http import openapi_parts as parts
from adapters.http.endpoint import LambdaFunction
from adapters.http.markers import Header, Parameter, Path, Query, RawBody, Seen, Uses
from adapters.http.openapi_errors import ERROR_RESPONSES, ERROR_SCHEMAS
from adapters.http.replies import NO_CONTENT, OK
from adapters.http.schemas.resource import Listing

Json = dict[str, Any]
_TERMS: dict[type[Parameter], Any] = {Path: powertools.Path, Query: powertools.Query, Header: powertools.Header}
_OURS = Uses | Seen | RawBody
"""What Powertools is not told of."""

T = TypeVar("T")


class Single(BaseModel, Generic[T]):
    """One resource."""

    data: T
    meta: dict[str, Any]


class Many(BaseModel, Generic[T]):
    """Several resources; `meta.page.next` is the cursor of the next page, or null."""

    data: list[T]
    meta: dict[str, Any] = Field(examples=[{"page": {"size": 100, "next": None}}])


def document(functions: Iterable[LambdaFunction], samples: Mapping[str, Json], version: str) -> Json:
    """The whole document, OpenAPI 3.1. `samples` are the sample events, by the name of their row."""
    functions = list(functions)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Powertools takes a repeated parameter name for an oversight
        made = resolver(functions).get_openapi_schema(
            title="Daybook",
            version=version,
            openapi_version="3.1.0",
            description=parts.DESCRIPTION,
        )
    schema: Json = made.model_dump(mode="json", by_alias=True, exclude_none=True)
    schema["paths"] = {function.row.path: schema["paths"][function.row.path] for function in functions}
    for function in functions:
        operation = schema["paths"][function.row.path][function.row.method.lower()]
        _complete(operation, function, samples.get(function.row.name, {}))
    schema["servers"] = [{"url": "/"}]
    schema["tags"] = parts.TAGS
    components = schema.setdefault("components", {})
    components["securitySchemes"] = parts.SECURITY_SCHEMES
    components["responses"] = ERROR_RESPONSES
    components["schemas"] = {**parts.without_validation_errors(components.get("schemas", {})), **ERROR_SCHEMAS}
    return schema


def resolver(functions: Iterable[LambdaFunction]) -> APIGatewayRestResolver:
    """All functions behind one of Powertools' resolvers, with what they really answer as their return types."""
    made = APIGatewayRestResolver(enable_validation=True)
    for function in functions:
        row = function.row
        path = row.path.replace("{", "<").replace("}", ">")
        made.route(path, row.method, summary=_summary(function), operation_id=row.name, tags=[row.tag])(
            _in_powertools_terms(function.handler)
        )
    return made


def _in_powertools_terms(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The handler with a signature that Powertools understands, and the envelope that its result gets."""

    def described(**arguments: Any) -> Any:
        return handler(**arguments)

    signature = inspect.signature(handler)
    known = [one for one in map(_known_to_clients, signature.parameters.values()) if one is not None]
    returned = _envelope(signature.return_annotation)
    described.__signature__ = signature.replace(parameters=known, return_annotation=returned)  # type: ignore[attr-defined]
    described.__annotations__ = {**{one.name: one.annotation for one in known}, "return": returned}
    return described


def _known_to_clients(argument: inspect.Parameter) -> inspect.Parameter | None:
    """The argument in Powertools' terms; None if it is not the client who gives it."""
    kind, *extra = get_args(argument.annotation) if get_origin(argument.annotation) is Annotated else (None,)
    marker = next((one for one in extra if isinstance(one, Parameter | _OURS)), None)
    if isinstance(marker, _OURS):
        return None
    if not isinstance(marker, Parameter):
        return argument
    term = _TERMS[type(marker)](
        alias=marker.alias,
        description=marker.description,
        examples=None if marker.example is None else [marker.example],
        **marker.constraints,
    )
    others = [one for one in extra if one is not marker]
    annotated: Any = Annotated
    return argument.replace(annotation=annotated[(kind, *others, term)])


def _envelope(returned: Any) -> Any:
    single: Any = Single
    many: Any = Many
    if parts.is_resource(returned):
        return single[parts.view_of(returned)]
    if parts.is_a(returned, Listing):
        return many[parts.view_of(returned)]
    return None


def _summary(function: LambdaFunction) -> str:
    """The first clause of what the handler says of itself."""
    clause = re.split(r"[.;(]|, or ", inspect.getdoc(function.handler) or "", maxsplit=1)[0]
    return " ".join(clause.split())


def _complete(operation: Json, function: LambdaFunction, sample: Json) -> None:
    row = function.row
    operation["description"] = (inspect.getdoc(function.handler) or "") + parts.needs(row)
    operation["security"] = parts.security(row)
    made = [parts.given_or_absent(one) for one in operation.get("parameters", [])]
    operation["parameters"] = [*made, *parts.extra_parameters(row, function)]
    if "requestBody" in operation:
        operation["requestBody"] = parts.request_body(operation["requestBody"], function, sample)
    elif function.binding.raw_body is not None:
        operation["requestBody"] = parts.raw_body(function.binding.raw_body, sample)
    success = operation["responses"].get("200", {})
    operation["responses"] = {**_successes(function, success), **parts.error_references(row, function)}


def _successes(function: LambdaFunction, success: Json) -> Json:
    row = function.row
    returned = function.returned
    headers = parts.success_headers(row, function)
    content = parts.with_example(success.get("content", {}), returned) | parts.also(row)
    with_body = {
        "description": parts.SUCCESS.get(row.status, "Success."),
        "headers": headers,
        "content": parts.document(row) if parts.is_document(row) else content,
    }
    if row.status == NO_CONTENT:
        empty = {"description": "Done.", "headers": headers}
        if returned is None:
            return {str(NO_CONTENT): empty}
        with_body["description"] = (
            "Done; the changed resource, as `Prefer: return=representation` asks, or because `meta` has more to tell."
        )
        return {str(NO_CONTENT): empty, str(OK): with_body}
    not_modified = {"304": {"description": "You have this version.", "headers": headers}}
    return {str(row.status): with_body, **(not_modified if parts.has_etag(row, returned) else {})}

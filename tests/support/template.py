"""A CloudFormation template, to be asked about."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from adapters.http.endpoints import Endpoint


class Method(NamedTuple):
    """A method of an API, with what it leads to."""

    path: str
    properties: dict[str, Any]
    api: str
    id: str

    @property
    def function(self) -> str:
        return function_in(self.properties["Integration"]["Uri"])


class Template:
    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.resources: dict[str, Any] = content["Resources"]
        self.outputs: dict[str, Any] = content["Outputs"]

    def of_type(self, kind: str) -> dict[str, Any]:
        """The properties of every resource of a type, by logical id."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.resources.items()
            if resource["Type"] == f"AWS::{kind}"
        }

    def one(self, kind: str) -> dict[str, Any]:
        (found,) = self.of_type(kind).values()
        return found

    def function(self, handler: str) -> tuple[str, dict[str, Any]]:
        """The one function with a handler."""
        ((name, properties),) = (
            (name, properties)
            for name, properties in self.of_type("Lambda::Function").items()
            if properties["Handler"] == handler
        )
        return name, properties

    def function_of(self, row: Endpoint) -> tuple[str, dict[str, Any]]:
        return self.function(f"{row.module}.handler")

    def mapping(self, handler: str) -> dict[str, Any]:
        """What wakes the function with a handler."""
        function = {"Ref": self.function(handler)[0]}
        (found,) = (
            one for one in self.of_type("Lambda::EventSourceMapping").values() if one["FunctionName"] == function
        )
        return dict(found)

    def statements(self, function: dict[str, Any]) -> list[dict[str, Any]]:
        """All that a function's role allows, with lists where there may be one or many."""
        role = function["Role"]["Fn::GetAtt"][0]
        documents = [policy["PolicyDocument"] for policy in self.resources[role]["Properties"].get("Policies", [])]
        for policy in self.of_type("IAM::Policy").values():
            if {"Ref": role} in policy["Roles"]:
                documents.append(policy["PolicyDocument"])
        return [
            {**one, "Action": _listed(one["Action"]), "Resource": _listed(one["Resource"])}
            for document in documents
            for one in document["Statement"]
        ]

    def actions(self, function: dict[str, Any], service: str = "dynamodb") -> set[str]:
        """The actions of a service that a function's role allows."""
        granted = (action for statement in self.statements(function) for action in statement["Action"])
        return {action.partition(":")[2] for action in granted if action.startswith(f"{service}:")}

    def methods(self) -> Iterator[Method]:
        """What is called; not what browsers ask first."""
        return (one for one in self._methods() if one.properties["HttpMethod"] != "OPTIONS")

    def preflights(self) -> Iterator[Method]:
        """What browsers ask before they call."""
        return (one for one in self._methods() if one.properties["HttpMethod"] == "OPTIONS")

    def _methods(self) -> Iterator[Method]:
        for name, properties in self.of_type("ApiGateway::Method").items():
            yield Method(self._path(properties["ResourceId"]), properties, properties["RestApiId"]["Ref"], name)

    def _path(self, resource: dict[str, Any]) -> str:
        if "Fn::GetAtt" in resource:
            return "/"
        properties = self.resources[resource["Ref"]]["Properties"]
        return f"{self._path(properties['ParentId']).rstrip('/')}/{properties['PathPart']}"


def function_in(uri: dict[str, Any]) -> str:
    """The logical id of the function that the URI of an integration or an authorizer leads to."""
    return next(part["Fn::GetAtt"][0] for part in uri["Fn::Join"][1] if isinstance(part, dict) and "Fn::GetAtt" in part)


def flat(value: Any) -> str:
    """An ARN or the like, with references written as `<LogicalId.Attribute>`."""
    if isinstance(value, str):
        return value
    if "Fn::Join" in value:
        return value["Fn::Join"][0].join(map(flat, value["Fn::Join"][1]))
    if "Fn::GetAtt" in value:
        return f"<{'.'.join(value['Fn::GetAtt'])}>"
    return f"<{value['Ref']}>" if "Ref" in value else json.dumps(value)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str | dict) else [value]

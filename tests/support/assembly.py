"""What CDK wrote to a folder: templates, of which some are stacks in others."""

import json
from pathlib import Path
from typing import Any


def flat_template(out: Path, name: str) -> dict[str, Any]:
    """A stack's template with those of its nested stacks in it, as if there had been one from the start."""
    template = _read(out / f"{name}.template.json")
    files = _read(out / f"{name}.assets.json")["files"]
    for stack in [one for one, resource in template["Resources"].items() if _is_stack(resource)]:
        properties = template["Resources"].pop(stack)["Properties"]
        inner = _read(out / files[_asset(properties["TemplateURL"])]["source"]["path"])
        given = properties.get("Parameters", {})
        own = set(inner["Resources"])
        for one, resource in inner["Resources"].items():
            template["Resources"][stack + one] = _placed(resource, stack, own, given)
        outputs = {one: _placed(output["Value"], stack, own, given) for one, output in inner.get("Outputs", {}).items()}
        template = _with_outputs(template, stack, outputs)
    return template


def _placed(value: Any, stack: str, own: set[str], given: dict[str, Any]) -> Any:
    """A value of a nested stack as its parent would write it."""
    match value:
        case {"Ref": name}:
            return given[name] if name in given else {"Ref": stack + name if name in own else name}
        case {"Fn::GetAtt": [name, attribute]}:
            return {"Fn::GetAtt": [stack + name, attribute]}
        case dict():
            placed = {one: _placed(inner, stack, own, given) for one, inner in value.items()}
            for one in {"DependsOn"} & set(placed):
                placed[one] = [stack + name for name in _listed(placed[one])]
            return placed
        case list():
            return [_placed(inner, stack, own, given) for inner in value]
    return value


def _with_outputs(value: Any, stack: str, outputs: dict[str, Any]) -> Any:
    match value:
        case {"Fn::GetAtt": [name, attribute]} if name == stack:
            return outputs[attribute.removeprefix("Outputs.")]
        case dict():
            return {one: _with_outputs(inner, stack, outputs) for one, inner in value.items()}
        case list():
            return [_with_outputs(inner, stack, outputs) for inner in value]
    return value


def _is_stack(resource: dict[str, Any]) -> bool:
    return bool(resource["Type"] == "AWS::CloudFormation::Stack")


def _asset(url: dict[str, Any]) -> str:
    """The hash in the URL of a template."""
    last: str = url["Fn::Join"][1][-1]
    return last.rpartition("/")[2].partition(".")[0]


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text())
    return content

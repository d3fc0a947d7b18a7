"""JSON Merge Patch (RFC 7396): the patch is merged into what stands, and the whole is validated as if it were new."""

from collections.abc import Set as AbstractSet
from typing import Any, ClassVar, Generic, TypeVar, cast

from pydantic import ConfigDict, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from adapters.http import problems
from adapters.http.errors import Problem
from adapters.http.requests import Malformed
from adapters.http.schemas.draft import Body, Draft

T = TypeVar("T", bound=Draft)


class MergePatch(Body, Generic[T]):
    """A patch of a draft: null clears, arrays are replaced, nested objects are merged.

    Properties that are `nullable` are null once they are cleared; all others return to their defaults.
    """

    model_config = ConfigDict(extra="allow")
    draft: ClassVar[type[Draft]]
    nullable: ClassVar[AbstractSet[str]] = frozenset()

    @classmethod
    def build(cls) -> None:
        super().build()
        cls.draft.build()

    def merged_into(self, current: dict[str, Any]) -> T:
        """The draft that results; Malformed if it is none."""
        try:
            merged = merge(current, self.__pydantic_extra__ or {})
            stays = self.nullable | (merged.keys() - current.keys())
            kept = {name: one for name, one in merged.items() if one is not None or name in stays}
            return cast(T, self.draft.model_validate(kept))
        except ValidationError as error:
            raise Malformed(*problems.of_findings(problems.within("body", error))) from error
        except RecursionError:
            raise Malformed(
                Problem(400, "invalid_field", "The patch is nested too deeply.", {"field": "body"})
            ) from None

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """As its draft, but nothing is required, and whatever has a default may be null."""
        own = handler.resolve_ref_schema(handler(schema))
        draft = handler.resolve_ref_schema(handler(cls.draft.__pydantic_core_schema__))
        own["additionalProperties"] = False
        own["properties"] = {
            name: value if name in draft.get("required", ()) else _nullable(value)
            for name, value in draft["properties"].items()
        }
        return own


def merge(target: Any, patch: Any) -> Any:
    """The algorithm of RFC 7396 §2, but that nulls stay, for the caller to read as absent."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if isinstance(value, dict):
            inner = merge(merged.get(name), value)
            merged[name] = {key: one for key, one in inner.items() if one is not None}
        else:
            merged[name] = value
    return merged


def _nullable(schema: JsonSchemaValue) -> JsonSchemaValue:
    """The schema or null; and so for the members of an object whose members are free."""
    bare = {name: value for name, value in schema.items() if name != "default"}
    if isinstance(bare.get("additionalProperties"), dict):
        bare["additionalProperties"] = _nullable(bare["additionalProperties"])
    if {"type": "null"} in bare.get("anyOf", ()):
        return bare
    described: JsonSchemaValue = {name: bare.pop(name) for name in ("title", "description", "examples") if name in bare}
    return {"anyOf": [bare, {"type": "null"}], **described}

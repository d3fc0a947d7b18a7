"""An authorizer, and what the gateway remembers of its answers."""

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

_HEADER = "method.request.header."
_LONGEST_POLICY = 8192

Function = Callable[[dict[str, Any], Any], Any]


class Refused(Exception):
    """The gateway answers by itself: the type of its gateway response, and what the authorizer had to say."""

    def __init__(self, kind: str, context: Mapping[str, Any] | None = None) -> None:
        super().__init__(kind)
        self.kind, self.context = kind, context or {}


class _Remembered(NamedTuple):
    answer: Mapping[str, Any]
    until: float


class Guard:
    """A REQUEST authorizer: all identity sources must have values, and by these its answer is kept, whatever the route.

    An answer is kept also if it lets nobody in; that an authorizer failed, or knew nobody, is not.
    """

    def __init__(self, properties: Mapping[str, Any], function: Function, clock: Callable[[], float]) -> None:
        assert properties["Type"] == "REQUEST"
        self.sources = [_header_of(one.strip()) for one in properties["IdentitySource"].split(",")]
        self._seconds = properties["AuthorizerResultTtlInSeconds"]
        self._function, self._clock = function, clock
        self._kept: dict[tuple[str, ...], _Remembered] = {}

    def let_in(self, event: dict[str, Any], context: Any) -> Mapping[str, Any]:
        """The authorizer's answer to an event; Refused."""
        identity = self._identity(event)
        if not all(identity):
            raise Refused("UNAUTHORIZED")
        answer = self._ask(identity, event, context)
        if not allows(answer["policyDocument"], event["methodArn"]):
            raise Refused("ACCESS_DENIED", answer.get("context"))
        return answer

    def _identity(self, event: Mapping[str, Any]) -> tuple[str, ...]:
        given = {name.lower(): value for name, value in event["headers"].items()}
        return tuple(given.get(name.lower(), "") for name in self.sources)

    def _ask(self, identity: tuple[str, ...], event: dict[str, Any], context: Any) -> Mapping[str, Any]:
        kept = self._kept.get(identity)
        if kept is not None and self._clock() < kept.until:
            return kept.answer
        try:
            answer = self._function(event, context)
        except Exception as error:
            raise Refused("UNAUTHORIZED" if str(error) == "Unauthorized" else "AUTHORIZER_FAILURE") from None
        _require_possible(answer)
        self._kept[identity] = _Remembered(answer, self._clock() + self._seconds)
        return dict(answer)


def allows(policy: Mapping[str, Any], arn: str) -> bool:
    """Whether a policy lets a method be invoked: something allows it, and nothing denies it."""
    effects = {
        statement["Effect"]
        for statement in policy["Statement"]
        if statement["Action"] == "execute-api:Invoke" and fnmatchcase(arn, statement["Resource"])
    }
    return effects == {"Allow"}


def _header_of(source: str) -> str:
    assert source.startswith(_HEADER), source
    return source.removeprefix(_HEADER)


def _require_possible(answer: Any) -> None:
    """API Gateway takes a policy of some length, and nothing but flat values of simple types beside it."""
    if not (
        isinstance(answer, dict)
        and answer.get("principalId")
        and 0 < len(str(answer.get("policyDocument") or "")) <= _LONGEST_POLICY
        and all(isinstance(value, str | int | float | bool) for value in answer.get("context", {}).values())
    ):
        raise Refused("AUTHORIZER_CONFIGURATION_ERROR")

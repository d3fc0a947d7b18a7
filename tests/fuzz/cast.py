"""Whose requests the generated ones become: somebody with one of everything, and somebody else once that is gone."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from schemathesis import AuthContext, Case, Response

from tests.fuzz.rapidapi import USER_KEY
from tests.support.world import World

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST_PART = 150
_STRANGE = 5
"""One in so many requests keeps its generated ids, which nobody has."""


class Cast:
    """Gives each case a credential, and ids of what that one has for those that lead nowhere.

    Ids that an answer gave stay: where the engine follows up on what it made, that is what it asks about.
    """

    def __init__(self, a_world: Callable[[], tuple[World, str]]) -> None:
        self._a_world = a_world
        self._given: set[str] = set()
        self._cases = 0
        self._begin()

    def get(self, case: Case, _: AuthContext) -> tuple[str, str]:
        if _operation_id(case) == "identities.claim":
            return "X-RapidAPI-Key", USER_KEY
        return "X-Api-Key", self._admin_key if _is_managing(case) else str(self._world.api.key)

    def set(self, case: Case, credential: tuple[str, str], _: AuthContext) -> None:
        name, value = credential
        case.headers[name] = value
        self._cases += 1
        if self._cases % _STRANGE:
            self._lead_to_own(case.path_parameters, self._own(case))
            if _is_positive(case):
                self._fill_in(case)

    def after_call(self, case: Case, response: Response) -> None:
        """Remember what was given out; begin anew when the credential works no longer, or has been used for long."""
        if response.status_code < HTTPStatus.BAD_REQUEST and case.path.startswith("/v1/"):
            self._given.update(_UUID.findall(response.text))
        self._calls += 1
        if self._calls > _LONGEST_PART or self._is_over(case, response):
            self._begin()

    def _begin(self) -> None:
        self._world, self._admin_key = self._a_world()
        self._calls = 0

    def _is_over(self, case: Case, response: Response) -> bool:
        """Whether the credential works no longer, or what it had has gone."""
        own, given = set(self._own(case).values()), case.path_parameters.values()
        if response.status_code == HTTPStatus.NOT_FOUND:
            return bool(given) and own.issuperset(given) and "_not_found" in response.text
        sent = response.request.headers.get("X-Api-Key")
        refused = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        return response.status_code in refused and sent in {self._admin_key, self._world.api.key}

    def _lead_to_own(self, parameters: dict[str, Any], own: dict[str, str]) -> None:
        for parameter in parameters.keys() & own.keys():
            if self._leads_nowhere(parameters[parameter]):
                parameters[parameter] = own[parameter]

    def _leads_nowhere(self, given: object) -> bool:
        """Whether it is an id, but none that was ever given out."""
        try:
            return str(UUID(str(given).partition("_")[0])) not in self._given
        except ValueError:
            return False

    def _fill_in(self, case: Case) -> None:
        """What only works if it leads to something that there is."""
        if "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = f"case-{self._cases}"
        body = case.body if isinstance(case.body, dict) else {}
        if body.get("calendars") and any(map(self._leads_nowhere, body["calendars"])):
            body["calendars"] = [self._own(case)["calendar_id"]]
        if _operation_id(case) == "identities.attach":
            body["code"] = self._world.a_rapidapi_user().post("/v1/identity-claims", {}).json()["data"]["code"]
        if _operation_id(case) == "feeds.fetch":
            case.path_parameters["file"] = f"{self._world.feed_token}.ics"

    def _own(self, case: Case) -> dict[str, str]:
        world, managing = self._world, _is_managing(case)
        of_series = {
            "events.occurrences": world.series_id,
            "events.reset": f"{world.series_id}_20260405T090000Z",
        }
        return {
            "calendar_id": world.calendar.rpartition("/")[2],
            "event_id": of_series.get(_operation_id(case), world.event_id),
            "key_id": world.managed_key_id if managing else world.key_id,
            "identity_id": world.managed_identity_id if managing else world.identity_id,
            "owner_id": world.managed_id,
            "feed_id": world.feed_id,
            "job_id": world.import_job_id,
        }


def _operation_id(case: Case) -> str:
    return str(case.operation.definition.raw["operationId"])


def _is_managing(case: Case) -> bool:
    return case.path.startswith("/v1/admin/")


def _is_positive(case: Case) -> bool:
    return case.meta is not None and case.meta.generation.mode.is_positive

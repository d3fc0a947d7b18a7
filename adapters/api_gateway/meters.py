"""`Meters` by usage plans: an owner is a key of the gateway, on the usage plan of its own plan.

They bound and count as well as API Gateway can, which calls that best effort; and it takes 10,000 keys in a region.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.usage_keys import own_key
from domain.ids import OwnerId
from domain.owner import Plan
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class UsagePlanMeters:
    """See `domain.owner_ports.Meters`. `client` is boto3's for `apigateway`, `usage_plans` are the ids of the plans."""

    client: Any
    prefix: str
    usage_plans: Mapping[Plan, str]

    def put(self, owner_id: OwnerId, plan: Plan) -> bool:
        name = own_key(self.prefix, owner_id)
        key = self._find(name)
        if key is None:
            try:
                key = self.client.create_api_key(name=name, value=name, enabled=True)["id"]
            except self.client.exceptions.LimitExceededException:
                return False
        self._move(key, self.usage_plans[plan])
        return True

    def remove(self, owner_id: OwnerId) -> None:
        if (key := self._find(own_key(self.prefix, owner_id))) is not None:
            self.client.delete_api_key(apiKey=key)

    def _move(self, key: str, wanted: str) -> None:
        """A key may be on one plan of a stage only, so that it leaves the old one first."""
        on = set(self._plans_of(key))
        for plan in (on & set(self.usage_plans.values())) - {wanted}:
            self.client.delete_usage_plan_key(usagePlanId=plan, keyId=key)
        if wanted not in on:
            self.client.create_usage_plan_key(usagePlanId=wanted, keyId=key, keyType="API_KEY")

    def _plans_of(self, key: str) -> Iterator[str]:
        for page in self.client.get_paginator("get_usage_plans").paginate(keyId=key):
            yield from (plan["id"] for plan in page["items"])

    def _find(self, name: str) -> str | None:
        """The id of the key with that very name; the gateway searches by what names begin with."""
        for page in self.client.get_paginator("get_api_keys").paginate(nameQuery=name):
            for key in page["items"]:
                if key["name"] == name:
                    return str(key["id"])
        return None

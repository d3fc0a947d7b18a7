"""The gateway's usage keys: what it counts and bounds calls by. Each is on one usage plan, which is an owner's plan.

They are names and no secrets: the gateway takes them from the authorizer alone. Every owner gets one of its own, soon
after it was made; until the gateway is sure to know that, and if it takes no more, the owner shares one with the others
on its plan that are in the same position.
"""

from datetime import datetime, timedelta

from domain.caller import Caller
from domain.ids import OwnerId
from domain.owner import Plan

KNOWN_AFTER = timedelta(minutes=2)
"""How long after a key was made the gateway is sure to know it everywhere; what it does not know it refuses."""


def usage_key(prefix: str, caller: Caller, now: datetime) -> str:
    """What a call counts for."""
    if caller.metered_since is not None and caller.metered_since + KNOWN_AFTER <= now:
        return own_key(prefix, caller.owner_id)
    return shared_key(prefix, Plan(caller.plan or Plan.FREE))


def own_key(prefix: str, owner_id: OwnerId) -> str:
    """The key of one owner."""
    return f"{prefix}-owner-{owner_id}"


def shared_key(prefix: str, plan: Plan) -> str:
    """The key of all on a plan that have none of their own. The gateway wants 20 characters at least."""
    return f"{prefix}-all-others-on-{plan}"

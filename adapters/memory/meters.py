"""`Meters` in memory."""

from dataclasses import dataclass, field

from domain.ids import OwnerId
from domain.owner import Plan


@dataclass(slots=True)
class MemoryMeters:
    """See `domain.owner_ports.Meters`. `room` is for how many owners."""

    room: int = 10_000
    plans: dict[OwnerId, Plan] = field(default_factory=dict)

    def put(self, owner_id: OwnerId, plan: Plan) -> bool:
        if owner_id not in self.plans and len(self.plans) >= self.room:
            return False
        self.plans[owner_id] = plan
        return True

    def remove(self, owner_id: OwnerId) -> None:
        self.plans.pop(owner_id, None)

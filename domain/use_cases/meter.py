"""What goes on in the background once an owner came, changed or went, where calls are metered; safe to repeat."""

from dataclasses import replace
from functools import partial

from domain.clock import Clock, Pause
from domain.ids import OwnerId
from domain.keyring import Keyring
from domain.owner import Metered, Plan
from domain.owner_ports import Meters, Owners
from domain.records import dataclass
from domain.use_cases.attempts import no_pause, until_written


@dataclass(frozen=True, slots=True)
class MeterOwner:
    """Count an owner's calls apart from those of others, as the plan that it is on now allows."""

    owners: Owners
    meters: Meters
    clock: Clock
    pause: Pause = no_pause

    def __call__(self, owner_id: OwnerId) -> Plan | None:
        """Return the plan that the owner's calls are counted by; None if it is gone, or there is no room for it."""
        return until_written(partial(self._meter, owner_id), self.pause)

    def _meter(self, owner_id: OwnerId) -> Plan | None:
        keyring = self.owners.keyring(owner_id)
        if keyring is None:
            self.meters.remove(owner_id)
            return None
        owner = keyring.owner
        if owner.metered is None or owner.metered.plan is not owner.plan:
            if not self.meters.put(owner_id, owner.plan):
                return None
            self._note(keyring, Metered(owner.plan, self.clock()))
        return owner.plan

    def _note(self, keyring: Keyring, metered: Metered) -> None:
        """From then on, whoever proves to be the owner is counted so. One who changes the owner at the same time may
        overwrite that, and by that gives cause to note it again."""
        self.owners.save(replace(keyring, owner=replace(keyring.owner, metered=metered)), keyring)

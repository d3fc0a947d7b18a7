"""How much an owner has."""

from domain.use_cases.usage import MeasureUsage
from functions.wiring.calendars import calendar_store
from functions.wiring.event_store import event_store
from functions.wiring.keyrings import all_keyrings


def measure_usage() -> MeasureUsage:
    return MeasureUsage(all_keyrings(), calendar_store(), event_store())

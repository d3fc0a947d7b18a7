"""Events: where they are kept."""

from adapters.dynamodb.events import DynamoEvents
from functions.wiring import once, table


@once
def event_store() -> DynamoEvents:
    return DynamoEvents(table())

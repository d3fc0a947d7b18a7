"""Acting once, and in one step."""

from adapters import deadline
from adapters.dynamodb.answers import DynamoAnswers
from domain.use_cases.act_once import ActOnce
from functions.wiring import now, once, pause, table


@once
def answers() -> DynamoAnswers:
    return DynamoAnswers(table(), now)


def act_once() -> ActOnce:
    return ActOnce(answers(), table().in_one_step, now, pause, deadline.has_time)

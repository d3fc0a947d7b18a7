"""What wakes the workers, and what becomes of what they cannot do."""

import json
from typing import Any

import pytest

from adapters.dynamodb.deletions import DELETION, DROPPED, OWNER_DELETION
from domain.import_job import MOST_ATTEMPTS
from tests.support.template import Template

PURGE, IMPORTS = "functions.purge.handler", "functions.run_import_jobs.handler"


def test_only_deletions_wake_the_worker_that_purges(direct: Template) -> None:
    deletion = {"type": {"S": [DELETION, OWNER_DELETION, DROPPED]}}
    assert _filters(direct.mapping(PURGE)) == [
        {"eventName": ["INSERT"], "dynamodb": {"NewImage": deletion}},
        {"eventName": ["REMOVE"], "dynamodb": {"OldImage": deletion}},
    ]


def test_only_jobs_whose_turn_it_is_wake_the_worker_that_imports(direct: Template) -> None:
    mapping = direct.mapping(IMPORTS)
    waiting = {"type": {"S": ["import_job"]}, "status": {"S": ["waiting"]}}
    assert _filters(mapping) == [{"eventName": ["MODIFY"], "dynamodb": {"NewImage": waiting}}]
    assert mapping["BatchSize"] == 1
    assert mapping["ParallelizationFactor"] == 2


@pytest.mark.parametrize("handler", [PURGE, IMPORTS])
def test_what_a_worker_cannot_do_is_tried_again_and_then_kept(direct: Template, handler: str) -> None:
    mapping = direct.mapping(handler)
    queue = mapping["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0]
    assert queue in direct.of_type("SQS::Queue")
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert 0 < mapping["MaximumRetryAttempts"] < 100
    assert "SendMessage" in direct.actions(direct.function(handler)[1], "sqs")
    assert direct.function(handler)[1]["Timeout"] == 900


def test_a_job_is_given_up_before_its_record_is(direct: Template) -> None:
    assert direct.mapping(IMPORTS)["MaximumRetryAttempts"] > MOST_ATTEMPTS


def test_the_dead_letter_queues_want_tls(direct: Template) -> None:
    for policy in direct.of_type("SQS::QueuePolicy").values():
        (statement,) = policy["PolicyDocument"]["Statement"]
        assert statement["Effect"] == "Deny"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def _filters(mapping: dict[str, Any]) -> list[Any]:
    return [json.loads(one["Pattern"]) for one in mapping["FilterCriteria"]["Filters"]]

"""What somebody is told of."""

from typing import Any

from tests.support.template import Template


def _named(template: Template) -> dict[str, dict[str, Any]]:
    """Alarms by what they mean."""
    return {one["AlarmDescription"]: one for one in template.of_type("CloudWatch::Alarm").values()}


def test_each_alarm_tells_the_one_topic_when_it_begins_and_when_it_is_over(both: Template) -> None:
    (topic,) = both.of_type("SNS::Topic")
    for alarm in _named(both).values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": topic}]
        assert alarm["TreatMissingData"] == "notBreaching"
    assert both.one("SNS::Subscription")["Endpoint"] == "somebody@example.org"


def test_alarms_may_tell_the_topic(direct: Template) -> None:
    policy = direct.one("SNS::TopicPolicy")
    assert policy["Topics"] == [{"Ref": name} for name in direct.of_type("SNS::Topic")]
    (allowed,) = (one for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Allow")
    assert "cloudwatch.amazonaws.com" in allowed["Principal"]["Service"]
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_failures_and_slowness_of_each_door_are_told(both: Template) -> None:
    watched = [
        (
            one["MetricName"],
            one.get("Statistic") or one["ExtendedStatistic"],
            _dimensions(one)["ApiName"],
            one["Threshold"],
        )
        for one in _named(both).values()
        if one.get("Namespace") == "AWS/ApiGateway"
    ]
    assert sorted(watched) == [
        ("5XXError", "Average", "Both direct", 0.01),
        ("5XXError", "Average", "Both rapidapi", 0.01),
        ("Latency", "p99", "Both direct", 3000),
        ("Latency", "p99", "Both rapidapi", 3000),
    ]


def test_alarms_watch_apis_and_stages_that_there_are(both: Template) -> None:
    apis = {api["Name"] for api in both.of_type("ApiGateway::RestApi").values()}
    stages = {stage["StageName"] for stage in both.of_type("ApiGateway::Stage").values()}
    for alarm in _named(both).values():
        if alarm.get("Namespace") == "AWS/ApiGateway":
            assert _dimensions(alarm)["ApiName"] in apis
            assert _dimensions(alarm)["Stage"] in stages


def test_a_worker_that_is_behind_or_gave_something_up_is_told(direct: Template) -> None:
    ages = [
        _dimensions(one)["FunctionName"] for one in _named(direct).values() if one.get("MetricName") == "IteratorAge"
    ]
    mappings = [one["FunctionName"] for one in direct.of_type("Lambda::EventSourceMapping").values()]
    assert sorted(map(str, ages)) == sorted(map(str, mappings))
    depth = "ApproximateNumberOfMessagesVisible"
    queues = [one for one in _named(direct).values() if one.get("MetricName") == depth]
    named = {_dimensions(one)["QueueName"]["Fn::GetAtt"][0] for one in queues}
    assert named == set(direct.of_type("SQS::Queue"))
    assert {(one["Threshold"], one["EvaluationPeriods"]) for one in queues} == {(0, 1)}


def test_throttles_of_functions_and_of_the_table_are_told(direct: Template) -> None:
    said = " ".join(_named(direct))
    assert "the account's limit of functions at a time was reached" in said
    assert "the table, or a partition of it, was overrun" in said


def test_there_is_a_dashboard(direct: Template) -> None:
    assert direct.one("CloudWatch::Dashboard")["DashboardName"] == "Direct"


def test_alarms_can_be_left_out(bare: Template) -> None:
    assert not bare.of_type("CloudWatch::Alarm")
    assert not bare.of_type("CloudWatch::Dashboard")


def _dimensions(alarm: dict[str, Any]) -> dict[str, Any]:
    return {one["Name"]: one["Value"] for one in alarm["Dimensions"]}

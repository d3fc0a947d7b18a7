"""Where word of trouble goes."""

from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.configuration import Configuration


def alerts(scope: Construct, configuration: Configuration) -> sns.Topic:
    """The one topic. Without an address in the configuration, whoever wants to hear subscribes to it."""
    topic = sns.Topic(scope, "Alerts", enforce_ssl=True, display_name=f"{configuration.stack} alerts")
    if configuration.alarm_email:
        topic.add_subscription(subscriptions.EmailSubscription(configuration.alarm_email))
    return topic

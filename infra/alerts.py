"""Where word of trouble goes."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.configuration import Configuration

_WHO_TELLS = ("cloudwatch.amazonaws.com", "budgets.amazonaws.com")


def alerts(scope: Construct, configuration: Configuration) -> sns.Topic:
    """The one topic. Without an address in the configuration, whoever wants to hear subscribes to it."""
    topic = sns.Topic(scope, "Alerts", enforce_ssl=True, display_name=f"{configuration.stack} alerts")
    # A topic with a policy of its own, and be it only that it wants TLS, has no longer the one that lets services in.
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            actions=["sns:Publish"],
            principals=[iam.ServicePrincipal(service) for service in _WHO_TELLS],
            resources=[topic.topic_arn],
            conditions={"StringEquals": {"aws:SourceAccount": cdk.Stack.of(scope).account}},
        )
    )
    if configuration.alarm_email:
        topic.add_subscription(subscriptions.EmailSubscription(configuration.alarm_email))
    return topic

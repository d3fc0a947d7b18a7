"""Word before it gets expensive: what the account costs in a month."""

from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_sns as sns
from constructs import Construct

_USED, _FORESEEN = 80, 100  # percent


class Budget(Construct):
    """Tells the topic once most of an amount is used, and once all of it is going to be. It stops nothing."""

    def __init__(self, scope: Construct, name: str, *, usd: int, topic: sns.Topic) -> None:
        super().__init__(scope, name)
        month = budgets.CfnBudget(
            self,
            "Month",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(amount=usd, unit="USD"),
            ),
            notifications_with_subscribers=[
                _told(topic, "ACTUAL", _USED),
                _told(topic, "FORECASTED", _FORESEEN),
            ],
        )
        month.node.add_dependency(topic)


def _told(topic: sns.Topic, kind: str, percent: int) -> budgets.CfnBudget.NotificationWithSubscribersProperty:
    return budgets.CfnBudget.NotificationWithSubscribersProperty(
        notification=budgets.CfnBudget.NotificationProperty(
            notification_type=kind, comparison_operator="GREATER_THAN", threshold=percent, threshold_type="PERCENTAGE"
        ),
        subscribers=[budgets.CfnBudget.SubscriberProperty(subscription_type="SNS", address=topic.topic_arn)],
    )

"""cdk-nag reads every synthesised stack, and lets nothing pass that its rules of AWS solutions forbid without a reason.

Reasons stand here for what is so everywhere, and else where it is done.
"""

from typing import Any

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks
from constructs import IConstruct

_EVERYWHERE = {
    "APIG2": "Functions validate, and name field and remedy; the gateway could only say that something is wrong.",
    "APIG3": "A firewall costs more than all else in a personal account. `firewall` adds one.",
    "APIG6": "The access log says how each call went. Execution logs would show keys, and are kept for ever.",
    "COG4": "Callers prove themselves to our own authorizer, with API keys or RapidAPI's secret.",
    "L1": "The newest Python for which the package is compiled and tested.",
    "SQS3": "The queues are dead-letter queues themselves, of stream workers.",
}


def review(app: cdk.App) -> None:
    """Have the app's stacks read when they are synthesised, which fails then if something is found."""
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    for rule, reason in _EVERYWHERE.items():
        acknowledge(app, rule, reason)


def acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    """Let pass what a rule finds in a construct."""
    cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=f"AwsSolutions-{rule}", reason=reason))


def acknowledge_wildcard(construct: IConstruct, resource: str, reason: str) -> None:
    """Let pass that a role's resource has a star in it."""
    shown = _shown(cdk.Stack.of(construct).resolve(resource))
    acknowledge(construct, f"IAM5[Resource::{shown}]", reason)


def _shown(resolved: Any) -> str:
    """A resource as cdk-nag writes it."""
    match resolved:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(map(_shown, parts))
        case {"Fn::GetAtt": parts}:
            return f"<{'.'.join(parts)}>"
        case {"Ref": name}:
            return f"<{name}>"
    return str(resolved)

"""What things are called in the template: after their rows, wherever their constructs are.

CDK's own names follow from the tree of constructs, so that moving one would replace what it makes: a function, an
address that people call, or the table.
"""

import re
from typing import cast

import aws_cdk as cdk


def logical_id(name: str) -> str:
    """The name of a row, as in `owner_keys.create`, as CloudFormation takes names: `OwnerKeysCreate`."""
    return "".join(word.capitalize() for word in re.split(r"[._]", name))


def call(resource: cdk.Resource, name: str) -> None:
    """Give what a construct makes a name in the template."""
    cast(cdk.CfnElement, resource.node.default_child).override_logical_id(name)

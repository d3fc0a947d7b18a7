"""`daybook deploy-context`, for `make diff` and `make deploy`"""

from typing import Annotated

import typer

from daybook.plainly import plainly

_Context = Annotated[
    list[str] | None, typer.Option("--context", "-c", metavar="NAME=VALUE", help="What `cdk` will be told, repeatable.")
]


def add_to(app: typer.Typer) -> None:
    """Make it a command of its own."""
    whatever_cdk_takes = {"ignore_unknown_options": True, "allow_extra_args": True}
    app.command("deploy-context", hidden=True, context_settings=whatever_cdk_takes)(deploy_context)


def deploy_context(context: _Context = None) -> None:
    """Print what CDK is to be told beside what was chosen, because of how the account is.

    It may be given all that `cdk` is, and looks at the context.
    """
    from daybook.account import context_from
    from daybook.failure import Failure
    from infra.configuration import Configuration, defaults

    with plainly():
        told = {name: value for name, _, value in (one.partition("=") for one in context or [])}
        try:
            chosen = Configuration.read({**defaults(), **told}.get)
        except ValueError as error:
            raise Failure(str(error)) from None
        print(*(f"-c {name}={value}" for name, value in context_from(chosen).items()))

"""`daybook upgrade`"""

import typer

from daybook.commands.managing import managing


def add_to(app: typer.Typer) -> None:
    """Make it a command of its own."""
    managing(app, "upgrade")(upgrade)


def upgrade() -> None:
    """Move what an earlier version of Daybook kept in other places. It may be interrupted and run again.

    Data folders are upgraded as soon as they are opened; this is for a deployed table, after the deploy.
    """
    from daybook import database

    database.upgrade()
    print("Everything is in its place.")

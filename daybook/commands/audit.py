"""`daybook audit`"""

from collections.abc import Sequence
from typing import Annotated

import typer

from adapters.http.schemas.owner_views import EntryView, entry_view
from daybook.commands.managing import group, managing
from daybook.management import newest_entries

audit = group()


@managing(audit, "list")
def list_entries(most: Annotated[int, typer.Option(help="How many to show.", min=1)] = 50) -> Sequence[EntryView]:
    """List what was done, the newest first."""
    return [entry_view(entry) for entry in newest_entries(most)]

"""`daybook import` and `daybook export`"""

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daybook.commands.managing import OfOwner, managing
from daybook.failure import Failure

if TYPE_CHECKING:  # it needs the domain, and --help does not
    from adapters.http.schemas.import_views import ImportView

_File = Annotated[
    Path, typer.Argument(metavar="FILE", help="An iCalendar file; - for standard input.", allow_dash=True)
]
_Calendar = Annotated[str, typer.Option(help="The calendar's id, or its title if no other has it.")]
_Output = Annotated[Path | None, typer.Option("--output", "-o", help="Where to write it; by default to stdout.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


def add_to(app: typer.Typer) -> None:
    """Make them commands of their own."""
    managing(app, "import", in_words=_report)(import_file)
    managing(app, "export")(export_file)


def import_file(file: _File, calendar: _Calendar, owner: OfOwner = "me", dry_run: _DryRun = False) -> "ImportView":
    """Import an iCalendar file of any size. If it was interrupted, run it again: what is there already stays."""
    from adapters.http.schemas.import_views import import_view
    from adapters.ical.reading import contents
    from daybook.management import calendar_of
    from domain.caller import Reach
    from functions.wiring.event_imports import import_events

    kept = calendar_of(owner, calendar)
    total, objects = contents(_read(file))
    results = import_events()(Reach(kept.owner_id), kept.id, objects, dry_run=dry_run)
    with typer.progressbar(results, length=total, label="Importing", file=sys.stderr) as bar:
        return import_view(kept.id, bar, dry_run=dry_run)


def export_file(calendar: _Calendar, owner: OfOwner = "me", output: _Output = None) -> None:
    """Export a calendar as one iCalendar file."""
    from adapters.ical.document import write_all
    from daybook.management import calendar_of
    from domain.caller import Reach
    from domain.window import OpenQuery
    from functions.wiring.events import export_events

    kept = calendar_of(owner, calendar)
    whole, found = export_events()(Reach(kept.owner_id), kept.id, OpenQuery(None, None))
    with TemporaryFile("w+", encoding="utf-8", newline="") as between:
        if output is None:
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
            write_all(whole, found, sys.stdout, between)
            return
        fresh = output.with_name(f"{output.name}.new")
        with fresh.open("w", encoding="utf-8", newline="") as into:
            count = write_all(whole, found, into, between)
        fresh.replace(output)
    print(f"Exported {count:,} events to {output}.", file=sys.stderr)


def _report(done: "ImportView") -> str:
    """The numbers, and a line for whatever somebody should know of."""
    from domain.incoming import Outcome

    numbers: Mapping[str, Any] = done
    counts = ", ".join(f"{numbers[outcome]:,} {outcome}" for outcome in Outcome)
    lines = [f"{counts}{' (dry run)' if done['dry_run'] else ''}"]
    for result in done["results"]:
        where, uid = f"line {result['line']}", result["uid"]
        if result["reason"] is not None:
            lines.append(f"{where}: {result['outcome']}: {uid}: {result['reason']}")
        lines += [f"line {note['line']}: {uid}: {note['reason']}" for note in result["notes"]]
    return "\n".join(lines)


def _read(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror}.") from None

"""`daybook doctor`"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from daybook.commands.managing import managing

if TYPE_CHECKING:  # it needs the whole storage, and --help does not
    from daybook.diagnosis import DiagnosisView

_Repair = Annotated[bool, typer.Option("--repair", help="Mend what can be mended safely.")]
_Purge = Annotated[
    bool, typer.Option("--purge", help="Delete for good what is left of calendars that nobody has any more.")
]
_WORTH_TELLING = 5_000  # items: what is fewer takes no time


def add_to(app: typer.Typer) -> None:
    """Make it a command of its own."""
    managing(app, "doctor", in_words=_report, is_well=lambda found: bool(found["healthy"]))(doctor)


def doctor(repair: _Repair = False, purge: _Purge = False) -> "DiagnosisView":
    """Look at everything in the table for what is wrong with it. The exit status is 1 if anything is, and stays so.

    This reads the whole table, which costs accordingly. It may be run at any time, and again after it was interrupted.
    """
    from adapters.dynamodb.doctor.examination import Examination
    from daybook.diagnosis import diagnosis_view
    from functions.wiring import now, settings, table

    diagnosis = Examination(table(), now, _tell)(repair=repair, purge=purge)
    if diagnosis.items.total() >= _WORTH_TELLING:
        print(file=sys.stderr)
    return diagnosis_view(settings().table, diagnosis)


def _report(found: "DiagnosisView") -> str:
    from daybook.diagnosis import report

    return report(found)


def _tell(read: int) -> None:
    if read >= _WORTH_TELLING:
        print(f"\r{read:,} items read", end="", file=sys.stderr, flush=True)

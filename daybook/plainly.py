"""Mistakes in a sentence instead of a traceback, where the sentence says it all."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from adapters.settings import BadSetting
from daybook.failure import Failure
from domain.errors import DaybookError


@contextmanager
def plainly() -> Iterator[None]:
    """End the command with exit code 1 and what went wrong."""
    try:
        yield
    except (Failure, DaybookError, BadSetting) as error:
        print(f"daybook: {error}", file=sys.stderr)
        raise typer.Exit(1) from None

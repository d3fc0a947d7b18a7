"""Mistakes in a sentence instead of a traceback, where the sentence says it all."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

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
        _end(str(error))
    except UnicodeEncodeError:
        _end("Something that you typed is not UTF-8.")


def _end(words: str) -> NoReturn:
    print(f"daybook: {words}", file=sys.stderr)
    raise typer.Exit(1) from None

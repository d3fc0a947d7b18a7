"""What pydynox raises, in the domain's words."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import TypeVar

from pydynox import pydynox_core

from adapters import deadline, jitter
from domain.errors import Conflict, OutcomeUnknown, Unavailable

_FIRST_PAUSE_SECONDS = 0.02
_REASONS = re.compile(r"\[([^\]]*)\]")
_CONDITION_FAILED = "ConditionalCheckFailed"
_PASSING_REASONS = {"None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
_TRANSACTION_UNDER_WAY = re.compile(r"TransactionConflict|transaction is ongoing", re.IGNORECASE)

T = TypeVar("T")

StorageFault = pydynox_core.PydynoxException
"""All that pydynox raises."""


class _Collision(Exception):
    """A write that met another one in passing: neither its condition nor its content was at fault."""


def patiently(request: Callable[[], T], *, writing: bool = True, repeatable: bool = True) -> T:
    """Make a request; as long as storage is busy, make it again with jitter, while there is time.

    What is not `repeatable`, because it would act twice, is made again only if it certainly did not act. Raise
    Unavailable if nothing was written, OutcomeUnknown if something may have been; Conflict is let through.
    """
    end, uncertain = deadline.current(), False
    for attempt in count():
        try:
            with in_our_words(writing=writing):
                return request()
        except Conflict:
            if uncertain:  # it may be with what an earlier attempt wrote
                raise OutcomeUnknown from None
            raise
        except (_Collision, Unavailable, OutcomeUnknown) as error:
            uncertain = uncertain or isinstance(error, OutcomeUnknown)
            pause = jitter.pause(attempt, _FIRST_PAUSE_SECONDS)
            if (uncertain and not repeatable) or time.monotonic() + pause > end:
                raise (OutcomeUnknown if uncertain else Unavailable) from error
            time.sleep(pause)
    raise AssertionError("there is always another attempt")


@contextmanager
def in_our_words(*, writing: bool) -> Iterator[None]:
    """Raise Conflict, Unavailable or OutcomeUnknown for what pydynox raises; let through what is our own mistake."""
    try:
        yield
    except pydynox_core.ConditionalCheckFailedException as error:
        raise Conflict from error
    except pydynox_core.TransactionCanceledException as error:
        meaning = _cancellation(str(error))
        if meaning is None:
            raise
        raise meaning from error
    except pydynox_core.ProvisionedThroughputExceededException as error:
        raise Unavailable from error
    except pydynox_core.PydynoxException as error:
        # Errors that pydynox has no class for are the service's; those it has one for (validation, access) are ours.
        if type(error) not in {pydynox_core.PydynoxException, pydynox_core.ConnectionException}:
            raise
        if _TRANSACTION_UNDER_WAY.search(str(error)):
            raise _Collision from error
        raise (OutcomeUnknown if writing else Unavailable) from error


def failed_conditions(conflict: Conflict) -> list[int]:
    """Which writes of a transaction, counted from 0, it was that failed by their conditions."""
    return [index for index, reason in enumerate(_reasons(str(conflict.__cause__))) if reason == _CONDITION_FAILED]


def _cancellation(message: str) -> Exception | None:
    """The meaning of the reasons why a transaction was cancelled."""
    reasons = set(_reasons(message))
    if _CONDITION_FAILED in reasons:
        return Conflict()
    return _Collision() if reasons and reasons <= _PASSING_REASONS else None


def _reasons(message: str) -> list[str]:
    """One reason for each write of a transaction, in order; they are at the end of its message."""
    listed = _REASONS.search(message)
    return [reason.strip() for reason in listed[1].split(",")] if listed else []

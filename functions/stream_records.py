"""What all workers behind the table's stream have in common: one record after the other, up to the first that fails."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from adapters.log import log

T = TypeVar("T")

logger = log()


def in_order(
    told: Iterable[tuple[str, T]], work: Callable[[T], object], failed: str, about: Callable[[T], Mapping[str, object]]
) -> dict[str, Any]:
    """Do the work for each thing that a record tells of, by its sequence number; name the first record that failed, to
    be retried from there. The log says `failed`, and what it was `about`.
    """
    for sequence_number, one in told:
        try:
            work(one)
        except Exception:
            logger.exception(failed, extra=about(one))
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
    return {"batchItemFailures": []}

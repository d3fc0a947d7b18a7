"""Writes that are more than one transaction can hold, in as few as it takes."""

from collections.abc import Iterable

from adapters.dynamodb.client import Write

_MOST_WRITES = 99  # of 100: word of what was dropped may have to go with the last ones
MOST_BYTES = 3_000_000  # of 4 MB, since this is only an estimate


def in_steps(groups: Iterable[list[Write]]) -> list[list[Write]]:
    """The groups one behind the other, as many in a step as fit; none is taken apart."""
    steps: list[list[Write]] = [[]]
    left = MOST_BYTES
    for group in groups:
        size = size_of(group)
        if steps[-1] and (len(steps[-1]) + len(group) > _MOST_WRITES or size > left):
            steps.append([])
            left = MOST_BYTES
        steps[-1] += group
        left -= size
    return steps


def size_of(writes: Iterable[Write]) -> int:
    """An estimate of the bytes of all that they write."""
    return sum(len(repr(write.item)) for write in writes)

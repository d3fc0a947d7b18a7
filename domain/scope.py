"""How much of a series a client means."""

from enum import StrEnum


class Scope(StrEnum):
    """How much of a series an edit of one of its occurrences is meant for."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"

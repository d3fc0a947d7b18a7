"""The public files that feeds are: a token, and what tells applications that it is a calendar."""

_SUFFIX = ".ics"


def path_of(token: str) -> str:
    """The path of a feed's file, as its row has it."""
    return f"/feeds/{token}{_SUFFIX}"


def token_in(file: str) -> str:
    """The token in the name of a file; empty if it is no feed's."""
    return file.removesuffix(_SUFFIX) if file.endswith(_SUFFIX) else ""

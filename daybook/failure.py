"""What a command cannot do, in words for the person who typed it."""


class Failure(Exception):
    """Ends the command with its message and exit code 1."""

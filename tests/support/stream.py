"""The table's stream, read to its end for a worker."""

from daybook.stream_pump import StreamPump


def drain(pump: StreamPump) -> None:
    while pump.pump():
        pass


def unparked(record: object) -> None:
    """Nothing that a test gives to a worker is ever given up."""
    raise AssertionError(record)

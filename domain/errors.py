"""Everything the domain can refuse, as one tree; the driving adapter maps each class to an answer once."""

from typing import ClassVar


class DaybookError(Exception):
    """Root of the tree.

    `code` is stable and meant for programs; `title` is one sentence for people; `details` are facts about the
    case (the field at fault, the limit that applies) and never secrets.
    """

    code: ClassVar[str]

    def __init__(self, title: str, **details: object) -> None:
        super().__init__(title)
        self.title = title
        self.details = details


class InvalidField(DaybookError):
    """A value the domain cannot accept; raised by constructors and use cases, naming the field."""

    code = "invalid_field"

    def __init__(self, field: str, title: str, **details: object) -> None:
        super().__init__(title, field=field, **details)


class InvalidCursor(DaybookError):
    """A cursor that was altered, or made by a query other than the one it came with."""

    code = "invalid_cursor"


class TooLarge(DaybookError):
    """Something acceptable in kind but beyond a published limit."""

    code = "too_large"


class NotFound(DaybookError):
    """Absent, or someone else's: the two are never told apart."""

    code = "not_found"


class CalendarNotFound(NotFound):
    """Raised whenever a calendar is reached through an owner who does not have it."""

    code = "calendar_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such calendar.")


class EventNotFound(NotFound):
    """Raised when a calendar has no event of that id."""

    code = "event_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such event on this calendar.")


class FeedNotFound(NotFound):
    """Raised when an owner has no feed of that id, or none is to be had by a token, for whatever reason."""

    code = "feed_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such feed.")


class ImportJobNotFound(NotFound):
    """Raised when a calendar has no import job of that id, or no longer."""

    code = "import_job_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such import job on this calendar. They are kept for seven days.")


class VersionMismatch(DaybookError):
    """The caller named versions (If-Match) of which none is the current one."""

    code = "version_mismatch"

    def __init__(self, current: int) -> None:
        super().__init__(
            "The resource has changed since the version you named. Read it again and repeat the change.",
            current=f'"{current}"',
        )


class PartExists(DaybookError):
    """The caller wanted a part of a file to be the first of its number (If-None-Match: *), and it is not."""

    code = "part_exists"

    def __init__(self) -> None:
        super().__init__("Another part of that number has come already. Leave If-None-Match out to replace it.")


class Unauthenticated(DaybookError):
    """No credential, or one that proves no owner; see `domain.credential_errors` for the kinds."""

    code = "credential_missing"


class Forbidden(DaybookError):
    """A credential that works but may not do this; see `domain.credential_errors` for the kinds."""

    code = "forbidden"


class Refused(DaybookError):
    """Something that is not possible as things stand, and will not be by trying again."""

    code = "refused"


class ImportStarted(Refused):
    """Raised for another part of a file that is complete already."""

    code = "import_started"

    def __init__(self) -> None:
        super().__init__("All parts of this file have come, and it is being imported. Start another import job.")


class NotInOneStep(DaybookError):
    """Writes that cannot be one step: too many or too large, or two of the same thing, or a list of what they make."""

    code = "not_in_one_step"


class TooManyAttempts(DaybookError):
    """Something that may be tried a number of times was tried more often; it may be again after some seconds."""

    code = "too_many_attempts"

    def __init__(self, seconds: int) -> None:
        super().__init__("That was tried too often. Wait, and try again.", retry_after_seconds=seconds)
        self.seconds = seconds


class Conflict(DaybookError):
    """A write met another one and lost; internal to use cases, which try again, until they give up."""

    code = "write_conflict"

    def __init__(self) -> None:
        super().__init__("Others are changing this at the same moment. Try again.")


class OutcomeUnknown(DaybookError):
    """Storage did not answer to a write: it may have happened or not."""

    code = "outcome_unknown"

    def __init__(self) -> None:
        super().__init__(
            "Storage did not answer in time. The change may have been made: look before you repeat it, or repeat it "
            "under the Idempotency-Key that it had."
        )


class Unavailable(DaybookError):
    """Storage is throttling or unreachable; nothing was written and the call may be repeated."""

    code = "temporarily_unavailable"

    def __init__(self) -> None:
        super().__init__("Storage is busy. Nothing was changed; try again shortly.")


class Interrupted(DaybookError):
    """Some of it could not be done now; what was done stays, and the same request under its key goes on there."""

    code = "interrupted"

    def __init__(self) -> None:
        super().__init__("Not all of this could be done now. Repeat it under its Idempotency-Key, and it goes on.")

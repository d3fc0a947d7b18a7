"""What must come, and the words for it if something else does."""

from typing import Any

from daybook.failure import Failure
from daybook.smoke.api import Answer


class Unexpected(Failure):
    """Something else came than what is documented."""


def expect(answer: Answer, status: int, *, code: str | None = None, field: str | None = None) -> Answer:
    """An answer of that status; of a failure also the code and the field at fault. Raise Unexpected."""
    wanted = {name: value for name, value in (("code", code), ("field", field)) if value is not None}
    if answer.status != status or any(answer.problem.get(name) != value for name, value in wanted.items()):
        naming = f", naming {field}" if field else ""
        raise _unexpected(answer, f"{status}{f' {code}' if code else ''}{naming}", answer)
    return answer


def expect_that(answer: Answer, what: str, came: Any, expected: Any) -> None:
    """Something in an answer. Raise Unexpected."""
    if came != expected:
        raise _unexpected(answer, f"{what} {expected!r}", repr(came))


def _unexpected(answer: Answer, expected: Any, came: Any) -> Unexpected:
    return Unexpected(f"{answer.call}: expected {expected}, came {came}.")

"""Acting once, however often the request comes."""

from collections.abc import Callable
from itertools import count
from typing import NamedTuple

from domain.answers import KEPT_FOR, Answer, Answers, IdempotencyKeyReused
from domain.clock import Clock, HasTime, Pause
from domain.errors import Conflict, OutcomeUnknown
from domain.ids import OwnerId
from domain.records import dataclass
from domain.unit_of_work import UnitOfWork
from domain.use_cases.attempts import no_pause

_ATTEMPTS = 4

Act = Callable[[], bytes]


class Named(NamedTuple):
    """A request that named an idempotency key, and the fingerprint that tells it from others."""

    owner_id: OwnerId
    key: str
    fingerprint: str


class Outcome(NamedTuple):
    """What to answer, and whether it was answered before."""

    content: bytes
    replayed: bool


@dataclass(frozen=True, slots=True)
class ActOnce:
    """Do what a request asks for and keep the answer, in one step; or give the answer that was kept.

    So there is never a thing without its answer, nor the reverse. Of two that come at once, the one that is written
    later finds the other's answer and gives that. What is refused keeps nothing: it may be mended and sent again.
    """

    answers: Answers
    together: UnitOfWork
    clock: Clock
    pause: Pause = no_pause
    has_time: HasTime = lambda: True

    def __call__(self, request: Named, act: Act) -> Outcome:
        """Raise IdempotencyKeyReused, and whatever acting raises.

        Where storage did not say whether it wrote, it is asked again: what was written then is found. So is what
        the same request wrote that came a moment before, and that this one would be refused for.
        """
        for number in count():
            try:
                return self.together(lambda: self._kept(request) or self._acted(request, act))
            except Exception as error:
                kept = self._kept(request)
                if kept is not None:
                    return kept
                if not isinstance(error, OutcomeUnknown) or number == _ATTEMPTS or not self.has_time():
                    raise
                self.pause(number)
        raise AssertionError("there is always another attempt")

    def in_steps(self, request: Named, act: Act) -> Outcome:
        """The same for what acts in several steps, each of which may be repeated: the answer is kept behind them."""
        kept = self._kept(request)
        if kept is not None:
            return kept
        try:
            return self._acted(request, act)
        except Conflict:
            kept = self._kept(request)
            if kept is None:
                raise
            return kept

    def _kept(self, request: Named) -> Outcome | None:
        answer = self.answers.find(request.owner_id, request.key)
        if answer is None:
            return None
        if answer.fingerprint != request.fingerprint:
            raise IdempotencyKeyReused
        return Outcome(answer.content, replayed=True)

    def _acted(self, request: Named, act: Act) -> Outcome:
        content = act()
        answer = Answer(request.fingerprint, content, self.clock() + KEPT_FOR)
        self.answers.keep(request.owner_id, request.key, answer)
        return Outcome(content, replayed=False)

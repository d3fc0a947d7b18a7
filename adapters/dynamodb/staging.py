"""`UnitOfWork` in DynamoDB: a table whose writes wait for the end of the work that they belong to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import Any, TypeVar, Unpack

from adapters import deadline, jitter
from adapters.dynamodb.client import Page, Reading, Table, Write
from adapters.dynamodb.soon import Soon
from adapters.dynamodb.stage import Stage
from adapters.dynamodb.table import Item, Key
from domain.errors import Conflict

_ATTEMPTS, _FIRST_PAUSE_SECONDS = 8, 0.02
_ALWAYS = "attribute_exists(pk) OR attribute_not_exists(pk)"

T = TypeVar("T")

_stage: ContextVar[Stage | None] = ContextVar("stage", default=None)


class StagingTable(Table):
    """The table, and units of work on it. Outside of one it is as any other."""

    def in_one_step(self, work: Callable[[], T]) -> T:
        """See `domain.unit_of_work.UnitOfWork`.

        Only if the transaction fails does the work learn why: when it is done again, each of its writes is tried first
        by conditions alone, so that it meets the same Conflict at the same place as it would without a unit.
        """
        if _stage.get() is not None:
            return work()
        for attempt in count():
            stage = Stage(careful=attempt > 0)
            with _at_work(stage):
                result = work()
            try:
                self._commit(stage)
            except Conflict:
                if attempt == _ATTEMPTS or not deadline.has_time():
                    raise
                jitter.wait(attempt, _FIRST_PAUSE_SECONDS)
            else:
                return result
        raise AssertionError("there is always another attempt")

    def soon(self, key: Key) -> Soon:
        stage = _stage.get()
        written = stage.find(key) if stage is not None else None
        return super().soon(key) if written is None else Soon(key, lambda _: written.item)

    def get(self, key: Key) -> Item | None:
        stage = _stage.get()
        if stage is None:
            return super().get(key)
        written = stage.find(key)
        return stage.read(key, super().get) if written is None else written.item

    def get_many(self, keys: Sequence[Key]) -> list[Item]:
        stage = _stage.get()
        if stage is None:
            return super().get_many(keys)
        written = [write for key in keys if (write := stage.find(key)) is not None]
        rest = [key for key in keys if stage.find(key) is None]
        return [write.item for write in written if write.item is not None] + (super().get_many(rest) if rest else [])

    def query(
        self, condition: str, values: Mapping[str, Any], after: Item | None = None, **how: Unpack[Reading]
    ) -> Page:
        stage = _stage.get()
        if stage is not None:
            stage.require_unwritten(values)
        return super().query(condition, values, after, **how)

    def put(self, item: Item, *, condition: str | None = None, values: Mapping[str, Any] | None = None) -> None:
        stage = _stage.get()
        if stage is None:
            super().put(item, condition=condition, values=values)
        else:
            self._take(stage, [Write(item, condition=condition, values=values)])

    def put_at_once(self, item: Item, undo: Callable[[], None], *, condition: str, values: Mapping[str, Any]) -> None:
        super().put_at_once(item, undo, condition=condition, values=values)
        stage = _stage.get()
        if stage is not None:
            stage.look_again()
            stage.on_failure(undo)

    def delete(self, key: Key, *, condition: str | None = None, values: Mapping[str, Any] | None = None) -> None:
        stage = _stage.get()
        if stage is None:
            super().delete(key, condition=condition, values=values)
        else:
            self._take(stage, [Write(key=key, condition=condition, values=values)])

    def write_together(self, writes: Sequence[Write]) -> None:
        stage = _stage.get()
        if stage is None:
            super().write_together(writes)
        else:
            self._take(stage, writes)

    def _take(self, stage: Stage, writes: Sequence[Write]) -> None:
        if stage.careful:
            try:
                super().write_together([_check(write) for write in writes])
            except Conflict:
                stage.look_again()
                raise
        stage.add(writes)

    def _commit(self, stage: Stage) -> None:
        try:
            writes = stage.writes
            if len(writes) == 1 and writes[0].item is not None:
                self.put(writes[0].item, condition=writes[0].condition, values=writes[0].values)
            elif writes:
                self.write_together(writes)
        except BaseException:  # if it is written after all, what was done at once is no longer as it is undone
            stage.undo()
            raise


@contextmanager
def _at_work(stage: Stage) -> Iterator[None]:
    token = _stage.set(stage)
    try:
        yield
    except BaseException:
        _stage.reset(token)
        stage.undo()
        raise
    else:
        _stage.reset(token)


def _check(write: Write) -> Write:
    """The condition of a write alone; of one without any, such as always holds."""
    return Write(
        key=write.at, condition=write.condition or _ALWAYS, values=write.values, names=write.names, checks=True
    )

"""Batches: all other functions, each loaded when it is first asked for."""

from functools import cache
from importlib import import_module

from adapters.http.batch import RunBatch
from adapters.http.endpoint import LambdaFunction
from functions.wiring import table, time_for
from functions.wiring.idempotency import act_once

_SECONDS = 20  # of the 29 that API Gateway waits


@cache
def load(module: str) -> LambdaFunction:
    function: LambdaFunction = import_module(module).handler
    return function


def run_batch() -> RunBatch:
    return RunBatch(load, act_once(), table().in_one_step, time_for(_SECONDS))

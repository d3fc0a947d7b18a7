"""Runs the flow, telling of each step, and cleans up whatever happened."""

import sys
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from daybook.failure import Failure
from daybook.smoke.api import Api, Wait
from daybook.smoke.credential import Credential
from daybook.smoke.flow import Flow, Step

_WIDTH = 52


def run(url: str, credential: Credential, wait: Wait = time.sleep) -> None:
    """Raise Failure at the first step that does not go well."""
    with closing(Api(url, credential.headers, wait)) as api:
        flow, began = Flow(api, credential), time.monotonic()
        steps = list(flow.steps())
        print(f"Trying {api.url}")
        try:
            for step in steps:
                _take(step, api)
        except BaseException:  # Ctrl-C is no reason to leave anything behind
            _clean_up(flow)
            raise
    print(f"All {len(steps)} steps went well, in {time.monotonic() - began:.1f} s. Nothing is left behind.")


def _take(step: Step, api: Api) -> None:
    try:
        _timed(step.title, step.run, api)
    except Failure as failure:
        raise Failure(f"{failure} {step.hint}".rstrip()) from None
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        raise Failure(f"{step.title}: the answer is not of our shape: {error!r}. {step.hint}".rstrip()) from None


def _clean_up(flow: Flow) -> None:
    try:
        if flow.scratch.clean_up():
            print("  ✓ cleaned up: the calendar is deleted")
    except Failure as failure:
        print(f"  ✗ {failure}")


def _timed(title: str, what: Callable[[], Any], api: Api) -> None:
    """Do it, with a line that says so, and then how it went."""
    if sys.stdout.isatty():
        print(f"  … {title}", end="\r", flush=True)
    before, began, mark = api.asked_again, time.monotonic(), "✗"
    try:
        what()
        mark = "✓"
    finally:
        took = f"{1000 * (time.monotonic() - began):7,.0f} ms"
        again = f"  (asked {api.asked_again - before} times more)" if api.asked_again > before else ""
        print(f"  {mark} {title:<{_WIDTH}}{took}{again}", flush=True)

"""The OpenAPI document and the server hold each other to their word: `make fuzz` at length, a few cases in each run."""

import os
from collections.abc import Iterator

import pytest

from tests.conftest import PROXY_SECRETS, MakeApi, gateway, serving
from tests.fuzz import campaign
from tests.fuzz.cast import Cast
from tests.fuzz.rapidapi import behind_rapidapi
from tests.support.world import World, a_world

CASES = int(os.environ.get("FUZZ_CASES", "0"))
A_FEW = 90


@pytest.fixture
def address(wired: str) -> Iterator[str]:
    """The local gateway, where it can be reached through RapidAPI, too."""
    with serving(behind_rapidapi(gateway(), PROXY_SECRETS[0], "someone")) as url:
        yield url


@pytest.fixture
def cast(new_api: MakeApi, through_rapidapi: MakeApi) -> Cast:
    def somebody() -> tuple[World, str]:
        admin = new_api(scopes=frozenset({"*", "admin"}))
        return a_world(new_api, admin, through_rapidapi), str(admin.key)

    return Cast(somebody)


def test_every_answer_is_as_the_document_says(address: str, cast: Cast) -> None:
    outcome = campaign.run(address, cast, cases=CASES or A_FEW, is_short=not CASES)
    print(f"{outcome.cases} cases: {dict(sorted(outcome.statuses.items()))}; never served: {outcome.unserved}")
    assert not outcome.failures, "\n\n".join(outcome.failures)
    assert outcome.cases >= A_FEW
    assert not [status for status in outcome.statuses if status >= 500]

"""What the pages say of names, codes and limits is what the code has."""

import re
from pathlib import Path

import pytest

from adapters.http.endpoints import SCOPES
from domain import credential_errors, owner_errors
from domain.errors import DaybookError
from domain.feed import MOST_FEEDS, MOST_MERGED
from domain.keyring import MOST_IDENTITIES, MOST_KEYS
from domain.recurrence.lines import MOST_RULES, TooManyExceptions
from domain.recurrence.recurrence import MOST_EXCEPTIONS
from domain.recurrence.rule import MOST_COUNT, MOST_TIMES_A_DAY

AUTHENTICATION = Path("docs/authentication.md").read_text()
KINDS = [
    one
    for module in (credential_errors, owner_errors)
    for one in vars(module).values()
    if isinstance(one, type) and issubclass(one, DaybookError) and one.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_refusal_is_on_the_page_about_authentication(kind: type[DaybookError]) -> None:
    named = AUTHENTICATION.partition("### Refusals by name")[2]
    assert f"`{kind.code}`" in named


def test_codes_are_not_shared() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_the_page_knows_the_limits_and_scopes() -> None:
    assert f"at most {MOST_KEYS} keys" in AUTHENTICATION
    assert f"| {MOST_KEYS}, {MOST_IDENTITIES} |" in Path("docs/api.md").read_text()
    assert f"| {MOST_FEEDS}, {MOST_MERGED} |" in Path("docs/api.md").read_text()
    for resource in {scope.partition(":")[0] for scope in SCOPES}:
        assert resource in AUTHENTICATION


def test_the_page_about_series_knows_their_limits() -> None:
    page = Path("docs/recurrence.md").read_text().partition("## Limits")[2]
    for limit in (MOST_COUNT, MOST_EXCEPTIONS, MOST_RULES, MOST_TIMES_A_DAY):
        assert f"{limit:,}" in page
    assert TooManyExceptions.code in page


def test_links_between_pages_lead_somewhere() -> None:
    for page in (Path("README.md"), *Path("docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page}: {target}"

"""What a deployer may choose."""

from typing import Any

import pytest

from infra.configuration import Configuration, defaults


def test_a_plain_deploy_opens_the_direct_door_only() -> None:
    assert Configuration.read(defaults().get).rapidapi is False


@pytest.mark.parametrize("given", ["true", "1", "yes", True])
def test_rapidapi_is_switched_on_from_the_command_line(given: Any) -> None:
    assert Configuration.read({**defaults(), "rapidapi": given}.get).rapidapi is True


def test_numbers_from_the_command_line_are_numbers() -> None:
    assert Configuration.read({**defaults(), "burst": "7"}.get).burst == 7


def test_a_stack_has_a_name_that_fits_into_those_of_its_functions() -> None:
    assert Configuration.read({**defaults(), "stack": "a" * 20}.get).stack == "a" * 20
    with pytest.raises(ValueError, match="at most 20 characters"):
        Configuration.read({**defaults(), "stack": "a" * 21}.get)

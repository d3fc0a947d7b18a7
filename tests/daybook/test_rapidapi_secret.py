"""The secrets of RapidAPI's proxy, in a Secrets Manager played by moto."""

import os
import pty
import subprocess
from collections.abc import Iterator

import boto3
import pytest
from click.testing import Result
from typer.testing import CliRunner

from daybook.cli import app
from daybook.proxy_secrets import LONGEST, MOST, SHORTEST
from infra.configuration import defaults
from tests.support.control_plane import REGION, aws
from tests.support.server import DAYBOOK

NAME = defaults()["rapidapi_secret"]
FIRST, SECOND = "5f0c6a54-9c1b-4b6e-8f0e-aaaaaaaafrst", "5f0c6a54-9c1b-4b6e-8f0e-aaaaaaaascnd"


@pytest.fixture(autouse=True)
def account() -> Iterator[pytest.MonkeyPatch]:
    with aws() as patch:
        yield patch


def command(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["rapidapi-secret", *arguments], input=typed)


def done(*arguments: str, typed: str | None = None) -> str:
    """What a command prints that goes well, which is never a secret."""
    result = command(*arguments, typed=typed)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    assert FIRST not in result.stdout
    assert SECOND not in result.stdout
    return result.stdout


def refused(*arguments: str, typed: str | None = None) -> str:
    result = command(*arguments, typed=typed)
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    assert not typed or not typed.strip() or typed.strip() not in result.stderr
    return result.stderr


def kept(name: str = NAME, region: str = REGION) -> str:
    return str(boto3.client("secretsmanager", region).get_secret_value(SecretId=name)["SecretString"])


def test_a_first_secret_is_made_and_the_next_step_told() -> None:
    said = done("set", typed=f"{FIRST}\n")
    assert kept() == FIRST
    assert f"{NAME} in {REGION} holds …frst now." in said
    assert "make deploy RAPIDAPI=1" in said


def test_a_further_secret_is_valid_beside_the_old_one_until_that_is_removed() -> None:
    done("set", typed=FIRST)
    assert "…frst, …scnd" in done("add", typed=f"  {SECOND} \n")
    assert kept() == f"{FIRST},{SECOND}"
    assert done("list") == "…frst  36 characters\n…scnd  36 characters\n"
    done("remove", "…frst")
    assert kept() == SECOND


def test_setting_one_leaves_no_other() -> None:
    done("set", typed=FIRST)
    done("add", typed=SECOND)
    done("set", typed="another-secret-of-theirs")
    assert kept() == "another-secret-of-theirs"


def test_what_was_written_by_hand_is_understood() -> None:
    boto3.client("secretsmanager").create_secret(Name=NAME, SecretString=f"{FIRST}, {SECOND},\n")
    assert done("list").count("characters") == 2
    done("remove", "frst")
    assert kept() == SECOND


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "\n",
        "a" * (SHORTEST - 1),
        "a" * (LONGEST + 1),
        f"{FIRST},{SECOND}",
        f"{FIRST}\n{SECOND}",
        "with space inside it",
        "with\ttab-inside-it-all",
        "größe-größe-größe-größe",
        "a-bell-in-the-middle-\a-of-it",
    ],
)
def test_what_cannot_be_a_secret_is_refused_and_nothing_kept(typed: str) -> None:
    assert f"A secret has {SHORTEST} to {LONGEST} letters" in refused("set", typed=typed)
    assert done("list") == ""


@pytest.mark.parametrize("typed", ["a" * SHORTEST, "a" * LONGEST, "!\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~"])
def test_all_of_printable_ascii_may_be_in_a_secret(typed: str) -> None:
    done("set", typed=typed)
    assert kept() == typed


def test_a_secret_that_is_there_is_not_added_again() -> None:
    done("set", typed=FIRST)
    assert "…frst is kept already" in refused("add", typed=FIRST)
    assert kept() == FIRST


def test_there_are_no_more_than_an_environment_holds() -> None:
    for number in range(MOST):
        done("add", typed=f"secret-number-000{number}")
    assert "There are 5 already" in refused("add", typed=FIRST)


def test_the_only_one_is_not_removed() -> None:
    done("set", typed=FIRST)
    assert "…frst is the only one" in refused("remove", "frst")
    assert kept() == FIRST


def test_which_one_to_remove_must_be_clear() -> None:
    for secret in (FIRST, f"x{FIRST}", SECOND):
        done("add", typed=secret)
    assert "2 secrets end with …frst" in refused("remove", "frst")
    assert "No secret ends with …none. There are: …frst, …frst, …scnd." in refused("remove", "none")


def test_it_may_have_another_name_in_another_region() -> None:
    done("set", "--name", "mine/secret", "--region", "us-west-2", typed=FIRST)
    assert kept("mine/secret", "us-west-2") == FIRST


def test_bytes_are_none_of_ours() -> None:
    boto3.client("secretsmanager").create_secret(Name=NAME, SecretBinary=b"x")
    assert "holds bytes" in refused("list")


def test_a_secret_is_typed_without_an_echo() -> None:
    """At a terminal; what is typed is no secret, so that it ends there, without a look at AWS."""
    ours, theirs = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "AWS_REGION": REGION}
    process = subprocess.Popen(
        [DAYBOOK, "rapidapi-secret", "set"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    while b"RapidAPI shows it" not in shown:
        shown += os.read(ours, 1000)
    os.write(ours, b"too-short\n")
    while b"A secret has" not in shown:
        shown += os.read(ours, 1000)
    assert process.wait(timeout=10) == 1
    assert b"too-short" not in shown
    os.close(ours)

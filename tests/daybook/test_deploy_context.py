"""What a deploy finds out about the account, which moto plays."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from click.testing import Result
from typer.testing import CliRunner

from daybook import account
from daybook.cli import app
from infra.configuration import WORKERS, defaults
from tests.support.control_plane import aws
from tests.support.template import Template

OPEN = ("-c", "rapidapi=true")


@pytest.fixture(autouse=True)
def environment() -> Iterator[pytest.MonkeyPatch]:
    with aws() as patch:
        yield patch


@pytest.fixture
def may_run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets how many functions the account may run at a time."""

    def most(number: int) -> None:
        real = account.client

        class Limited:
            def get_account_settings(self) -> dict[str, Any]:
                return {"AccountLimit": {"ConcurrentExecutions": number}}

        monkeypatch.setattr(
            account, "client", lambda service, url: Limited() if service == "lambda" else real(service, url)
        )

    most(1000)
    return most


def found(*arguments: str) -> Result:
    result = CliRunner().invoke(app, ["deploy-context", *arguments])
    assert result.exit_code == 0, result.output
    return result


def refused(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["deploy-context", *arguments])
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    return str(result.stderr)


def keep(secret: str) -> None:
    secrets = boto3.client("secretsmanager")
    name = defaults()["rapidapi_secret"]
    if not secrets.list_secrets()["SecretList"]:
        secrets.create_secret(Name=name, SecretString=secret)
    else:
        secrets.put_secret_value(SecretId=name, SecretString=secret)


def test_a_usual_account_has_nothing_to_say(may_run: Any) -> None:
    assert found("-c", "stage=prod").stdout.strip() == ""


@pytest.mark.parametrize(
    ("most", "said"), [(10, "-c worker_concurrency=0"), (129, "-c worker_concurrency=0"), (130, "")]
)
def test_a_new_account_sets_nothing_aside(may_run: Any, most: int, said: str) -> None:
    may_run(most)
    result = found()
    assert result.stdout.strip() == said
    assert (f"may run {most} functions" in result.stderr) is bool(said)


def test_who_wants_nothing_set_aside_is_not_looked_up(may_run: Any) -> None:
    may_run(10)
    assert found("-c", "worker_concurrency=0").stdout.strip() == ""


def test_what_may_not_be_looked_up_is_no_reason_not_to_deploy(monkeypatch: pytest.MonkeyPatch) -> None:
    class Secretive:
        def get_account_settings(self) -> None:
            boto3.client("lambda").get_function(FunctionName="none")

    monkeypatch.setattr(account, "client", lambda *_: Secretive())
    result = found()
    assert result.stdout.strip() == ""
    assert "worker_concurrency=0" in result.stderr


def test_all_workers_are_counted(direct: Template) -> None:
    functions = direct.of_type("Lambda::Function").values()
    reserved = {one["Handler"] for one in functions if "ReservedConcurrentExecutions" in one}
    assert reserved == {f"functions.{worker}.handler" for worker in WORKERS}


def test_each_change_is_another_revision_of_an_open_door(may_run: Any) -> None:
    keep("a-first-secret-of-the-proxy")
    first = found("-c", "stage=prod", *OPEN).stdout
    assert first.startswith("-c rapidapi_secret_revision=")
    assert found("-c", "rapidapi=1").stdout == first
    keep("a-second-secret-of-the-proxy")
    assert found(*OPEN).stdout not in {first, "\n"}


def test_an_open_door_without_a_secret_is_said_before_anything_is_deployed() -> None:
    words = refused(*OPEN, "-c", "rapidapi_secret=mine/secret")
    assert "There is no secret mine/secret in eu-central-1" in words
    assert "`daybook rapidapi-secret set`" in words


def test_a_choice_that_makes_no_sense_is_told() -> None:
    assert "at most 20 characters" in refused("-c", f"stack={'a' * 21}")


def test_it_may_be_given_all_that_cdk_is(may_run: Any) -> None:
    assert found("--require-approval", "never", "-c", "stage=dev").stdout.strip() == ""

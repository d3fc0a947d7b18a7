"""Proving who calls: the order of the checks, and that nobody gets by them."""

import secrets

import pytest

from domain import api_key
from domain.credential_errors import (
    CredentialExpired,
    CredentialMalformed,
    CredentialMissing,
    CredentialUnknown,
    ProxyUnknown,
)
from domain.errors import Unauthenticated
from domain.owner import implicit_owner
from tests.builders import HOUR, a_grant
from tests.domain.people import ADMIN, People


def a_fake() -> str:
    """A key that is right in every way but that nobody has."""
    return api_key.new_key("dbk_", secrets.token_bytes)


def test_what_is_wrong_with_a_key_is_told_in_this_order() -> None:
    people = People()
    made, expired = people.a_key(), people.a_key(a_grant(expires_at=people.now + HOUR))
    people.wait(HOUR)
    for key, error in (
        ("", CredentialMissing),
        (made.secret[:-1], CredentialMalformed),
        (made.secret + " ", CredentialMalformed),
        (f"{made.secret}, {made.secret}", CredentialMalformed),
        ("x" * 10_000, CredentialMalformed),
        (a_fake(), CredentialUnknown),
        (expired.secret, CredentialExpired),
    ):
        with pytest.raises(error):
            people.authenticate(key)
    people.authenticate(made.secret)


def test_a_revoked_key_and_one_that_never_was_look_the_same() -> None:
    people = People()
    made = people.a_key()
    people.revoke_key(ADMIN.on(people.owner), made.key.id, force=True)
    answers = []
    for key in (made.secret, a_fake()):
        with pytest.raises(Unauthenticated) as refused:
            people.authenticate(key)
        answers.append((refused.type, refused.value.title, refused.value.details))
    assert answers[0] == answers[1]


def test_what_cannot_be_a_key_is_refused_without_a_look() -> None:
    people = People()
    people.authenticate.credentials.owners = None  # type: ignore[attr-defined]
    with pytest.raises(CredentialMalformed):
        people.authenticate(a_fake()[:-1] + "_")


def test_the_use_of_a_key_is_noted() -> None:
    people = People()
    made = people.a_key()
    assert people.kept(made.key).last_used_at is None
    people.authenticate(made.secret)
    assert people.kept(made.key).last_used_at == people.now


def test_a_rapidapi_user_is_their_own_owner_until_mapped() -> None:
    people = People()
    assert people.user("ada").owner_id == implicit_owner("ada") != implicit_owner("bob")
    people.attach(ADMIN.on(people.owner), "ada")
    assert people.user("ada").owner_id == people.owner
    assert people.keyring().identities[0].last_used_at == people.now


@pytest.mark.parametrize(
    ("secret", "user", "error"),
    [
        ("", "ada", CredentialMissing),
        ("s1", "", CredentialMissing),
        ("s3", "ada", ProxyUnknown),
        ("s1,s2", "ada", ProxyUnknown),
        ("s", "ada", ProxyUnknown),
        ("ß", "ada", ProxyUnknown),
        ("s1", "x" * 257, ProxyUnknown),
        ("s1", "a\x00b", ProxyUnknown),
        ("s1", "ada, bob", ProxyUnknown),
    ],
)
def test_a_user_is_vouched_for_by_a_configured_secret_only(secret: str, user: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        People().through_rapidapi(secret, user)


def test_without_configured_secrets_nobody_comes_through_rapidapi() -> None:
    people = People()
    door = type(people.through_rapidapi)(people.credentials, people.clock, frozenset())
    with pytest.raises(ProxyUnknown):
        door("s1", "ada")

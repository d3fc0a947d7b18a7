"""What is believed of a credential without a look, and for how long; with a clock that the tests move."""

from datetime import timedelta
from threading import Thread

import pytest

from adapters.memory.credentials import MemoryCredentials
from adapters.remembered import RememberedCredentials
from domain.caller import Caller
from domain.credential_errors import CredentialExpired, CredentialUnknown
from domain.owner import OwnerStatus, implicit_owner
from domain.use_cases.authenticate import AuthenticateKey, AuthenticateRapidApi
from domain.use_cases.owners import SetOwnerStatus
from tests.builders import HOUR, a_grant
from tests.domain.people import ADMIN, SECRETS, People

SECOND = timedelta(seconds=1)


class Counted(MemoryCredentials):
    """Credentials that count how often somebody looks, and notes."""

    looks = notes = 0

    def holder_of(self, fingerprint: str) -> Caller | None:
        self.looks += 1
        return super().holder_of(fingerprint)

    def rapidapi_caller(self, user: str) -> Caller | None:
        self.looks += 1
        return super().rapidapi_caller(user)

    def note_use(self, *args: object) -> None:
        self.notes += 1
        super().note_use(*args)  # type: ignore[arg-type]


class Remembering(People):
    """People who are remembered for ten seconds."""

    def __init__(self, seconds: float = 10) -> None:
        super().__init__()
        self.counted = Counted(self.owners)
        remembered = RememberedCredentials(self.counted, self.clock, seconds)
        self.authenticate = AuthenticateKey(remembered, self.clock)
        self.through_rapidapi = AuthenticateRapidApi(remembered, self.clock, SECRETS)


def test_a_busy_caller_is_looked_up_once_in_a_while() -> None:
    people = Remembering()
    made = people.a_key()
    callers = [people.authenticate(made.secret) for _ in range(5)]
    assert people.counted.looks == 1
    assert all(caller == callers[0] for caller in callers)
    people.wait(10 * SECOND)
    people.authenticate(made.secret)
    assert people.counted.looks == 2


def test_a_revoked_key_works_no_longer_than_it_is_remembered() -> None:
    people = Remembering()
    made = people.a_key()
    people.authenticate(made.secret)
    people.revoke_key(ADMIN.on(people.owner), made.key.id, force=True)
    people.wait(10 * SECOND - timedelta(microseconds=1))
    people.authenticate(made.secret)
    people.wait(timedelta(microseconds=1))
    with pytest.raises(CredentialUnknown):
        people.authenticate(made.secret)


def test_a_suspension_takes_effect_within_that_time() -> None:
    people = Remembering()
    made = people.a_key()
    people.authenticate(made.secret)
    SetOwnerStatus(people.keyrings)(ADMIN.on(people.owner), OwnerStatus.SUSPENDED)
    people.wait(10 * SECOND)
    assert people.authenticate(made.secret).suspended


def test_an_expiry_that_was_known_is_kept_to_the_second_all_the_same() -> None:
    people = Remembering()
    made = people.a_key(a_grant(expires_at=people.now + 5 * SECOND))
    people.authenticate(made.secret)
    people.wait(5 * SECOND)
    with pytest.raises(CredentialExpired):
        people.authenticate(made.secret)


def test_what_was_not_found_is_looked_for_again() -> None:
    people = Remembering()
    fingerprint = "0" * 64
    remembered = people.authenticate.credentials
    assert remembered.holder_of(fingerprint) is None
    assert remembered.holder_of(fingerprint) is None
    assert people.counted.looks == 2


def test_a_rapidapi_user_is_remembered_also_without_an_identity() -> None:
    people = Remembering()
    for _ in range(3):
        assert people.user("ada").owner_id == implicit_owner("ada")
    assert people.counted.looks == 1
    people.attach(ADMIN.on(people.owner), "ada")
    assert people.user("ada").owner_id == implicit_owner("ada")
    people.wait(10 * SECOND)
    assert people.user("ada").owner_id == people.owner


def test_users_and_subscriptions_are_not_mixed_up() -> None:
    people = Remembering()
    people.attach(ADMIN.on(people.owner), "ada")
    seen = [
        (people.through_rapidapi("s1", user, plan).owner_id, plan)
        for user in ("ada", "bob")
        for plan in ("PRO", "MEGA")
    ]
    assert seen == [
        (people.owner, "PRO"),
        (people.owner, "MEGA"),
        (implicit_owner("bob"), "PRO"),
        (implicit_owner("bob"), "MEGA"),
    ]
    assert people.through_rapidapi("s1", "ada", "MEGA").plan == "mega"


def test_nothing_is_remembered_for_no_time() -> None:
    people = Remembering(seconds=0)
    made = people.a_key()
    for _ in range(3):
        people.authenticate(made.secret)
    assert people.counted.looks == 3


def test_use_is_noted_once_an_hour() -> None:
    people = Remembering()
    made, other = people.a_key(), people.a_key()
    for _ in range(3):
        people.authenticate(made.secret)
        people.authenticate(other.secret)
    assert people.counted.notes == 2
    people.wait(HOUR)
    people.authenticate(made.secret)
    assert people.counted.notes == 3


def test_of_very_many_callers_only_so_many_are_remembered() -> None:
    people = Remembering()
    for number in range(1100):
        people.user(f"user {number}")
    people.user("user 1099")
    people.user("user 150")
    assert people.counted.looks == 1100
    people.user("user 0")
    assert people.counted.looks == 1101


def test_threads_do_not_disturb_each_other() -> None:
    people = Remembering()
    failures: list[Exception] = []

    def call(offset: int) -> None:
        try:
            for number in range(2000):
                user = f"user {offset * 1000 + number}"
                assert people.user(user).rapidapi_user == user
        except Exception as error:
            failures.append(error)

    threads = [Thread(target=call, args=(offset,)) for offset in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []

"""What every adapter of `Answers` keeps."""

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.answers import KEPT_FOR, Answer, Answers
from domain.errors import Conflict
from tests.builders import NOON, an_owner

LATER = NOON + KEPT_FOR


def an_answer(content: bytes = b"content") -> Answer:
    return Answer(secrets.token_hex(32), content, LATER)


@pytest.mark.parametrize("content", [b"", b"\0", b"x" * 1000, secrets.token_bytes(1_000_000)], ids=len)
def test_an_answer_is_found_as_it_was_kept(answers: Answers, content: bytes) -> None:
    owner, answer = an_owner(), an_answer(content)
    answers.keep(owner, "a key", answer)
    assert answers.find(owner, "a key") == answer


def test_answers_are_kept_by_owner_and_key(answers: Answers) -> None:
    owner = an_owner()
    answers.keep(owner, "a", an_answer())
    assert answers.find(an_owner(), "a") is None
    assert answers.find(owner, "A") is None


def test_the_first_answer_stays(answers: Answers) -> None:
    owner, first = an_owner(), an_answer()
    answers.keep(owner, "a", first)
    with pytest.raises(Conflict):
        answers.keep(owner, "a", an_answer())
    assert answers.find(owner, "a") == first


def test_what_has_expired_is_as_if_it_were_not_there(answers: Answers) -> None:
    owner, second = an_owner(), an_answer()
    answers.keep(owner, "a", replace(an_answer(), expires_at=NOON))
    assert answers.find(owner, "a") is None
    answers.keep(owner, "a", second)
    assert answers.find(owner, "a") == second


def test_answers_of_an_owner_are_forgotten_by_their_expiry(answers: Answers) -> None:
    owner, other = an_owner(), an_owner()
    large = an_answer(secrets.token_bytes(500_000))
    young = replace(an_answer(), expires_at=LATER + timedelta(seconds=1))
    for name, key, answer in ((owner, "old", large), (owner, "young", young), (other, "old", large)):
        answers.keep(name, key, answer)
    answers.forget(owner, LATER)
    assert answers.find(owner, "old") is None
    assert answers.find(owner, "young") == young
    assert answers.find(other, "old") == large

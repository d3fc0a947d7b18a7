"""Counting the calls of each owner by itself."""

from dataclasses import replace

import pytest

from adapters.memory.meters import MemoryMeters
from domain.errors import Conflict
from domain.ids import OwnerId
from domain.keyring import Keyring
from domain.owner import Metered, Plan
from domain.use_cases.meter import MeterOwner
from domain.use_cases.owners import OwnerWording
from tests.builders import NOON, an_owner
from tests.domain.people import ADMIN, People


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def meters() -> MemoryMeters:
    return MemoryMeters()


@pytest.fixture
def meter(people: People, meters: MemoryMeters) -> MeterOwner:
    return MeterOwner(people.owners, meters, lambda: NOON)


@pytest.fixture
def owner_id(people: People) -> OwnerId:
    return people.create_owner(ADMIN, OwnerWording("Acme", Plan.PRO)).id


def test_a_new_owner_is_metered_by_its_plan_and_that_is_noted(
    people: People, meters: MemoryMeters, meter: MeterOwner, owner_id: OwnerId
) -> None:
    assert meter(owner_id) is Plan.PRO
    assert meters.plans == {owner_id: Plan.PRO}
    assert _kept(people, owner_id).owner.metered == Metered(Plan.PRO, NOON)


def test_being_metered_is_no_change_of_the_owner(people: People, meter: MeterOwner, owner_id: OwnerId) -> None:
    before = _kept(people, owner_id)
    meter(owner_id)
    after = _kept(people, owner_id)
    assert replace(after, owner=replace(after.owner, metered=None)) == before


def test_who_is_metered_already_is_left_alone(
    people: People, meters: MemoryMeters, meter: MeterOwner, owner_id: OwnerId
) -> None:
    meter(owner_id)
    meters.plans.clear()
    assert meter(owner_id) is Plan.PRO
    assert not meters.plans


def test_another_plan_meters_anew(people: People, meters: MemoryMeters, meter: MeterOwner, owner_id: OwnerId) -> None:
    meter(owner_id)
    kept = _kept(people, owner_id)
    people.owners.save(kept.with_owner(replace(kept.owner, plan=Plan.UNLIMITED), NOON), kept)
    assert meter(owner_id) is Plan.UNLIMITED
    assert meters.plans == {owner_id: Plan.UNLIMITED}
    assert _kept(people, owner_id).owner.metered == Metered(Plan.UNLIMITED, NOON)


def test_an_owner_that_is_gone_is_metered_no_more(
    people: People, meters: MemoryMeters, meter: MeterOwner, owner_id: OwnerId
) -> None:
    meter(owner_id)
    people.owners.remove(_kept(people, owner_id), NOON)
    assert meter(owner_id) is None
    assert not meters.plans
    assert meter(OwnerId(an_owner())) is None


def test_an_owner_for_whom_there_is_no_room_is_none_that_is_metered(
    people: People, meters: MemoryMeters, meter: MeterOwner, owner_id: OwnerId
) -> None:
    meters.room = 0
    assert meter(owner_id) is None
    assert _kept(people, owner_id).owner.metered is None


def test_a_change_that_comes_in_between_is_not_lost(
    people: People, meters: MemoryMeters, owner_id: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(MemoryMeters):
        def put(self, owner_id: OwnerId, plan: Plan) -> bool:
            if not self.plans:
                kept = _kept(people, owner_id)
                people.owners.save(kept.with_owner(replace(kept.owner, plan=Plan.FREE), NOON), kept)
            return super().put(owner_id, plan)

    slow = Slow()
    assert MeterOwner(people.owners, slow, lambda: NOON)(owner_id) is Plan.FREE
    assert slow.plans == {owner_id: Plan.FREE}
    assert _kept(people, owner_id).owner.version == 2


def test_whoever_never_gets_a_word_in_says_so(people: People, meters: MemoryMeters, owner_id: OwnerId) -> None:
    class Busy(MemoryMeters):
        def put(self, owner_id: OwnerId, plan: Plan) -> bool:
            kept = _kept(people, owner_id)
            people.owners.save(kept.touched(NOON), kept)
            return super().put(owner_id, plan)

    with pytest.raises(Conflict):
        MeterOwner(people.owners, Busy(), lambda: NOON)(owner_id)


def _kept(people: People, owner_id: OwnerId) -> Keyring:
    kept = people.owners.keyring(owner_id)
    assert kept is not None
    return kept

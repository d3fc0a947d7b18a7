"""Three owners who use one service at random, for themselves and against each other; nothing gets across."""

from collections.abc import Callable
from itertools import permutations
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from adapters.http.endpoints import BY_NAME
from tests.support.api import problem
from tests.tenancy import own_business, requests
from tests.tenancy.belongings import Belongings, words_told
from tests.tenancy.people import Credential, Person, a_person
from tests.tenancy.trespass import NONSENSE, Attempt, foreign_ids, trespass, trespass_in_a_batch

PEOPLE = 3
_WHO = list(permutations(range(PEOPLE), 2))
_WITH_SLOTS = [row for row in requests.OWNED if requests.slots(row)]
_IN_BATCHES = [row for row in _WITH_SLOTS if requests.path_slots(row) and not row.name.endswith(("port", "upload"))]
_LISTS = [row for row in requests.OWNED if row.action == "list"]
_READS = [row for row in requests.OWNED if row.method == "GET"]
_POSTS = [row for row in requests.OWNED if row.method == "POST" and row.name != "identities.attach"]

numbers = st.integers(0, 99)
pairs = st.sampled_from(_WHO)
attempts = st.builds(Attempt, st.sampled_from(_WITH_SLOTS), numbers, st.booleans(), st.sampled_from(NONSENSE))
in_batches = st.builds(Attempt, st.sampled_from(_IN_BATCHES), numbers, st.booleans(), st.just({}))


class Machine(RuleBasedStateMachine):
    """Each step is somebody's, and goes to what is their own or to what is not.

    What an owner has is looked at before anybody trespasses there, and compared before the owner goes on. `tried` names
    the rows that somebody tried with what is another's.
    """

    people_of: Callable[[Belongings], list[Person]]
    tried: ClassVar[set[str]]

    @initialize()
    def begin(self) -> None:
        self.people = type(self).people_of(Belongings())
        self.seen: dict[str, Any] = {}

    # For oneself

    @rule(who=st.integers(0, PEOPLE - 1), by=numbers, row=st.sampled_from(requests.OWNED), number=numbers)
    def act(self, who: int, by: int, row: Any, number: int) -> None:
        person = self.people[who]
        self.compare(person)
        own_business.act(_credential(person, by), row, number)

    @rule(who=pairs, by=numbers, row=st.sampled_from(_POSTS), number=numbers)
    def do_the_same_under_the_same_key(self, who: tuple[int, int], by: int, row: Any, number: int) -> None:
        mine, theirs = (self.people[one] for one in who)
        self.compare(mine)
        self.compare(theirs)
        self.tried.add(row.name)
        own_business.repeat_anothers(_credential(mine, by), theirs.all_seeing, row, number)

    @rule(who=st.integers(0, PEOPLE - 1), row=st.sampled_from(_POSTS), number=numbers)
    def repeat_ones_own_with_less(self, who: int, row: Any, number: int) -> None:
        person = self.people[who]
        self.compare(person)
        own_business.repeat_with_less(person, row, number)

    # Against each other

    @rule(who=pairs, by=numbers, tries=st.lists(attempts, min_size=1, max_size=6))
    def trespass(self, who: tuple[int, int], by: int, tries: list[Attempt]) -> None:
        person, victim = self.against(who)
        for attempt in tries:
            self.tried.add(attempt.row.name)
            trespass(_credential(person, by), victim, attempt)

    @rule(who=pairs, by=numbers, tries=st.lists(in_batches, min_size=1, max_size=6), atomic=st.booleans())
    def trespass_in_a_batch(self, who: tuple[int, int], by: int, tries: list[Attempt], atomic: bool) -> None:
        person, victim = self.against(who)
        self.tried.add("batch.run")
        trespass_in_a_batch(_credential(person, by), victim, tries, atomic=atomic)

    @rule(who=st.integers(0, PEOPLE - 1), attempt=attempts)
    def reach_beyond_a_limit(self, who: int, attempt: Attempt) -> None:
        """What is one's own, but not one's key's, is somebody else's to it."""
        person = self.people[who]
        self.compare(person)
        limited = next(one for one in person.credentials if one.calendars)
        others = Person(person.name, person.belongings)
        for kind, things in person.things.items():
            others.things[kind] = [one for one in things if one[1] and one[1] not in limited.calendars]
        trespass(limited, others, attempt._replace(inside=True))

    @rule(who=pairs, by=numbers, row=st.sampled_from(_LISTS))
    def go_on_with_anothers_cursor(self, who: tuple[int, int], by: int, row: Any) -> None:
        person, victim = self.against(who)
        cursors = {"calendars.list", "keys.list", row.name} & {one.name for one in _LISTS if "{" not in one.path}
        self.tried.add(row.name)
        ids = own_business.own_ids(person, row, 0)
        for name in sorted(cursors):
            answer = victim.all_seeing.call("GET", BY_NAME[name].path, params={"page_size": 1})
            cursor = answer.json()["meta"]["page"]["next"] or ""
            call = requests.request(row, ids) | {"params": {"page_size": 1, "cursor": cursor}}
            used = _credential(person, by).call(**call)
            assert used.status_code in {400, 403, 404}, used.text

    @rule(who=pairs, by=numbers, row=st.sampled_from(_READS), number=numbers)
    def name_anothers_version(self, who: tuple[int, int], by: int, row: Any, number: int) -> None:
        """A tag that others have seen is none of what one has no access to."""
        person, victim = self.against(who)
        self.tried.add(row.name)
        headers = {"If-None-Match": ", ".join(["*", *victim.versions[-9:]])}
        theirs = foreign_ids(row, victim, person, number)
        answer = _credential(person, by).call(**requests.request(row, theirs), headers=headers)
        assert answer.status_code != 304 or not requests.path_slots(row), answer.request
        own = own_business.own_ids(person, row, number)
        _credential(person, by).call(**requests.request(row, own), headers=headers)

    @rule(who=pairs, number=numbers)
    def fetch_a_feed(self, who: tuple[int, int], number: int) -> None:
        """Whoever has the address reads what it shows, and nothing of anyone else."""
        person, owner = (self.people[one] for one in who)
        tokens = owner.things["file"]
        token, calendar = tokens[number % len(tokens)]
        answer = person.all_seeing.api.get(f"/feeds/{token}.ics")
        if answer.status_code == 404:
            assert problem(answer) == problem(person.all_seeing.api.get(f"/feeds/{'x' * 43}.ics"))
            return
        homes = [owner.belongings.homes[word] for word in words_told(answer) & owner.belongings.homes.keys()]
        assert {home.owner for home in homes} <= {owner.mark}
        assert frozenset().union(*(home.calendars for home in homes)) <= {calendar}

    def teardown(self) -> None:
        """Try every row once more, on what has become of everything, and see that nothing came of any of it."""
        if hasattr(self, "people"):
            self.trespass((0, 1), 0, [Attempt(row, 1, inside=True, nonsense={}) for row in _WITH_SLOTS])
            for row in set(requests.OWNED).difference(_WITH_SLOTS):
                sweep = self.name_anothers_version if row in _READS else self.do_the_same_under_the_same_key
                sweep((0, 1), 0, row, 1)
            for row in _POSTS:
                self.repeat_ones_own_with_less(0, row, 1)
            for person in self.people:
                self.compare(person)

    def against(self, who: tuple[int, int]) -> tuple[Person, Person]:
        person, victim = (self.people[one] for one in who)
        self.compare(person)
        if victim.mark not in self.seen:
            self.seen[victim.mark] = victim.facts()
        return person, victim

    def compare(self, person: Person) -> None:
        """What others tried has changed nothing."""
        if person.mark in self.seen:
            assert person.facts() == self.seen.pop(person.mark)


def _credential(person: Person, number: int) -> Credential:
    return person.credentials[number % len(person.credentials)]


def people(new_api: Any, through_rapidapi: Any) -> Callable[[Belongings], list[Person]]:
    """Makes the three: one that a RapidAPI user was attached to, one with keys alone, and a RapidAPI user."""

    def made(belongings: Belongings) -> list[Person]:
        return [
            a_person("ada", belongings, new_api(), through_rapidapi),
            a_person("bob", belongings, new_api()),
            a_person("cem", belongings, through_rapidapi()),
        ]

    return made

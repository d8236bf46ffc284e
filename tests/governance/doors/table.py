"""The whole table, and every case it stands for."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.governance.doors import (
    accounts,
    administration,
    authority,
    conditions,
    devices,
    directive,
    disposal,
    duty,
    duty_lists,
    entrance,
    exported,
    floor,
    guidance,
    imports,
    insights,
    media,
    offices,
    permissions,
    pictures,
    planning,
    posts,
    ready,
    replies,
    reposts,
    restored,
    retention,
    reviewing,
    rosters,
    security,
    stops,
    together,
    training,
    trouble,
    versions,
)
from tests.governance.doors.answers import Answer, Ask, Door
from tests.governance.doors.people import ANONYMOUS, PEOPLE, STRANGER, Person
from tests.governance.doors.scene import UNITS, Scene, Thing

DOORS: tuple[Door, ...] = (
    *accounts.DOORS,
    *rosters.DOORS,
    *entrance.DOORS,
    *offices.DOORS,
    *exported.DOORS,
    *posts.DOORS,
    *reviewing.DOORS,
    *replies.DOORS,
    *reposts.DOORS,
    *ready.DOORS,
    *pictures.DOORS,
    *permissions.DOORS,
    *media.DOORS,
    *planning.DOORS,
    *duty_lists.DOORS,
    *floor.DOORS,
    *insights.DOORS,
    *directive.DOORS,
    *disposal.DOORS,
    *restored.DOORS,
    *retention.DOORS,
    *trouble.DOORS,
    *stops.DOORS,
    *together.DOORS,
    *conditions.DOORS,
    *security.DOORS,
    *training.DOORS,
    *versions.DOORS,
    *guidance.DOORS,
    *duty.DOORS,
    *devices.DOORS,
    *authority.DOORS,
    *administration.DOORS,
    *imports.DOORS,
)
ONE_STRANGER = "murphy"
EVERYWHERE = frozenset({"tran", "kowalczyk"})
"""Like nobody else: who had a role in the unit until yesterday; and of the second district its author."""
BY_NAME = {door.name: door for door in DOORS}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One person at one door, about one thing."""

    door: Door
    ask: Ask
    person: Person
    thing: Thing
    place: str
    expected: Answer

    @property
    def address(self) -> str:
        """Where they go."""
        return reverse(self.door.name, kwargs={**self.door.kwargs, **self.thing.kwargs})

    @property
    def at_home(self) -> bool:
        """Whether somebody signed in asks for what is theirs, or for a thing of the 14th as an office does."""
        own = self.place in ("", self.person.home) or (self.place == "014" and "*" in self.person.roles)
        return bool(self.person.key) and own

    @property
    def what(self) -> str:
        """What is asked, as a failure names it."""
        about = f" about a thing '{self.ask.about}'" if self.ask.about else ""
        return f"{self.ask.method} {self.door.name}{' (part)' if self.ask.htmx else ''}{about}"

    @property
    def who(self) -> str:
        """Who asked, and of which unit the thing was."""
        return f"{self.person.words} of {self.place}" if self.place else self.person.words


def cases_of(door: Door, scene: Scene) -> Iterator[Case]:
    """Every kind of person with every kind of thing; with the further states of a thing, one stranger is enough.

    Of two who are the same to the same kind of thing, the first comes: the sergeant of the 14th to a post of theirs,
    and not the sergeant of the 18th to one of theirs as well.
    """
    met: set[str] = set()
    for ask in door.asks:
        came: set[tuple[object, ...]] = set()
        again = bool(ask.about) and ask.method in met
        met.add(ask.method)
        things = scene.things[ask.about] if ask.about else {"": Thing(kwargs={}, unit="")}
        for person in PEOPLE:
            for place, thing in things.items():
                relations = relations_of(person, thing) if ask.about else person.relations("")
                if again and relations == (STRANGER,) and person.key != ONE_STRANGER:
                    continue
                kind = (UNITS.get(place, place), person.agency, relations, person.relations(""))
                if ask.about and kind in came and person.key not in EVERYWHERE:
                    continue
                came.add(kind)
                expected = ask.expected(relations)
                yield Case(door=door, ask=ask, person=person, thing=thing, place=place, expected=expected)


def relations_of(person: Person, thing: Thing) -> tuple[str, ...]:
    """What a person is to a thing."""
    if not person.key:
        return (ANONYMOUS,)
    if not thing.unit:
        return (STRANGER,)
    if thing.owner:
        return ("owner",) if thing.owner == person.key else (STRANGER,)
    if thing.of_agency:
        return person.relations("") if thing.of_agency == person.agency else (STRANGER,)
    return person.relations(thing.unit) if UNITS[thing.unit] == person.agency else (STRANGER,)


def addresses() -> dict[str, str]:
    """Every address of the portal by name, and by itself where it has none."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            else:
                yield pattern.name or f"(no name) {route}", route

    found = list(walk(get_resolver().url_patterns, "/"))
    names = [name for name, _ in found]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, f"These names stand for two addresses: {sorted(twice)}"
    return dict(found)

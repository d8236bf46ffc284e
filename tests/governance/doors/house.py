"""Two agencies behind their doors, a browser for each person, and what is wrong with an answer."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from tests.counted import tell
from tests.governance.doors import scene as scenes
from tests.governance.doors import table
from tests.governance.doors.answers import Answer
from tests.governance.doors.asking import PASSING, Heard, Visitor, noting, undone, unsafe_headers
from tests.governance.doors.people import ANONYMOUS, PEOPLE, STRANGER, Person
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.table import Case

TRIED: Counter[str] = Counter()


@dataclass(frozen=True, kw_only=True)
class Told:
    """What came of one case."""

    case: Case
    faults: tuple[str, ...]
    looks: int
    """The same number for what nobody can tell apart."""


class House:
    """The scene, with a browser for each person."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.visitors = {person.key: Visitor(self.member(person.key)) for person in PEOPLE}
        self._told: dict[str, list[Told]] = {}
        self.read: dict[str, set[str]] = defaultdict(set)
        """By the name of a door, what was read there of addresses and forms."""

    def member(self, key: str) -> Any:
        """A member of either agency by key; nobody for the empty one."""
        return next((cast.people[key] for cast in self.scene.casts.values() if key in cast.people), None)

    def told(self, name: str) -> list[Told]:
        """Everybody at one door, once."""
        if name not in self._told:
            self._told[name] = [self._tell(case) for case in table.cases_of(table.BY_NAME[name], self.scene)]
        return self._told[name]

    def _tell(self, case: Case) -> Told:
        TRIED["people at doors"] += 1
        heard = self.try_door(case)
        faults = (
            *differs(case.expected, heard),
            *wrote_too_much(case, case.expected, heard),
            *unsafe_headers(heard.response),
            *self.shows_too_much(case.person, heard),
        )
        return Told(case=case, faults=faults, looks=hash(heard.looks()))

    def shows_too_much(self, person: Person, heard: Heard) -> list[str]:
        """What stands on a page of units that the reader may not see."""
        kept_from = {
            unit for unit, thing in self.scene.things["draft"].items() if unit and sees_nothing(person, thing)
        }
        body = heard.body.replace(heard.response.wsgi_request.path, "")
        return [
            f"shows '{mark}'"
            for unit in kept_from & set(scenes.UNITS)
            for mark in self.scene.marks_of(unit)
            if mark in body
        ]

    def try_door(self, case: Case, *, without: Callable[[Any], None] | None = None) -> Heard:
        """Go there, without something that is taken away first, and come back as if nothing had happened."""
        visitor = self.visitors[case.person.key]
        form = case.ask.form(self.scene, case.thing) if case.ask.method == "POST" else {}
        cache.clear()  # the counts of tries per minute
        with undone():
            if without is not None and visitor.member is not None:
                without(visitor.member)
            with noting(self.read[case.door.name]):
                return visitor.ask(case.ask.method, case.address, form, htmx=case.ask.htmx)
        raise AssertionError


def sees_nothing(person: Person, thing: Thing) -> bool:
    """Whether a thing does not exist for somebody."""
    return set(table.relations_of(person, thing)) <= {ANONYMOUS, STRANGER}


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """Two agencies in one transaction that is rolled back at the end; each request is undone by itself."""
    outermost = transaction.atomic()
    outermost._from_testcase = True  # type: ignore[attr-defined]  # a refusal insists on a transaction of its own
    # Nothing is sent: the training network only has to have an address.
    network = override_settings(TRAINING_URL="http://127.0.0.1:9")
    with django_db_blocker.unblock(), network, time_machine.travel(scenes.AT, tick=False):
        outermost.__enter__()
        try:
            yield House(scenes.build())
        finally:
            transaction.set_rollback(True)
            outermost.__exit__(None, None, None)
    if TRIED:
        counted = ", ".join(f"{number} {what}" for what, number in TRIED.most_common())
        tell(f"Doors: {TRIED.total()} cases tried ({counted}).")
        TRIED.clear()


def differs(expected: Answer, heard: Heard) -> list[str]:
    """How an answer is not the expected one."""
    found = []
    if heard.status != expected.status:
        found.append(f"answered {heard.status} {heard.leads_to}{heard.raised}, not {expected.status}")
    elif expected.to and heard.leads_to != expected.to:
        found.append(f"led to {heard.leads_to}, not {expected.to}")
    if (
        expected.says
        and expected.says.replace("'", "&#x27;") not in heard.said
        and expected.says not in heard.said
    ):
        found.append(f"did not say '{expected.says}'")
    reasons = [refusal["reason"] for refusal in heard.refusals]
    if reasons != ([expected.refused] if expected.refused else []):
        found.append(f"the trail has the refusals {reasons}, not '{expected.refused}'")
    return found


def wrote_too_much(case: Case, expected: Answer, heard: Heard) -> list[str]:
    """What a look, or a refused act, changed."""
    if case.ask.method == "POST" and not expected.closed:
        return []
    allowed = PASSING if expected.refused else frozenset()
    if expected.status != 404:
        allowed |= case.ask.writes
    too_much = heard.written - allowed
    return [f"wrote to {sorted(too_much)}"] if too_much else []


def listed(faults: list[tuple[Case, str]]) -> str:
    """Each fault once, with all whom it met."""
    met: dict[str, list[str]] = defaultdict(list)
    for case, fault in faults:
        met[f"{case.what}: {fault}"].append(case.who)
    return f"{len(faults)} wrong:\n" + "\n".join(f"{fault} ({', '.join(who)})" for fault, who in met.items())

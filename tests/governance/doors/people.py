"""The kinds of person who come to a door, and what each is to a thing of a unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

STRANGER = "stranger"
"""No role in the unit of the thing, or of another agency: to them there is no such thing."""
ANONYMOUS = "anonymous"
MEMBER = "member"
"""Of the unit, but without a role in it."""
OFFICES = ("communications", "community_policing", "records", "administrator")
IN_UNIT = ("author", "usmr", "sergeant", "commander")
INSIDERS = (*IN_UNIT, *OFFICES)
"""Everybody who may see a thing of a unit."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """One of the cast who comes to every door."""

    key: str
    """Empty for somebody who has not signed in."""
    agency: str = ""
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By number of the unit, what they are to it; '*' is every unit of the agency."""
    home: str = ""
    """The unit they belong to."""

    @property
    def words(self) -> str:
        """As a failure names them."""
        return self.key or ANONYMOUS

    def relations(self, unit: str) -> tuple[str, ...]:
        """What they are to a thing of a unit; an empty number asks what they are in general."""
        if not self.key:
            return (ANONYMOUS,)
        held = [*self.roles.get("*", ()), *self.roles.get(unit, ())]
        if not unit:
            held = [role for roles in self.roles.values() for role in roles]
        if not held and unit in ("", self.home):
            return (MEMBER,)
        return tuple(held) or (STRANGER,)


def _chicago(key: str, home: str, role: str = "", *, everywhere: bool = False) -> Person:
    roles = {"*" if everywhere else home: (role,)} if role else {}
    return Person(key=key, agency="chicago", home=home, roles=roles)


def _alsip(key: str, home: str, *held: str, everywhere: bool = False) -> Person:
    return Person(key=key, agency="alsip", home=home, roles={"*" if everywhere else home: held})


PEOPLE: tuple[Person, ...] = (
    Person(key=""),
    _chicago("reyes", "014", "author"),
    _chicago("ortega", "014", "usmr"),
    _chicago("whitfield", "014", "sergeant"),
    _chicago("okafor", "014", "commander"),
    _chicago("lindqvist", "014"),
    _chicago("tran", "001"),  # was representative of the 14th and of the 1st until yesterday
    _chicago("kowalczyk", "018", "author"),
    _chicago("murphy", "018", "sergeant"),
    _chicago("salazar", "018", "commander"),
    _chicago("natarajan", "COM", "communications", everywhere=True),
    _chicago("washington", "OCP", "community_policing", everywhere=True),
    _chicago("marsh", "REC", "records", everywhere=True),
    _chicago("admin", "REC", "administrator", everywhere=True),
    _alsip("vance", "PAT", "author"),
    _alsip("ibarra", "PAT", "sergeant"),
    _alsip("keane", "PAT", "commander"),
    _alsip("petrov", "ADM", "communications", "administrator", everywhere=True),
)
BY_KEY = {person.key: person for person in PEOPLE}

"""The one cast: two agencies of invented people, used by the demonstration and by every test.

Names of districts are real; people, stars, numbers, phones and handles are invented. Who they are stands in houses/.
"""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts import grants, members, training, units
from accounts.models import (
    AccountStatus,
    Agency,
    Credential,
    Member,
    Network,
    OutletAccount,
    Role,
    Unit,
)
from audit import trail
from governance import founding

PASSWORD = "practice-makes-calm"  # noqa: S105  (the demonstration's, printed at its start)
PRACTICE = "-practice"
"""Follows the number of a unit in the key of its account for practice."""
CORPORATE = "corporate"
"""The key of the department's own account."""
AREAS = ("312", "773")
"""Area codes of Chicago; of each, the numbers 555-0100 to 555-0199 belong to nobody."""
INVENTED_NUMBERS = 99


@dataclass(frozen=True, kw_only=True)
class Person:
    """One invented member. `number` is their place in the house's list; star and phone follow from it."""

    number: int
    key: str
    rank: str
    first_name: str
    last_name: str
    unit: str
    roles: tuple[str, ...] = ()
    joined_days_ago: int | None = None
    """None for those who were there from the beginning; the others come during the demonstration."""

    @property
    def phone(self) -> str:
        """A number that no telephone has, and nobody else of the house."""
        area, line = divmod(self.number - 1, INVENTED_NUMBERS)
        return f"{AREAS[area]}-555-{101 + line:04}"


@dataclass(frozen=True, kw_only=True)
class House:
    """One invented agency."""

    slug: str
    name: str
    pack: str
    units: tuple[tuple[str, str, str], ...]
    """Number, name, kind."""
    people: tuple[Person, ...]
    """Who is there from the beginning."""
    handles: dict[str, str]
    """Unit number to handle."""
    newcomers: tuple[Person, ...] = ()
    """Who joins later; `engage` leaves them out."""

    def commander(self, *, unit: str) -> Person:
        """Who commands a unit. Raises StopIteration where nobody does."""
        return next(p for p in self.people if p.unit == unit and Role.COMMANDER in p.roles)

    def part(self, *, units: Collection[str]) -> "House":
        """The same agency with some of its units and their people."""
        return replace(
            self,
            units=tuple(unit for unit in self.units if unit[0] in units),
            people=tuple(person for person in self.people if person.unit in units),
            handles={number: handle for number, handle in self.handles.items() if number in units},
            newcomers=tuple(person for person in self.newcomers if person.unit in units),
        )


def _read(*, slug: str, name: str) -> House:
    """The house whose lists stand under its slug."""
    units = list(_rows(slug, "units.csv"))
    people = [_person(number, row) for number, row in enumerate(_rows(slug, "people.csv"), start=1)]
    return House(
        slug=slug,
        name=name,
        pack=slug,
        units=tuple((row["number"], row["name"], row["kind"]) for row in units),
        people=tuple(person for person in people if person.joined_days_ago is None),
        handles={row["number"]: row["handle"] for row in units if row["handle"]},
        newcomers=tuple(person for person in people if person.joined_days_ago is not None),
    )


def _rows(slug: str, name: str) -> Iterator[dict[str, str]]:
    with (Path(__file__).parent / "houses" / slug / name).open(newline="", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _person(number: int, row: dict[str, str]) -> Person:
    return Person(
        number=number,
        key=row["key"],
        rank=row["rank"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        unit=row["unit"],
        roles=tuple(row["roles"].split()),
        joined_days_ago=int(row["joined_days_ago"]) if row["joined_days_ago"] else None,
    )


DEPARTMENT = _read(slug="chicago", name="Chicago Police Department")
"""All 22 districts, the offices, the Bureau of Detectives and the Superintendent's office."""
CHICAGO = DEPARTMENT.part(units=("001", "014", "018", "COM", "OCP", "REC"))
"""Three districts of it and the offices that decide: as much of the department as one test needs."""
ALSIP = _read(slug="alsip", name="Alsip Police Department")


@dataclass
class Cast:
    """An agency with its people, units and accounts by their keys."""

    agency: Agency
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Member] = field(default_factory=dict)
    accounts: dict[str, OutletAccount] = field(default_factory=dict)

    def __getattr__(self, key: str) -> Member:
        """A member by key: cast.reyes."""
        try:
            return self.__dict__["people"][key]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(key) from None


@transaction.atomic
def engage(*, house: House, at: datetime, password: str | None = PASSWORD) -> Cast:
    """Set up an agency with its people, authority, training and accounts on the training network, as of a moment."""
    agency = founding.set_up(slug=house.slug, name=house.name, at=at)
    cast = Cast(agency=agency)
    founding.adopt(agency=agency, pack=house.pack, at=at)
    for number, name, kind in house.units:
        cast.units[number] = units.register(
            agency=agency, number=number, name=name, kind=kind, actor=None, at=at
        )
    for person in house.people:
        cast.people[person.key] = _member(cast, person, at)
    _give_password(agency, list(cast.people.values()), password)
    _give_roles(cast, house, at)
    training.cover(agency=agency, members=cast.people.values(), at=at)
    for number, handle in house.handles.items():
        cast.accounts[number] = _account(cast, house, number, handle, at)
    return cast


def practise(*, cast: Cast, house: House, unit: str, at: datetime) -> OutletAccount:
    """A second account of a unit, to which whoever is in training posts; inside a transaction."""
    account = _account(cast, house, unit, f"practice_{unit}", at, practice=True)
    cast.accounts[f"{unit}{PRACTICE}"] = account
    return account


def speak_for_all(*, cast: Cast, house: House, at: datetime) -> OutletAccount:
    """The department's own account, kept by Communications (CPD-TW.V.E.4); inside a transaction."""
    office = next(person.unit for person in house.people if Role.COMMUNICATIONS in person.roles)
    account = _account(cast, house, office, f"example_{house.slug}_police", at, corporate=True)
    cast.accounts[CORPORATE] = account
    return account


@transaction.atomic
def join(*, cast: Cast, person: Person, trained: bool = True, at: datetime) -> Member:
    """Somebody who comes later. An office's people act at once; a representative waits for the commander's roster."""
    member = cast.people[person.key] = _member(cast, person, at)
    _give_password(cast.agency, [member], PASSWORD)
    for role in person.roles:
        if role not in _BY_COMMANDER:
            _authorise(cast, person, role, None, at)
    if trained:
        training.cover(agency=cast.agency, members=[member], at=at)
    return member


def _give_password(agency: Agency, members: list[Member], password: str | None) -> None:
    """One digest for all of them: each of their own would cost a twentieth of a second a person, by design."""
    digest = make_password(password)
    for member in members:
        member.password = digest
    Member.objects.filter(agency=agency, pk__in=[member.pk for member in members]).update(password=digest)


def _member(cast: Cast, person: Person, at: datetime) -> Member:
    return members.register(
        unit=cast.units[person.unit],
        log_on_id=person.key,
        actor=None,
        at=at,
        email=f"{person.key}@{cast.agency.slug}.example",
        first_name=person.first_name,
        last_name=person.last_name,
        rank=person.rank,
        star_number=f"{20000 + person.number}" if person.rank else "",
        employee_number=f"E{cast.agency.pk:02}{person.number:04}",
        unit_phone=person.phone,
    )


_BY_COMMANDER = frozenset({Role.USMR, Role.SERGEANT, Role.ACTING_SERGEANT})


def _give_roles(cast: Cast, house: House, at: datetime) -> None:
    commanders: dict[str, Member] = {}
    ordered = sorted(house.people, key=lambda person: not set(person.roles) - _BY_COMMANDER)
    for person in ordered:
        for role in person.roles:
            if role == Role.COMMANDER:
                commanders[person.unit] = cast.people[person.key]
            _authorise(cast, person, role, commanders.get(person.unit) if role in _BY_COMMANDER else None, at)


def _authorise(cast: Cast, person: Person, role: str, given_by: Member | None, at: datetime) -> None:
    grants.authorise(
        member=cast.people[person.key],
        unit=cast.units[person.unit],
        role=role,
        given_by=given_by,
        at=at,
        reason="Community policing office" if role == Role.USMR else "",
    )


def _account(
    cast: Cast,
    house: House,
    number: str,
    handle: str,
    at: datetime,
    *,
    practice: bool = False,
    corporate: bool = False,
) -> OutletAccount:
    external_id = str(7_000_000_000_000_000_000 + crc32(f"{house.slug}:{handle}".encode()))
    unit = cast.units[number]
    account = OutletAccount.objects.create(
        agency=cast.agency,
        unit=unit,
        network=Network.TRAINING,
        handle=handle,
        display_name=f"{house.slug.title()} police, {unit.short_name}{', practice' if practice else ''}"[:50],
        external_id=external_id,
        status=AccountStatus.ACTIVE,
        practice=practice,
        corporate=corporate,
    )
    trail.record(
        verb="account.registered",
        agency_id=cast.agency.pk,
        actor_id=None,
        subject_id=account.pk,
        at=at,
        unit_id=unit.pk,
        network=account.network,
    )
    Credential.objects.create(
        account=account, **training_keys(external_id=external_id), connected_at=at, checked_at=at
    )
    trail.record(
        verb="account.connected", agency_id=cast.agency.pk, actor_id=None, subject_id=account.pk, at=at
    )
    return account


def training_keys(*, external_id: str) -> dict[str, str]:
    """The four keys of an account on the training network, derived from this installation's secret."""

    def key(name: str) -> str:
        return salted_hmac("governance.cast", f"{name}:{external_id}", secret=settings.SECRET_KEY).hexdigest()

    return {
        "consumer_key": key("consumer_key")[:25],
        "consumer_secret": key("consumer_secret"),
        "access_token": f"{external_id}-{key('access_token')[:30]}",
        "access_token_secret": key("access_token_secret"),
    }

"""The one cast: two agencies of invented people, used by the demonstration and by every test.

Names of districts are real; people, stars, numbers, phones and handles are invented.
"""

from dataclasses import dataclass, field
from datetime import datetime
from zlib import crc32

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts import grants
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
from accounts.models.agency import UnitKind
from audit import trail
from governance import founding

PASSWORD = "practice-makes-calm"  # noqa: S105  (the demonstration's, printed at its start)


@dataclass(frozen=True, kw_only=True)
class Person:
    """One invented member."""

    key: str
    rank: str
    first_name: str
    last_name: str
    unit: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class House:
    """One invented agency."""

    slug: str
    name: str
    pack: str
    units: tuple[tuple[str, str, str], ...]
    """Number, name, kind."""
    people: tuple[Person, ...]
    handles: dict[str, str]
    """Unit number to handle."""


CHICAGO = House(
    slug="chicago",
    name="Chicago Police Department",
    pack="chicago",
    units=(
        ("001", "Central", UnitKind.DISTRICT),
        ("014", "Shakespeare", UnitKind.DISTRICT),
        ("018", "Near North", UnitKind.DISTRICT),
        ("COM", "Communications Division", UnitKind.COMMUNICATIONS),
        ("OCP", "Office of Community Policing", UnitKind.COMMUNITY_POLICING),
        ("REC", "Records Division", UnitKind.OFFICE),
    ),
    people=(
        Person(
            key="reyes", rank="Ofc.", first_name="Dana", last_name="Reyes", unit="014", roles=(Role.USMR,)
        ),
        Person(
            key="ortega", rank="Ofc.", first_name="Luis", last_name="Ortega", unit="014", roles=(Role.USMR,)
        ),
        Person(
            key="whitfield",
            rank="Sgt.",
            first_name="Marcus",
            last_name="Whitfield",
            unit="014",
            roles=(Role.SERGEANT,),
        ),
        Person(
            key="brody",
            rank="Sgt.",
            first_name="Aileen",
            last_name="Brody",
            unit="014",
            roles=(Role.SERGEANT,),
        ),
        Person(
            key="okafor",
            rank="Cmdr.",
            first_name="Grace",
            last_name="Okafor",
            unit="014",
            roles=(Role.COMMANDER,),
        ),
        Person(key="lindqvist", rank="Sgt.", first_name="Per", last_name="Lindqvist", unit="014"),
        Person(key="tran", rank="Ofc.", first_name="Minh", last_name="Tran", unit="001", roles=(Role.USMR,)),
        Person(
            key="dabrowski",
            rank="Ofc.",
            first_name="Ewa",
            last_name="Dabrowski",
            unit="001",
            roles=(Role.USMR,),
        ),
        Person(
            key="hale", rank="Sgt.", first_name="Jerome", last_name="Hale", unit="001", roles=(Role.SERGEANT,)
        ),
        Person(
            key="castillo",
            rank="Sgt.",
            first_name="Ines",
            last_name="Castillo",
            unit="001",
            roles=(Role.SERGEANT,),
        ),
        Person(
            key="novak",
            rank="Cmdr.",
            first_name="Peter",
            last_name="Novak",
            unit="001",
            roles=(Role.COMMANDER,),
        ),
        Person(
            key="kowalczyk",
            rank="Ofc.",
            first_name="Nadia",
            last_name="Kowalczyk",
            unit="018",
            roles=(Role.USMR,),
        ),
        Person(
            key="bell", rank="Ofc.", first_name="Terrence", last_name="Bell", unit="018", roles=(Role.USMR,)
        ),
        Person(
            key="murphy",
            rank="Sgt.",
            first_name="Sean",
            last_name="Murphy",
            unit="018",
            roles=(Role.SERGEANT,),
        ),
        Person(
            key="grant",
            rank="Sgt.",
            first_name="Olivia",
            last_name="Grant",
            unit="018",
            roles=(Role.SERGEANT,),
        ),
        Person(
            key="salazar",
            rank="Cmdr.",
            first_name="Elena",
            last_name="Salazar",
            unit="018",
            roles=(Role.COMMANDER,),
        ),
        Person(
            key="natarajan",
            rank="",
            first_name="Priya",
            last_name="Natarajan",
            unit="COM",
            roles=(Role.COMMUNICATIONS,),
        ),
        Person(
            key="foster",
            rank="Lt.",
            first_name="Daniel",
            last_name="Foster",
            unit="COM",
            roles=(Role.COMMUNICATIONS,),
        ),
        Person(
            key="washington",
            rank="",
            first_name="Renee",
            last_name="Washington",
            unit="OCP",
            roles=(Role.COMMUNITY_POLICING,),
        ),
        Person(
            key="marsh", rank="", first_name="Helen", last_name="Marsh", unit="REC", roles=(Role.RECORDS,)
        ),
        Person(
            key="admin",
            rank="",
            first_name="Alex",
            last_name="Doyle",
            unit="REC",
            roles=(Role.ADMINISTRATOR,),
        ),
    ),
    handles={"001": "example_001", "014": "example_014", "018": "example_018"},
)

ALSIP = House(
    slug="alsip",
    name="Alsip Police Department",
    pack="alsip",
    units=(("PAT", "Patrol Division", UnitKind.OFFICE), ("ADM", "Administration", UnitKind.OFFICE)),
    people=(
        Person(
            key="vance", rank="Ofc.", first_name="Carl", last_name="Vance", unit="PAT", roles=(Role.USMR,)
        ),
        Person(
            key="ibarra",
            rank="Sgt.",
            first_name="Rosa",
            last_name="Ibarra",
            unit="PAT",
            roles=(Role.SERGEANT,),
        ),
        Person(
            key="keane",
            rank="Lt.",
            first_name="Moira",
            last_name="Keane",
            unit="PAT",
            roles=(Role.COMMANDER,),
        ),
        Person(
            key="petrov",
            rank="",
            first_name="Ivan",
            last_name="Petrov",
            unit="ADM",
            roles=(Role.COMMUNICATIONS, Role.ADMINISTRATOR),
        ),
    ),
    handles={"PAT": "example_alsip"},
)


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
    """Set up an agency with its people, authority and accounts on the training network, as of a moment."""
    agency = founding.set_up(slug=house.slug, name=house.name, at=at)
    cast = Cast(agency=agency)
    founding.adopt(agency=agency, pack=house.pack, at=at)
    for number, name, kind in house.units:
        cast.units[number] = founding.register_unit(agency=agency, number=number, name=name, kind=kind, at=at)
    for place, person in enumerate(house.people, start=1):
        cast.people[person.key] = _member(cast, person, place, at, password)
    _give_roles(cast, house, at)
    for number, handle in house.handles.items():
        cast.accounts[number] = _account(cast, house, number, handle, at)
    return cast


def _member(cast: Cast, person: Person, place: int, at: datetime, password: str | None) -> Member:
    return founding.register_member(
        unit=cast.units[person.unit],
        log_on_id=person.key,
        password=password,
        at=at,
        email=f"{person.key}@{cast.agency.slug}.example",
        first_name=person.first_name,
        last_name=person.last_name,
        rank=person.rank,
        star_number=f"{20000 + place}" if person.rank else "",
        employee_number=f"E{cast.agency.pk:02}{place:04}",
        unit_phone=f"312-555-{100 + place:04}",
    )


_BY_COMMANDER = frozenset({Role.USMR, Role.SERGEANT, Role.ACTING_SERGEANT})


def _give_roles(cast: Cast, house: House, at: datetime) -> None:
    commanders: dict[str, Member] = {}
    ordered = sorted(house.people, key=lambda person: not set(person.roles) - _BY_COMMANDER)
    for person in ordered:
        for role in person.roles:
            if role == Role.COMMANDER:
                commanders[person.unit] = cast.people[person.key]
            grants.authorise(
                member=cast.people[person.key],
                unit=cast.units[person.unit],
                role=role,
                given_by=commanders.get(person.unit) if role in _BY_COMMANDER else None,
                at=at,
                reason="Community policing office" if role == Role.USMR else "",
            )


def _account(cast: Cast, house: House, number: str, handle: str, at: datetime) -> OutletAccount:
    external_id = str(7_000_000_000_000_000_000 + crc32(f"{house.slug}:{handle}".encode()))
    unit = cast.units[number]
    account = OutletAccount.objects.create(
        agency=cast.agency,
        unit=unit,
        network=Network.TRAINING,
        handle=handle,
        display_name=f"{house.slug.title()} police, {unit.short_name}"[:50],
        external_id=external_id,
        status=AccountStatus.ACTIVE,
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
    Credential.objects.create(account=account, **training_keys(external_id=external_id), connected_at=at)
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

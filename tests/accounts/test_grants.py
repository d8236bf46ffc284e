"""Authority with dates, and django-guardian's rows that follow it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from guardian.shortcuts import get_objects_for_user

from accounts import authority, grants
from accounts.models import Authorisation, Ending, Member, Role, Unit
from governance.cast import Cast


def _units(member: Member, permission: str) -> list[str]:
    found = get_objects_for_user(member, f"accounts.{permission}", klass=Unit)
    return [unit.number for unit in found]


def test_only_the_commanders_authorisation_makes_a_representative_cpd_tw_iii_c(
    chicago: Cast, at: datetime
) -> None:
    assert not authority.load(member=chicago.lindqvist, at=at).holds(Role.USMR)

    grants.authorise(
        member=chicago.lindqvist, unit=chicago.units["014"], role=Role.USMR, given_by=chicago.okafor, at=at
    )

    assert authority.load(member=chicago.lindqvist, at=at).holds(Role.USMR, unit_id=chicago.units["014"].pk)
    assert _units(chicago.lindqvist, "draft_posts") == ["014"]


def test_an_authorisation_of_the_future_is_none_yet(chicago: Cast, at: datetime) -> None:
    grants.authorise(
        member=chicago.lindqvist,
        unit=chicago.units["014"],
        role=Role.ACTING_SERGEANT,
        given_by=chicago.okafor,
        at=at,
        starts_at=at + timedelta(days=1),
        ends_at=at + timedelta(days=8),
    )
    assert not authority.load(member=chicago.lindqvist, at=at).roles
    assert _units(chicago.lindqvist, "review_posts") == []

    grants.sweep(since=at, at=at + timedelta(days=1, minutes=1))
    assert authority.load(member=chicago.lindqvist, at=at + timedelta(days=1, minutes=1)).roles
    assert _units(chicago.lindqvist, "review_posts") == ["014"]

    grants.sweep(since=at + timedelta(days=7), at=at + timedelta(days=8, minutes=1))
    assert not authority.load(member=chicago.lindqvist, at=at + timedelta(days=8, minutes=1)).roles
    assert _units(chicago.lindqvist, "review_posts") == []


def test_ending_takes_effect_at_once(chicago: Cast, at: datetime) -> None:
    given = Authorisation.objects.get(member=chicago.reyes, role=Role.USMR)

    grants.end(authorisation_id=given.pk, ended_by=chicago.okafor, at=at, reason="Moved to patrol.")

    assert not authority.load(member=chicago.reyes, at=at).roles
    assert _units(chicago.reyes, "draft_posts") == []


@pytest.mark.parametrize(
    ("how", "held"),
    [
        pytest.param(Ending.REVOKED, ["ExclusiveLock"], id="for cause"),
        pytest.param(Ending.SUSPENDED, ["ExclusiveLock"], id="for a time"),
        pytest.param(Ending.ENDED, [], id="in the ordinary way"),
    ],
)
def test_what_is_revoked_or_suspended_stands_in_one_order_with_claims(
    how: Ending, held: list[str], chicago: Cast, at: datetime
) -> None:
    given = Authorisation.objects.get(member=chicago.reyes, role=Role.USMR)

    grants.end(authorisation_id=given.pk, ended_by=chicago.okafor, at=at, reason="Misuse.", how=how)

    with connection.cursor() as cursor:
        cursor.execute("SELECT mode FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert [mode for (mode,) in cursor.fetchall()] == held


def test_what_has_ended_is_not_ended_again(chicago: Cast, at: datetime) -> None:
    given = Authorisation.objects.get(member=chicago.reyes, role=Role.USMR)
    grants.end(authorisation_id=given.pk, ended_by=chicago.okafor, at=at, reason="Moved to patrol.")

    with pytest.raises(grants.EndedAlready):
        grants.end(
            authorisation_id=given.pk, ended_by=chicago.admin, at=at, reason="Misuse.", how=Ending.REVOKED
        )


def test_an_inactive_member_has_no_authority_and_no_tour(chicago: Cast, at: datetime) -> None:
    chicago.whitfield.is_active = False

    held = authority.load(member=chicago.whitfield, at=at)

    assert (held.roles, held.on_duty) == (frozenset(), False)


def test_nobody_is_authorised_in_another_agency(chicago: Cast, alsip: Cast, at: datetime) -> None:
    with pytest.raises(ValueError, match="own agency"):
        grants.authorise(member=alsip.vance, unit=chicago.units["014"], role=Role.USMR, given_by=None, at=at)


def test_a_department_wide_role_reaches_every_unit_of_its_own_agency_only(
    chicago: Cast, alsip: Cast, at: datetime
) -> None:
    held = authority.load(member=chicago.natarajan, at=at)

    assert held.holds(Role.COMMUNICATIONS, unit_id=chicago.units["018"].pk)
    visible = authority.visible_units(authority=held, member=chicago.natarajan)
    assert {unit.agency_id for unit in visible} == {chicago.agency.pk}


def test_units_in_lists_need_both_the_row_and_the_date(chicago: Cast, at: datetime) -> None:
    def listed() -> list[str]:
        held = authority.load(member=chicago.whitfield, at=at)
        return [unit.number for unit in authority.visible_units(authority=held, member=chicago.whitfield)]

    grants.authorise(
        member=chicago.whitfield,
        unit=chicago.units["018"],
        role=Role.SERGEANT,
        given_by=chicago.salazar,
        at=at,
    )
    assert listed() == ["014", "018"]

    Authorisation.objects.filter(member=chicago.whitfield, unit=chicago.units["018"]).update(ends_at=at)

    assert listed() == ["014"]

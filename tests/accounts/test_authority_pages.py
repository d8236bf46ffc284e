"""What a member may do is given, suspended, given back and taken by people who answer for it, each with a reason."""

from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import authority, duty, grants
from accounts.models import Authorisation, Ending, Member, Message, Role
from audit.models import Event
from governance import cast
from tests.accounts.rosters import house
from tests.governance.doors.posts import NOT_A_WRITER

pytestmark = pytest.mark.django_db
SURE = {"password": cast.PASSWORD}
"""Asked again of whoever signed in a while ago."""


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def chicago(chicago_off_duty: cast.Cast) -> cast.Cast:
    return chicago_off_duty


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def give(chicago: cast.Cast, *, to: str, role: str = Role.USMR, **said: Any) -> Any:
    typed = {"member": chicago.people[to].pk, "role": role, "reason": "Order 26-114", **SURE, **said}
    return signed_in(chicago.okafor).post(f"/people/{chicago.units['014'].pk}/authorise/", typed)


def end(chicago: cast.Cast, *, of: str, how: Ending, by: str = "okafor") -> Authorisation:
    held = Authorisation.objects.get(member=chicago.people[of], unit=chicago.units["014"])
    typed = {f"end{held.pk}-how": how, f"end{held.pk}-reason": "Under inquiry", **SURE}
    assert (
        signed_in(chicago.people[by]).post(f"/people/authorisation/{held.pk}/end/", typed).status_code == 302
    )
    held.refresh_from_db()
    return held


def resume(chicago: cast.Cast, held: Authorisation, *, by: str = "okafor", **said: Any) -> Any:
    typed = {f"resume{held.pk}-{name}": value for name, value in {"reason": "Cleared", **said}.items()} | SURE
    return signed_in(chicago.people[by]).post(f"/people/authorisation/{held.pk}/resume/", typed)


def held(chicago: cast.Cast, who: str) -> set[str]:
    return {role for role, _ in authority.load(member=chicago.people[who], at=timezone.now()).roles}


def verbs_of(subject_id: int) -> list[str]:
    written = Event.objects.filter(subject="authorisation", subject_id=subject_id).order_by("pk")
    return list(written.values_list("verb", flat=True))


def test_a_patrol_member_of_a_district_needs_a_reason_that_the_roster_board_shows_cpd_tw_iii_c_note(
    chicago: cast.Cast, at: datetime
) -> None:
    refused = give(chicago, to="lindqvist").content.decode()
    assert "is not known to be of the community policing office" in refused
    assert held(chicago, "lindqvist") == set()

    assert (
        give(chicago, to="lindqvist", exception="Speaks Polish; nobody of the office does").status_code == 302
    )
    given = Authorisation.objects.get(member=chicago.lindqvist)
    assert given.exception == "Speaks Polish; nobody of the office does"
    assert "Speaks Polish" in signed_in(chicago.okafor).get("/people/").content.decode()
    house.set_up(engaged=chicago, at=at)
    page = signed_in(chicago.natarajan).get("/roster/board/").content.decode()
    assert f"Outside the community policing office: {chicago.lindqvist}" in page


def test_whoever_is_of_the_office_needs_no_exception_and_is_asked_once_cpd_tw_iii_c_note(
    chicago: cast.Cast,
) -> None:
    assert give(chicago, to="lindqvist", of_office="on").status_code == 302
    chicago.lindqvist.refresh_from_db()
    assert chicago.lindqvist.community_policing
    end(chicago, of="lindqvist", how=Ending.ENDED)
    assert give(chicago, to="lindqvist").status_code == 302
    assert not Authorisation.objects.exclude(exception="").exists()


def test_the_commander_suspends_gives_back_and_revokes_with_a_reason_cpd_tw_v_a_1(chicago: cast.Cast) -> None:
    suspended = end(chicago, of="reyes", how=Ending.SUSPENDED)
    assert held(chicago, "reyes") == set()
    assert (suspended.ended_how, suspended.for_cause, suspended.end_reason) == (
        "suspended",
        False,
        "Under inquiry",
    )
    assert "is suspended" in Message.objects.get(to=chicago.reyes).subject
    assert "Give role back" in signed_in(chicago.okafor).get("/people/").content.decode()

    assert resume(chicago, suspended).status_code == 302
    assert held(chicago, "reyes") == {Role.USMR}
    again = Authorisation.objects.get(resumes=suspended)
    assert (again.given_by, again.reason) == (chicago.okafor, "Cleared")
    assert verbs_of(suspended.pk)[-2:] == ["authorisation.suspended", "authorisation.resumed"]
    assert "Give role back" not in signed_in(chicago.okafor).get("/people/").content.decode()
    resume(chicago, suspended)
    assert Authorisation.objects.filter(resumes=suspended).count() == 1


@pytest.mark.parametrize("by", ["whitfield", "reyes", "natarajan"])
def test_nobody_else_gives_a_suspended_role_back(chicago: cast.Cast, by: str) -> None:
    suspended = end(chicago, of="ortega", how=Ending.SUSPENDED)
    assert resume(chicago, suspended, by=by).status_code == 403
    assert resume(chicago, suspended, by="novak").status_code == 404
    assert held(chicago, "ortega") == set()


def test_what_was_ended_or_revoked_is_not_given_back_but_given_anew(chicago: cast.Cast) -> None:
    revoked = end(chicago, of="reyes", how=Ending.REVOKED)
    resume(chicago, revoked)
    assert held(chicago, "reyes") == set()


def test_without_a_reason_a_role_stays_suspended_and_an_acting_one_needs_its_last_day(
    chicago: cast.Cast, at: datetime
) -> None:
    grants.authorise(
        member=chicago.lindqvist,
        unit=chicago.units["014"],
        role=Role.ACTING_SERGEANT,
        given_by=chicago.okafor,
        at=at,
        ends_at=at + timedelta(days=5),
    )
    suspended = end(chicago, of="lindqvist", how=Ending.SUSPENDED)
    assert (
        "Give a reason of at most"
        in resume(chicago, suspended, reason="", ends_on="2090-01-01").content.decode()
    )
    assert "An acting sergeant has a last day." in resume(chicago, suspended).content.decode()
    assert "This day has passed." in resume(chicago, suspended, ends_on="2020-01-01").content.decode()
    assert held(chicago, "lindqvist") == set()
    assert suspended.was_to_end_at is not None
    offered = (suspended.was_to_end_at - timedelta(seconds=1)).astimezone(chicago.agency.tzinfo).date()
    page = signed_in(chicago.okafor).get("/people/").content.decode()
    assert f'name="resume{suspended.pk}-ends_on" value="{offered}"' in page
    assert resume(chicago, suspended, ends_on=str(offered)).status_code == 302
    again = Authorisation.objects.get(resumes=suspended)
    assert (again.role, again.ends_at) == (Role.ACTING_SERGEANT, at + timedelta(days=5))


def begin(chicago: cast.Cast, who: str) -> Any:
    account = chicago.accounts["014"].pk
    return signed_in(chicago.people[who]).post("/write/begin/", {"account": account}, follow=True)


def test_only_whom_the_commander_authorised_drafts_others_are_told_and_strangers_find_nothing_cpd_tw_i_b(
    chicago: cast.Cast, at: datetime
) -> None:
    for who in ("lindqvist", "kowalczyk"):
        duty.start(member=chicago.people[who], at=at)
    assert NOT_A_WRITER in unescape(begin(chicago, "lindqvist").content.decode())
    assert begin(chicago, "kowalczyk").status_code == 404
    tried = Event.objects.filter(verb="act.refused").values_list("actor_id", "keys__reason")
    assert set(tried) >= {
        (chicago.lindqvist.pk, "not_authorised"),
        (chicago.kowalczyk.pk, "not_your_account"),
    }

    give(chicago, to="lindqvist", of_office="on")
    assert "</textarea>" in begin(chicago, "lindqvist").content.decode()
    given = Authorisation.objects.get(member=chicago.lindqvist)
    assert verbs_of(given.pk) == ["authorisation.given"]


def test_before_authority_changes_the_password_is_asked_again_and_what_was_typed_is_kept(
    chicago: cast.Cast,
) -> None:
    asked = give(chicago, to="lindqvist", of_office="on", password="").content.decode()
    assert "Asked again, because this changes who may act." in asked
    assert 'value="Order 26-114"' in asked
    assert "This is not your password." in give(chicago, to="lindqvist", password="x").content.decode()
    assert held(chicago, "lindqvist") == set()

    client = Client()
    client.force_login(chicago.okafor)
    typed = {"member": chicago.lindqvist.pk, "role": Role.USMR, "reason": "Order", "of_office": "on"}
    address = f"/people/{chicago.units['014'].pk}/authorise/"
    assert client.post(address, typed | SURE).status_code == 302
    again = typed | {"role": Role.ACTING_SERGEANT, "ends_on": "2090-01-01"}
    assert client.post(address, again).status_code == 302


def name_acting(
    chicago: cast.Cast, *, by: str, who: str, role: str = Role.ACTING_SERGEANT, **said: Any
) -> Any:
    typed = {"member": chicago.people[who].pk, "role": role, **SURE, **said}
    return signed_in(chicago.people[by]).post(f"/people/{chicago.units['014'].pk}/acting/", typed)


def test_while_the_sergeant_is_away_one_tap_names_who_acts_until_the_morning_cpd_tw_v_b(
    chicago: cast.Cast,
) -> None:
    assert "Acting sergeant<span" in signed_in(chicago.okafor).get("/people/").content.decode()
    assert (
        "Name acting sergeant"
        in name_acting(chicago, by="okafor", who="lindqvist", password="").content.decode()
    )
    assert name_acting(chicago, by="okafor", who="lindqvist").status_code == 302

    given = Authorisation.objects.get(member=chicago.lindqvist)
    ends = given.ends_at.astimezone(chicago.agency.tzinfo) if given.ends_at else None
    began = given.starts_at.astimezone(chicago.agency.tzinfo)
    assert ends is not None
    assert (ends.date() - began.date(), ends.hour) == (timedelta(days=1), 6)
    queue = signed_in(chicago.lindqvist).get("/review/")
    assert queue.status_code == 200
    name_acting(chicago, by="okafor", who="lindqvist")
    assert Authorisation.objects.filter(member=chicago.lindqvist).count() == 1


def test_a_commander_names_who_commands_meanwhile_and_whoever_acts_hands_it_on_to_nobody_cpd_tw_v_b(
    chicago: cast.Cast,
) -> None:
    commander = Role.ACTING_COMMANDER
    assert name_acting(chicago, by="okafor", who="whitfield", role=commander).status_code == 302
    assert commander in held(chicago, "whitfield")
    assert name_acting(chicago, by="whitfield", who="lindqvist", role=commander).status_code == 404
    assert name_acting(chicago, by="whitfield", who="lindqvist").status_code == 302
    assert name_acting(chicago, by="okafor", who="okafor", role=commander).status_code == 404
    assert name_acting(chicago, by="okafor", who="lindqvist", role=Role.COMMANDER).status_code == 404

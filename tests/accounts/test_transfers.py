"""A member moves: what they hold in the old unit ends at once, and everybody whom it concerns is told."""

from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from accounts import authority, grants, rotations, transfers
from accounts.models import Authorisation, Ending, Member, Message, PasswordRotation, Role
from audit.models import Event
from governance import cast
from governance.cast import Cast
from posts import offering, submission
from posts.models import Post, Status
from tests import people

NEXT_MINUTE = timedelta(minutes=1)


def moved(chicago: Cast, at: datetime, who: str = "reyes") -> list[Authorisation]:
    return transfers.transfer(
        member=chicago.people[who], to=chicago.units["018"], actor=chicago.admin, at=at, reason="Order 26-120"
    )


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_moved_at_ten_nothing_is_submitted_for_the_old_unit_at_ten_past_cpd_tw_v_d_3_and_cpd_tw_iv_c(
    at: datetime,
) -> None:
    chicago = people.engage_on_duty(house=cast.CHICAGO, at=at)
    draft = people.drafted(engaged=chicago, at=at)

    (ended,) = moved(chicago, at)

    assert (ended.ended_how, ended.ends_at, ended.end_reason) == (Ending.TRANSFERRED, at, "Order 26-120")
    assert not authority.load(member=chicago.reyes, at=at).roles
    with pytest.raises(Post.DoesNotExist):
        submission.submit(post_id=draft.pk, actor=chicago.reyes, seen_version=1, at=at + NEXT_MINUTE)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    kept = Event.objects.get(verb="member.transferred")
    assert kept.keys == {"from_id": chicago.units["014"].pk, "to_id": chicago.units["018"].pk}

    for post_id in offering.owed(at=at + NEXT_MINUTE):
        offering.offer(post_id=post_id, at=at + NEXT_MINUTE)

    asked = Message.objects.filter(kind="draft_offered").values_list("to__log_on_id", flat=True)
    assert list(asked) == ["ortega"], "who writes for the old unit, and nobody of the new one"
    draft = offering.take_over(post_id=draft.pk, actor=chicago.ortega, at=at + NEXT_MINUTE)
    assert (draft.author, draft.unit) == (chicago.ortega, chicago.units["014"])


def test_what_was_to_begin_later_never_begins_and_what_is_held_elsewhere_stays(
    chicago: Cast, at: datetime
) -> None:
    later = at + timedelta(days=3)
    for unit, role in (("014", Role.ACTING_SERGEANT), ("001", Role.USMR)):
        grants.authorise(
            member=chicago.reyes,
            unit=chicago.units[unit],
            role=role,
            given_by=chicago.okafor,
            at=at,
            starts_at=later if unit == "014" else at,
        )
    grants.assign_to_office(member=chicago.reyes, actor=chicago.okafor, at=at)

    assert len(moved(chicago, at)) == 2

    assert {role for role, _ in authority.load(member=chicago.reyes, at=later + NEXT_MINUTE).roles} == {
        Role.USMR
    }
    chicago.reyes.refresh_from_db()
    assert (chicago.reyes.unit, chicago.reyes.community_policing) == (chicago.units["018"], False)


def test_the_member_and_both_commanders_are_told_and_a_known_password_is_to_be_changed_cpd_tw_v_d_4(
    chicago: Cast, at: datetime
) -> None:
    rotations.note(
        account_id=chicago.accounts["014"].pk,
        member=chicago.reyes,
        since_on=at.date(),
        actor=chicago.natarajan,
        at=at,
    )
    moved(chicago, at)

    told = Message.objects.filter(kind="transfer").order_by("pk").values_list("to__log_on_id", "subject")
    assert list(told) == [
        ("reyes", "You are of the 018th District now"),
        ("okafor", "Ofc. Dana Reyes has left the 014th District"),
        ("salazar", "Ofc. Dana Reyes has joined the 018th District"),
    ]
    assert PasswordRotation.objects.get().because == chicago.reyes


def test_nobody_moves_to_where_they_are_or_to_another_agency(
    chicago: Cast, alsip: Cast, at: datetime
) -> None:
    with pytest.raises(transfers.NotMoved, match="is of the 018th District already"):
        moved(chicago, at, "kowalczyk")
    with pytest.raises(ValueError, match="own agency"):
        transfers.transfer(
            member=chicago.reyes, to=alsip.units["PAT"], actor=chicago.admin, at=at, reason="Order 26-120"
        )


def test_a_role_that_was_suspended_before_the_move_is_not_given_back(chicago: Cast, at: datetime) -> None:
    held = Authorisation.objects.get(member=chicago.reyes)
    grants.end(
        authorisation_id=held.pk, ended_by=chicago.okafor, at=at, reason="Inquiry", how=Ending.SUSPENDED
    )
    moved(chicago, at + NEXT_MINUTE)
    with pytest.raises(grants.NotSuspended, match="is not of the 014th District any more"):
        grants.resume(
            authorisation_id=held.pk, given_by=chicago.okafor, at=at + NEXT_MINUTE, reason="Cleared"
        )


def test_a_page_says_what_a_member_holds_why_from_when_to_when_and_what_ends_soon(chicago: Cast) -> None:
    now = timezone.now()
    grants.authorise(
        member=chicago.lindqvist,
        unit=chicago.units["014"],
        role=Role.ACTING_SERGEANT,
        given_by=chicago.okafor,
        at=now,
        ends_at=now + timedelta(days=3),
        reason="Sgt. Whitfield is on leave",
    )
    address = f"/people/members/{chicago.lindqvist.pk}/"
    for reader, at in (
        (chicago.okafor, address),
        (chicago.marsh, address),
        (chicago.lindqvist, "/people/me/"),
    ):
        page = unescape(signed_in(reader).get(at).content.decode())
        assert f"Given by {chicago.okafor}: “Sgt. Whitfield is on leave”" in page
        assert "Acting sergeant</b>, 014th District" in page
        assert "Ends soon" in page
        assert ("Move member" in page) is False
    assert "Move member" in signed_in(chicago.admin).get(address).content.decode()


def test_why_a_role_was_taken_is_read_by_those_who_answer_for_it_and_asked_by_the_member(
    chicago: Cast,
) -> None:
    held = Authorisation.objects.get(member=chicago.reyes)
    grants.end(
        authorisation_id=held.pk,
        ended_by=chicago.okafor,
        at=timezone.now(),
        reason="Misuse of the account",
        how=Ending.REVOKED,
    )
    theirs = signed_in(chicago.okafor).get(f"/people/members/{chicago.reyes.pk}/").content.decode()
    assert "Misuse of the account" in theirs
    assert "Misuse" not in signed_in(chicago.reyes).get("/people/me/").content.decode()


def test_an_administrator_moves_a_member_on_their_page_and_says_why(chicago: Cast) -> None:
    client, address = signed_in(chicago.admin), f"/people/members/{chicago.reyes.pk}/transfer/"
    to = chicago.units["018"].pk
    assert "This field is required." in client.post(address, {"to": to, "reason": ""}).content.decode()
    assert (
        "Type your password below to go on."
        in client.post(address, {"to": to, "reason": "Order 26-120"}).content.decode()
    )
    sure = {"to": to, "reason": "Order 26-120", "password": cast.PASSWORD}
    assert client.post(address, sure).status_code == 302
    chicago.reyes.refresh_from_db()
    assert chicago.reyes.unit_id == to

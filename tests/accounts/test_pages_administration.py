"""Members, units and the department are seen to in pages of the portal, by administrators who prove who they are."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import duty, factors, rotations
from accounts.authority import load
from accounts.models import Authorisation, Member, Message, PasswordRotation, SignedIn, Unit
from audit.models import Event
from governance import cast
from governance.demonstration import keys
from posts import gate
from posts.models import Publication
from tests import people

pytestmark = pytest.mark.django_db
ADA = {"last_name": "Quinn", "first_name": "Ada", "email": "Quinn@chicago.example", "rank": "Ofc."}


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def admin(chicago: cast.Cast) -> Client:
    cache.clear()  # the counts of tries per minute
    client = Client()
    client.force_login(chicago.admin)
    return client


def proved(**typed: Any) -> dict[str, Any]:
    return {**typed, "password": cast.PASSWORD}


def verbs(subject_id: int) -> list[str]:
    return list(Event.objects.filter(subject_id=subject_id, subject="member").values_list("verb", flat=True))


def test_the_admin_of_django_is_not_there() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_a_member_is_registered_and_chooses_a_password_by_a_letter(chicago: cast.Cast, admin: Client) -> None:
    page = reverse("make_member", args=[chicago.units["014"].pk])
    admin.post(page, proved(**ADA, log_on_id="Quinn", unit_phone="(312) 555-0177"))
    quinn = Member.objects.get(log_on_id="quinn")
    assert (quinn.unit, quinn.unit_phone) == (chicago.units["014"], "312-555-0177")
    assert not quinn.has_usable_password()
    assert load(member=quinn, at=timezone.now()).roles == frozenset()
    assert "member.registered" in verbs(quinn.pk)
    assert Message.objects.get(to=quinn).link == reverse("account_reset_password")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"log_on_id": "REYES"}, "Another member has this log-on ID."),
        ({"email": "REYES@chicago.example"}, "Another member has this e-mail address."),
        ({"unit_phone": "555"}, "Phone needs 10 digits, this has 3."),
        ({"password": "wrong"}, "This is not your password."),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_registered(
    chicago: cast.Cast, admin: Client, said: dict[str, str], sentence: str
) -> None:
    page = reverse("make_member", args=[chicago.units["014"].pk])
    answer = admin.post(page, proved(**{**ADA, "log_on_id": "quinn"}) | said)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert "Ada" in answer.text
    assert not Member.objects.filter(last_name="Quinn").exists()


def test_a_deactivated_member_may_do_nothing_from_then_on(
    chicago: cast.Cast, admin: Client, at: datetime
) -> None:
    account = chicago.accounts["014"]
    rotations.note(
        account_id=account.pk,
        member=chicago.reyes,
        since_on=date(2026, 1, 1),
        actor=chicago.okafor,
        at=at,
    )
    duty.start(member=chicago.reyes, at=at)
    post = people.approved(engaged=chicago, at=at)
    reyes = Client()
    reyes.force_login(chicago.reyes)
    key = reyes.session.session_key or ""
    SignedIn.objects.create(member=chicago.reyes, session_key=key, began_at=at, seen_at=at)
    page = reverse("change_member", args=[chicago.reyes.pk])
    assert "Asked again, because" in admin.post(reverse("deactivate_member", args=[chicago.reyes.pk])).text
    answer = admin.post(reverse("deactivate_member", args=[chicago.reyes.pk]), proved(), follow=True)
    assert "is deactivated" in answer.text
    assert answer.redirect_chain[0][0] == page
    assert reyes.get(reverse("own_posts")).status_code == 302
    assert not Session.objects.filter(session_key=key).exists()
    assert SignedIn.objects.get(session_key=key).ended_at is not None
    held = Authorisation.objects.get(member=chicago.reyes)
    assert held.ends_at is not None and (held.ended_by, held.end_reason) == (chicago.admin, "Deactivated")
    assert PasswordRotation.objects.get().because == chicago.reyes
    assert "member.deactivated" in verbs(chicago.reyes.pk)
    publication = Publication.objects.get(post=post)
    held_back = gate.holds_back(post=post, publication=publication, now=timezone.now() + timedelta(minutes=6))
    assert held_back is not None

    admin.post(reverse("reactivate_member", args=[chicago.reyes.pk]), proved())
    chicago.reyes.refresh_from_db()
    assert chicago.reyes.is_active
    assert load(member=chicago.reyes, at=timezone.now()).roles == frozenset()


def test_nobody_deactivates_themselves(chicago: cast.Cast, admin: Client) -> None:
    answer = admin.post(reverse("deactivate_member", args=[chicago.admin.pk]), proved(), follow=True)
    assert "Nobody deactivates themselves" in answer.text
    assert Member.objects.get(pk=chicago.admin.pk).is_active


def test_a_unit_is_added_and_changed_and_no_number_is_used_twice(chicago: cast.Cast, admin: Client) -> None:
    admin.post(reverse("make_unit"), proved(number="SUP", name="Office of the Superintendent", kind="head"))
    made = Unit.objects.get(number="SUP")
    page = reverse("change_unit", args=[made.pk])
    answer = admin.post(page, proved(number="014", name="Superintendent", kind="head"))
    assert "Another unit has this number." in answer.text
    assert "Office of the Superintendent" in answer.text
    admin.post(page, proved(number="SUP", name="Superintendent", kind="head"))
    assert Unit.objects.get(pk=made.pk).name == "Superintendent"
    assert list(Event.objects.filter(subject="unit", subject_id=made.pk).values_list("verb", flat=True)) == [
        "unit.registered",
        "unit.changed",
    ]


def test_members_are_found_by_name_star_or_log_on_id(chicago: cast.Cast, admin: Client) -> None:
    for sought in ("reyes", "dana rey", chicago.reyes.star_number):
        shown = admin.get(reverse("administration"), {"q": sought}).text
        assert "Dana Reyes" in shown
        assert "Luis Ortega" not in shown
    assert "Nobody has this name" in admin.get(reverse("administration"), {"q": "zzz"}).text


def test_who_lost_phone_and_codes_sets_up_anew_after_an_administrator_made_sure_who_they_are(
    chicago: cast.Cast, admin: Client, at: datetime
) -> None:
    reyes = chicago.reyes
    keys.give([reyes])
    client = Client()
    client.force_login(reyes)
    SignedIn.objects.create(
        member=reyes, session_key=client.session.session_key or "", began_at=at, seen_at=at
    )
    address = reverse("reset_second_step", args=[reyes.pk])
    lost = "Came in person with her badge; the phone was stolen."
    for typed in ({"lost": lost}, proved(lost=" "), {"lost": lost, "password": "wrong"}):
        answer = admin.post(address, typed)
        assert answer.status_code == 200
        assert typed["lost"].strip() in answer.text
    assert factors.has_one(reyes)

    answer = admin.post(address, proved(lost=lost), follow=True)
    assert "sets up a new second step at the next sign-in" in answer.text
    assert not factors.has_one(reyes)
    assert client.get(reverse("messages")).status_code == 302
    letter = Message.objects.get(to=reyes, kind="second_step_reset")
    assert lost in letter.body
    event = Event.objects.get(verb="member.second_factor_reset")
    assert (event.actor_id, event.subject_id) == (chicago.admin.pk, reyes.pk)
    assert lost not in str(event.keys)


def test_nobody_takes_away_their_own_second_step(chicago: cast.Cast, admin: Client) -> None:
    keys.give([chicago.admin])
    answer = admin.post(
        reverse("reset_second_step", args=[chicago.admin.pk]), proved(lost="Mine"), follow=True
    )
    assert "Nobody takes away their own second step." in answer.text
    assert factors.has_one(chicago.admin)

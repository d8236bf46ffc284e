"""The final judgement of Communications asks once more who is there, and loses nothing that was written."""

from datetime import datetime

from django.core.cache import cache
from django.test import Client

from governance.cast import PASSWORD, Cast
from posts.models import Status
from tests import people

TYPED = {"verdict": "rejected", "reason": "The fair is off <today>."}


def test_the_final_judgement_asks_for_the_password_once(chicago: Cast, at: datetime) -> None:
    """CPD-TW.V.E.3"""
    cache.clear()
    post = people.approved(engaged=chicago, at=at)
    client = Client()
    client.force_login(chicago.natarajan)
    address = f"/post/{post.pk}/overrule/"

    asked = client.post(address, TYPED).content.decode()
    assert "Asked again, because this judgement is final." in asked
    assert "The fair is off &lt;today&gt;." in asked
    assert "note--error" not in asked
    wrong = client.post(address, {**TYPED, "password": "wrong"}).content.decode()
    assert "This is not your password." in wrong
    post.refresh_from_db()
    assert post.status == Status.APPROVED

    assert client.post(address, {**TYPED, "password": PASSWORD}).status_code == 302
    post.refresh_from_db()
    assert post.status == Status.REJECTED


def test_whoever_may_not_overrule_is_told_so_without_a_password(chicago: Cast, at: datetime) -> None:
    """CPD-TW.V.E.3"""
    post = people.approved(engaged=chicago, at=at)
    client = Client()
    client.force_login(chicago.reyes)
    assert (
        "Enter your password"
        not in client.post(f"/post/{post.pk}/overrule/", TYPED, follow=True).content.decode()
    )

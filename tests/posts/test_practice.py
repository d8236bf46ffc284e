"""Practice: who is still in training takes a post the whole way on an account for practice, and nowhere else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import authority
from accounts.models import Condition, Message, OutletAccount, TrainingResult
from audit.models import Event
from governance import cast
from governance.cast import Cast
from posts import practising, publishing
from posts.accounts_to_write import accounts_to_write_for
from posts.models import Post, Publication
from posts.workflow import Refused
from tests import people


def test_who_is_in_training_takes_a_post_the_whole_way_on_a_practice_account(
    chicago: Cast, alsip: Cast, at: datetime
) -> None:
    TrainingResult.objects.filter(member=chicago.reyes).delete()
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=at)
    with pytest.raises(Refused, match="Your training in posting for a unit is missing"):
        people.drafted(engaged=chicago, at=at)

    OutletAccount.objects.filter(pk=chicago.accounts["014"].pk).update(practice=True)
    post = people.submitted(engaged=chicago, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    publication = Publication.objects.get(post=post)
    assert (
        publishing.claim(publication_id=publication.pk, now_by=lambda: at + timedelta(minutes=1)) is not None
    )

    with time_machine.travel(at, tick=False):
        assert "Lock your garage side door" in _page(chicago, "washington")
        assert _asked(chicago, "reyes") == 403
        assert "Nobody has practised yet" in _page(alsip, "petrov")


def test_to_whom_is_in_training_the_account_for_practice_is_offered_first(
    chicago: Cast, at: datetime
) -> None:
    cast.practise(cast=chicago, house=cast.CHICAGO, unit="014", at=at)
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=at)
    assert _offered(chicago, at) == ["example_014", "practice_014"]
    TrainingResult.objects.filter(member=chicago.reyes).delete()
    assert _offered(chicago, at) == ["practice_014", "example_014"]
    with time_machine.travel(at, tick=False):
        assert "014th District, @practice_014, for practice" in _page(chicago, "reyes", of="own_posts")


def _offered(engaged: Cast, at: datetime) -> list[str]:
    found = accounts_to_write_for(authority=authority.load(member=engaged.reyes, at=at))
    return [account.handle for account in found]


def test_what_goes_out_to_the_public_is_not_in_the_list(chicago: Cast, at: datetime) -> None:
    people.submitted(engaged=chicago, at=at)
    with time_machine.travel(at, tick=False):
        assert "Nobody has practised yet" in _page(chicago, "washington")


def _answer(engaged: Cast, key: str, *, of: str = "practice") -> Any:
    client = Client()
    client.force_login(engaged.people[key])
    return client.get(reverse(of))


def _page(engaged: Cast, key: str, *, of: str = "practice") -> str:
    return str(_answer(engaged, key, of=of).content.decode())


def _asked(engaged: Cast, key: str) -> int:
    return int(_answer(engaged, key).status_code)


@pytest.mark.parametrize("how_far", ["nothing", "draft", "in_review", "approved"])
def test_an_account_becomes_one_for_practice_only_while_nothing_of_it_is_on_its_way(
    how_far: str, chicago: Cast, at: datetime
) -> None:
    account = chicago.accounts["014"]
    if how_far == "draft":
        people.drafted(engaged=chicago, at=at)
    elif how_far == "in_review":
        people.submitted(engaged=chicago, at=at)
    elif how_far == "approved":
        people.approved(engaged=chicago, at=at)
    free = how_far in ("nothing", "draft")
    client = Client()
    client.force_login(chicago.natarajan)
    address = reverse("change_practice", args=[account.pk])

    with time_machine.travel(at + timedelta(minutes=6), tick=False):
        unsaid = client.post(address, {"practice": "yes", "practice-reason": ""}).content.decode()
        said = {"practice": "yes", "practice-reason": "For the newcomers of January"}
        page = client.post(address, said, follow=True).content.decode()

    assert "This field is required" in unsaid
    account.refresh_from_db()
    assert account.practice is free
    assert ("is for practice now" in page) is free
    assert free or "1 post of @example_014 is on the way." in page
    assert free or "For the newcomers of January" in page
    written = Event.objects.filter(verb="account.practice_changed", subject_id=account.pk)
    assert [event.keys["given"] for event in written] == (["yes"] if free else [])
    told = Message.objects.filter(kind="account_practice").values_list("to__log_on_id", flat=True)
    assert set(told) == ({"okafor", "foster", "washington"} if free else set())


def test_practice_ends_and_is_seen_at_a_glance_by_the_coordinator(chicago: Cast, at: datetime) -> None:
    account = chicago.accounts["014"]
    OutletAccount.objects.filter(pk=account.pk).update(practice=True)
    people.submitted(engaged=chicago, at=at)
    with time_machine.travel(at, tick=False):
        page = " ".join(_page(chicago, "washington").split())
    assert "@example_014" in page
    assert 'data-label="Waiting for approval" class="num"><span class="tag' in page
    with pytest.raises(practising.NotChanged, match="on the way"):
        _end(chicago, at)
    Post.objects.update(status="withdrawn")
    _end(chicago, at)
    with pytest.raises(practising.NotChanged, match="not for practice already"):
        _end(chicago, at)
    OutletAccount.objects.filter(pk=account.pk).update(network="x")
    with pytest.raises(practising.NotChanged, match="stays on the training network"):
        practising.change(account_id=account.pk, practice=True, reason="No", actor=chicago.admin, at=at)


def _end(engaged: Cast, at: datetime) -> None:
    account = engaged.accounts["014"]
    practising.change(
        account_id=account.pk, practice=False, reason="Course is over", actor=engaged.admin, at=at
    )

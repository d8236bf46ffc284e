"""Practice: who is still in training takes a post the whole way on an account for practice, and nowhere else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Condition, OutletAccount, TrainingResult
from governance.cast import Cast
from posts import publishing
from posts.models import Publication
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


def test_what_goes_out_to_the_public_is_not_in_the_list(chicago: Cast, at: datetime) -> None:
    people.submitted(engaged=chicago, at=at)
    with time_machine.travel(at, tick=False):
        assert "Nobody has practised yet" in _page(chicago, "washington")


def _answer(engaged: Cast, key: str) -> Any:
    client = Client()
    client.force_login(engaged.people[key])
    return client.get(reverse("practice"))


def _page(engaged: Cast, key: str) -> str:
    return str(_answer(engaged, key).content.decode())


def _asked(engaged: Cast, key: str) -> int:
    return int(_answer(engaged, key).status_code)

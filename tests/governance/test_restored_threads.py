"""Of a thread that a restored database does not know whole, every part that is out is found, and the rest is asked."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.utils import timezone

from posts import chain, restoring, resuming, sending, stopping
from posts.models import Post, PublicationState, Status
from records.models import Record
from tests import people
from tests.governance.test_restored import Town, _read_all, town
from tests.posts.conftest import early, on_sandbox
from tests.sandbox.ground import ground

__all__ = ["early", "ground", "on_sandbox", "town"]
S = PublicationState


def _thread(town: Town, at: datetime) -> Post:
    word = people.a_word()
    written = replace(people.TIP, text=f"First {word}.", further=(f"Second {word}.", f"Third {word}."))
    post = people.submitted(engaged=town.engaged, written=written, at=at)
    return people.approve(post=post, by=town.engaged.whitfield, at=at)


def _send(post: Post, parts: range) -> None:
    for number in parts:
        assert sending.send(publication_id=chain.parts_of(post=post)[number].pk) == "published"


@pytest.mark.parametrize(
    ("before", "after"), [(1, 3), (0, 3), (0, 2), (1, 2)], ids=["1 of 3, then all", "all", "2", "1, then 2"]
)
def test_every_part_that_is_out_is_found_and_the_rest_waits_for_a_person(
    town: Town, early: datetime, before: int, after: int
) -> None:
    post = _thread(town, early)
    _send(post, range(before))
    town.copied()
    _send(post, range(before, after))
    numbers = [row.external_id for row in chain.parts_of(post=post)]
    town.move()
    (restoration,) = restoring.begin(at=timezone.now())
    _read_all()
    stopping.lift(
        stop_id=restoration.stop_id, reason="All was read.", actor=town.engaged.natarajan, at=timezone.now()
    )
    post.refresh_from_db()
    rows = chain.parts_of(post=post)
    assert [row.external_id for row in rows] == numbers
    assert [row.external_id for row in rows if row.state == S.PUBLISHED] == numbers[:after]
    kept = Record.objects.filter(post_id=post.pk).order_by("published_at", "pk")
    assert list(kept.values_list("external_id", flat=True)) == numbers[:after]
    assert post.status == (Status.PUBLISHED if after == 3 else Status.PARTLY_OUT)
    for row in rows[after:]:
        assert sending.send(publication_id=row.pk) == "nothing to do", "nothing goes out by itself"
    if after < 3:
        resuming.send_the_rest(post_id=post.pk, actor=town.engaged.whitfield, at=timezone.now())
        _send(post, range(after, 3))
    assert town.accepted() == 3

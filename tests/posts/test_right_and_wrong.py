"""Whether a rule was right: a yes and a post sent back for it are hits, a reason agreed with is a false alarm."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.cast import Cast
from posts import firings, pairs
from posts.drafting import Written
from posts.models import Ground, Post, RuleFiring, RuleTally, Verdict
from tests import people
from tests.posts.desks import binding
from tests.posts.writing import at, draft, reyes, signed_in, submit

__all__ = ["at", "draft", "reyes"]
RULE = "force-suspected"
AGREE = "By approving you agree with this reason"


def counted(rule: str = RULE) -> tuple[int, int]:
    """Hits and false alarms."""
    return RuleTally.objects.values_list("hits", "false_alarms").get(rule=rule)


def test_a_reason_that_whoever_approves_last_agrees_with_is_a_false_alarm(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, written=people.MUSEUM, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    assert counted() == (0, 0)
    people.approve(post=post, by=chicago.natarajan, at=at)
    assert counted() == (0, 1)
    assert not RuleTally.objects.exclude(rule=RULE).exclude(hits=0, false_alarms=0).exists()


@pytest.mark.parametrize(("ground", "hits"), [(Ground.RULE, 1), (Ground.WORDING, 0)])
@pytest.mark.parametrize("verdict", [Verdict.RETURNED, Verdict.REJECTED])
def test_a_post_sent_back_as_against_a_rule_is_a_hit_of_what_its_author_set_aside(
    chicago: Cast, at: datetime, ground: str, hits: int, verdict: Verdict
) -> None:
    post = people.submitted(engaged=chicago, written=people.MUSEUM, at=at)
    pairs.send_back(
        post_id=post.pk,
        verdict=verdict,
        bindings={post.pk: binding(post)},
        actor=chicago.whitfield,
        reason="The device was used.",
        ground=ground,
        at=at,
    )
    assert counted() == (hits, 0)


def test_a_yes_is_a_hit_once_however_often_somebody_presses(
    chicago: Cast, reyes: Client, draft: Post
) -> None:
    for _ in range(2):
        submit(reyes, draft, text=people.MUSEUM.text, answer_use_of_force="yes")
    assert counted() == (1, 0)
    assert RuleFiring.objects.get(rule=RULE).effect == "confirmed"


def test_a_yes_that_goes_on_is_a_hit_of_the_version(chicago: Cast, at: datetime) -> None:
    told = people.with_answers(people.TIP, notable="yes")
    arson = Written(
        category=told.category, text="After the arson on Kedzie, check your alarm.", answers=told.answers
    )
    people.submitted(engaged=chicago, written=arson, at=at)
    assert counted("notable-suspected") == (1, 0)


def test_of_two_versions_each_is_counted_in_one_statement(
    chicago: Cast, at: datetime, django_assert_num_queries: Callable[..., Any]
) -> None:
    posts = [people.submitted(engaged=chicago, written=people.MUSEUM, at=at) for _ in range(2)]
    versions = [post.revision.pk for post in posts if post.revision]
    with django_assert_num_queries(1):
        firings.answered_each(revision_ids=versions, agency=chicago.agency, right=True)
    assert counted() == (2, 0)


def test_the_desk_says_beside_a_reason_what_approving_means(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.MUSEUM, at=at)
    desk = reverse("desk", args=[post.pk])
    assert AGREE in signed_in(chicago, "whitfield").get(desk).content.decode()
    people.approve(post=post, by=chicago.whitfield, at=at)
    assert AGREE not in signed_in(chicago, "whitfield").get(desk).content.decode()

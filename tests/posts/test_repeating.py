"""A draft is laid beside what its account said lately (CPD-TW.IV.F)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from directives.repeat_rules import Repeats
from governance.cast import Cast
from posts import judging, repeating, submission
from posts.models import Post
from tests import people, rules
from tests.posts.test_statement_counts import statements
from tests.posts.writing import check

pytestmark = pytest.mark.django_db
RULE = """
[[rule]]
id = "said-lately-tried"
kind = "repeats"
title = "Said lately"
clause = "CPD-TW.IV.F"
basis = "reading"
sentence = "This says almost the same as a post {when}."
days = 14
percent = 60
"""
SAID = "This says almost the same as a post that waits since Sat 21 Nov."


@pytest.fixture(autouse=True)
def _now(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def looking(chicago: Cast, at: datetime) -> Cast:
    """The cast under rules of which one looks back."""
    source = rules.called(rules.text("chicago") + RULE, rules.NEXT)
    rules.adopt(agency=chicago.agency, source=source, effective_at=at, at=at)
    return chicago


def sentences(post: Post, at: datetime) -> list[str]:
    post = Post.objects.select_related("account__agency", "account__unit", "draft").get(pk=post.pk)
    findings = submission.judged_of(post=post, at=at).decision.findings
    return [one.sentence for one in findings if one.rule == "said-lately-tried"]


def test_the_same_again_is_told_at_a_pause_and_at_submitting(looking: Cast, at: datetime) -> None:
    """CPD-TW.IV.F"""
    first = people.submitted(engaged=looking, at=at)
    again = people.drafted(engaged=looking, at=at)
    client = Client()
    client.force_login(looking.reyes)
    answer = check(client, again, text=people.TIP.text, htmx=True).content.decode()
    assert SAID in answer and f'href="{reverse("post", args=[first.pk])}"' in answer
    submitted = submission.submit(
        post_id=again.pk,
        actor=looking.reyes,
        seen_version=Post.objects.get(pk=again.pk).draft.version,
        at=at + timedelta(minutes=1),
    )
    assert submitted.revision is not None
    assert {
        "level": "think",
        "rule": "said-lately-tried",
        "clause": "CPD-TW.IV.F",
    } in submitted.revision.findings


def test_it_costs_one_statement_and_none_where_no_rule_looks_back(looking: Cast, at: datetime) -> None:
    post = people.drafted(engaged=looking, at=at)
    account, pack = post.account, judging.pack_in_force(agency=looking.agency, at=at)
    off = tuple(replace(rule, on=False) if isinstance(rule, Repeats) else rule for rule in pack.rules)
    people.submitted(engaged=looking, at=at)
    asked = statements(lambda: repeating.recent(pack=pack, account=account, post=post, at=at))
    assert len(asked) == 1
    silent = replace(pack, rules=off)
    assert statements(lambda: repeating.recent(pack=silent, account=account, post=post, at=at)) == []


def test_neither_itself_nor_what_never_went_out_counts(looking: Cast, at: datetime) -> None:
    post = people.submitted(engaged=looking, at=at)
    assert sentences(post, at) == []
    another = people.drafted(engaged=looking, at=at)
    assert sentences(another, at) == [SAID]
    post.status = "withdrawn"
    post.save()
    assert sentences(another, at) == []


def test_a_frozen_version_is_judged_as_then_and_repeats_nothing(looking: Cast, at: datetime) -> None:
    people.submitted(engaged=looking, at=at)
    again = people.submitted(engaged=looking, at=at)
    assert again.revision is not None
    pack = judging.pack_in_force(agency=looking.agency, at=at)
    decision = judging.judge_frozen(revision=again.revision, post=again, pack=pack)
    assert "said-lately-tried" not in {one.rule for one in (*decision.findings, *decision.clear)}

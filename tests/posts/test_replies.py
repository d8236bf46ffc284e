"""Where the rules keep the public from posting, the network is told so with each post that begins a conversation."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.cast import Cast
from posts import correcting, replies
from posts.models import Correction, Post, Publication, Status
from tests import people, rules
from tests.posts.statuses import in_status
from tests.posts.test_correcting import submitted_and_approved
from tests.posts.test_threads_out import accepted, drain, thread

pytestmark = pytest.mark.django_db
SHUT = "mentionedUsers"


def shut(engaged: Cast, at: datetime) -> None:
    """The rules of Chicago, but for who may reply."""
    source = rules.called(rules.text("chicago"), rules.NEXT)
    source = source.replace('public_posting = "on"', 'public_posting = "off"')
    began = at - timedelta(minutes=1)
    rules.adopt(agency=engaged.agency, source=source, effective_at=began, at=began)


def frozen_for(post: Post) -> str:
    post.refresh_from_db()
    assert post.revision is not None
    return post.revision.reply_settings


def test_every_post_of_alsip_asks_that_only_whom_it_names_may_reply_and_none_of_chicago(
    chicago: Cast, alsip: Cast, at: datetime
) -> None:
    """APD-1021.5.1"""
    written = replace(people.TIP, category="announcement")
    post = people.submitted(engaged=alsip, by="vance", unit="PAT", written=written, at=at)
    assert frozen_for(post) == replies.ONLY_NAMED == SHUT
    assert frozen_for(people.submitted(engaged=chicago, at=at)) == ""


def test_the_first_part_of_a_thread_says_who_may_reply_and_the_parts_after_it_nothing(
    out: tuple[Cast, Any], early: datetime
) -> None:
    """APD-1021.5.1: the network receives it, and what was sent is what the fingerprint was taken over."""
    engaged, _ = out
    shut(engaged, early)
    post, texts = thread(out, early, parts=2)
    assert drain(post).status == Status.PUBLISHED
    assert [one["reply_settings"] for one in accepted(out, texts)] == [SHUT, None]


def test_whoever_decides_reads_who_may_reply(chicago: Cast, at: datetime) -> None:
    shut(chicago, at)
    post = people.submitted(engaged=chicago, at=at)
    client = Client()
    client.force_login(chicago.whitfield)
    content = client.get(reverse("desk", args=[post.pk])).content.decode()
    assert "Only from accounts that the post names" in content


def test_a_reply_that_corrects_is_in_a_conversation_that_says_it_already(chicago: Cast, at: datetime) -> None:
    shut(chicago, at)
    live = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    made = correcting.begin(
        post_id=live.pk, how=Correction.REPLY, reason="A number was wrong.", actor=chicago.reyes, at=at
    )
    publication: Publication = submitted_and_approved(chicago, made, at)
    assert publication.revision.reply_to == Publication.objects.get(post=live).external_id
    assert (frozen_for(live), frozen_for(made)) == (SHUT, "")

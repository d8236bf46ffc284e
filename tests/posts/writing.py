"""What tests of the composer share: an author signed in, a draft, and its form as a page holds it."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from governance.cast import Cast
from posts import pictures
from posts.models import Draft, Post
from tests import people

Typed = dict[str, str]


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def reyes(chicago: Cast) -> Client:
    return signed_in(chicago, "reyes")


@pytest.fixture
def draft(chicago: Cast, at: datetime) -> Post:
    return people.drafted(engaged=chicago, at=at)


def signed_in(engaged: Cast, who: str) -> Client:
    client = Client()
    client.force_login(engaged.people[who])
    return client


def form(post: Post, **changed: Any) -> Typed:
    """The form of a draft as its page holds it."""
    post.refresh_from_db()
    draft = Draft.objects.get(post=post)
    shots = pictures.of_draft(post_id=post.pk)
    answers = {f"answer-{key}": answer for key, answer in draft.answers.items()}
    held = {
        "version": str(draft.version),
        "account": str(post.account_id),
        "category": post.category,
        "text": draft.text,
        "note": draft.note,
        "when": "approved",
        "pictures": ",".join(str(shot.picture.pk) for shot in shots),
    }
    held |= {f"alt-{shot.picture.pk}": shot.alt_text for shot in shots}
    return held | answers | {key.replace("answer_", "answer-"): str(value) for key, value in changed.items()}


def check(client: Client, post: Post, *, htmx: bool = False, follow: bool = False, **changed: Any) -> Any:
    headers = {"HX-Request": "true"} if htmx else {}
    address = reverse("check_draft", args=[post.pk])
    return client.post(address, form(post, **changed), headers=headers, follow=follow)


def submit(client: Client, post: Post, **changed: Any) -> Any:
    return client.post(reverse("submit_post", args=[post.pk]), form(post, **changed))


def text_of(post: Post) -> str:
    return Draft.objects.get(post=post).text


def refusals(engaged: Cast) -> list[tuple[str, str]]:
    found = Event.objects.filter(verb="act.refused", agency_id=engaged.agency.pk).order_by("pk")
    return [(event.keys["act"], event.keys["reason"]) for event in found]

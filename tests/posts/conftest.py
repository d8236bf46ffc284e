"""The sandbox, with the cast's accounts on it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from governance.cast import Cast, training_keys
from posts import drafting, sending
from posts.models import Post, Publication
from tests import people
from tests.sandbox.ground import Ground, ground

__all__ = ["ground"]


@pytest.fixture
def on_sandbox(ground: Ground, settings: Any) -> Iterator[Any]:
    """Points the training network at the sandbox; call it with a cast to register its accounts there."""
    settings.TRAINING_URL = ground.base_url
    # Hundreds of tests share these accounts, and X takes a hundred posts in a quarter of an hour.
    ground.control("POST", "periods", {"quarter": 1})

    def register(engaged: Cast) -> Ground:
        for account in engaged.accounts.values():
            wish = {
                "user_id": account.external_id,
                "username": account.handle,
                "name": account.display_name,
                "description": "Invented for a test",
            }
            ground.control("POST", "accounts", {**wish, **training_keys(external_id=account.external_id)})
        return ground

    yield register
    ground.control("DELETE", "faults")
    ground.control("POST", "periods", {})


@pytest.fixture
def early() -> datetime:
    """Eight minutes ago by the real clock, so that what is approved is due."""
    return timezone.now() - timedelta(minutes=8)


@pytest.fixture
def out(chicago_lately: Cast, on_sandbox: Callable[[Cast], Any]) -> tuple[Cast, Any]:
    """The cast by the real clock, and the sandbox that knows its accounts."""
    return chicago_lately, on_sandbox(chicago_lately)


@pytest.fixture
def unclear(out: tuple[Cast, Any], early: datetime) -> tuple[Cast, Post, str]:
    """A post that the network took and then broke off, with the number it has there."""
    engaged, ground = out
    text = f"The library on North Avenue is open until nine: {people.a_word()}."
    written = drafting.Written(**{**people.TIP.__dict__, "text": text})
    post = people.submitted(engaged=engaged, written=written, at=early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    ground.control(
        "POST", "faults", {"match": {"text": text}, "times": 1, "effect": {"name": "accept_then_reset"}}
    )
    assert sending.send(publication_id=Publication.objects.get(post=post).pk) == "unknown"
    told = ground.control("GET", "accepted", account=engaged.accounts["014"].external_id)["accepted"]
    post.refresh_from_db()
    return engaged, post, next(one["id"] for one in told if one["text"] == text)

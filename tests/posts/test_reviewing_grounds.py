"""What a post is sent back for: asked with the reason, kept with the verdict."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from governance.cast import Cast
from posts.models import Approval, Ground, Status
from tests import people


@pytest.fixture
def at() -> datetime:
    """Now: a page asks the clock itself."""
    return datetime.now(UTC)


@pytest.mark.parametrize("act", ["return", "reject"])
def test_sending_back_keeps_its_ground(act: str, chicago: Cast, at: datetime, client: Client) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert post.revision is not None
    client.force_login(chicago.whitfield)
    client.post(
        f"/review/{post.pk}/{act}/",
        {"binding": post.revision.binding, "ground": Ground.PRIVACY, "reason": "No names, no houses."},
    )
    assert Approval.objects.get(revision=post.revision).ground == Ground.PRIVACY


@pytest.mark.parametrize("ground", ["", "because"])
def test_without_a_ground_nothing_is_decided_and_the_reason_stays(
    ground: str, chicago: Cast, at: datetime, client: Client
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert post.revision is not None
    client.force_login(chicago.whitfield)
    answer = client.post(
        f"/review/{post.pk}/return/",
        {"binding": post.revision.binding, "ground": ground, "reason": "Which street?"},
    )
    assert "Which street?</textarea>" in answer.content.decode()
    post.refresh_from_db()
    assert post.status == Status.IN_REVIEW

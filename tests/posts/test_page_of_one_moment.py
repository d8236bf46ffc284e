"""While somebody reads a post's page, somebody else may decide about it: the page does not say half of either."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from governance import cast
from posts import clock, stopping
from posts.models import Post, Status
from tests import people
from tests.threads import together


def test_a_stop_while_the_page_is_read_stands_on_the_next_one_and_on_this_one_not_at_all(
    committed_db: str,
) -> None:
    early = clock.now() - timedelta(minutes=8)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    post = people.approved(engaged=engaged, at=early)
    author = Client()
    author.force_login(engaged.reyes)
    page = reverse("post", args=[post.pk])
    stopped: list[int] = []

    def stop() -> None:
        stopping.stop(post_id=post.pk, actor=engaged.whitfield, reason="Not before the briefing.", at=early)

    def before_the_history(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "audit_event" in sql and not stopped:
            stopped.append(post.pk)
            together(stop)
        return execute(sql, *rest)

    with connection.execute_wrapper(before_the_history):
        meanwhile = author.get(page).content.decode()
    afterwards = author.get(page).content.decode()

    assert stopped and Post.objects.get(pk=post.pk).status == Status.STOPPED
    assert "Everybody it needs has approved it." in meanwhile and "Not before the briefing." not in meanwhile
    assert "Sgt. Marcus Whitfield stopped it." in afterwards and "Not before the briefing." in afterwards

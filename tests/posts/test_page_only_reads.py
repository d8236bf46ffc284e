"""The page of a post is read from one snapshot that takes no writing: of every status, for whoever can open it."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from governance.cast import Cast
from posts.models import Status
from tests.posts.statuses import in_status

OPEN_IT = (
    "reyes",
    "ortega",
    "whitfield",
    "okafor",
    "lindqvist",
    "natarajan",
    "washington",
    "marsh",
    "admin",
)
"""One of each role by which the post of a unit is seen; its author and a colleague of theirs."""


@pytest.mark.parametrize("status", Status)
def test_the_page_of_a_post_writes_nothing(chicago_lately: Cast, early: datetime, status: Status) -> None:
    """A test is one transaction, in which the snapshot of the page is none: here the whole of it only reads."""
    post = in_status(status, engaged=chicago_lately, at=early)
    readers = [Client() for _ in OPEN_IT]
    for key, reader in zip(OPEN_IT, readers, strict=True):
        reader.force_login(chicago_lately.people[key])
    with connection.cursor() as cursor:
        # What the cast began is checked at the end otherwise, which locks rows and so counts as writing.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET TRANSACTION READ ONLY")
    page = reverse("post", args=[post.pk])
    assert [reader.get(page).status_code for reader in readers] == [200] * len(OPEN_IT)

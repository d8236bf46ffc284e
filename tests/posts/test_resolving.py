"""A post of which nobody knows whether it went out ends with what a person saw."""

from datetime import datetime

import pytest

from governance.cast import Cast
from posts import resolving, stopping
from posts.models import Post, Publication, Status
from records.models import Record
from tests.posts.statuses import in_status


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1858123456789", "1858123456789"),
        (" https://x.com/example_014/status/1858123456789?s=20 ", "1858123456789"),
        ("http://127.0.0.1:8100/example_014/status/42", "42"),
    ],
)
def test_an_address_or_a_number_is_taken(typed: str, number: str) -> None:
    assert resolving.number_in(typed) == number


@pytest.mark.parametrize("typed", ["", "yes", "https://x.com/example_014", "12 34", "9" * 20])
def test_anything_else_is_asked_for_again(typed: str) -> None:
    with pytest.raises(resolving.NoSuchNumber, match="address of the post"):
        resolving.number_in(typed)


def test_what_was_found_is_published_and_recorded(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.UNKNOWN, engaged=chicago, at=at)

    post = resolving.found(
        post_id=post.pk, actor=chicago.natarajan, typed="42", url="http://127.0.0.1/42", at=at
    )

    assert post.status == Status.PUBLISHED
    assert Record.objects.get(post_id=post.pk).external_id == "42"


def test_what_was_to_be_taken_down_is_deleted_once_it_is_found(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.UNKNOWN, engaged=chicago, at=at)
    stopping.take_down(post_id=post.pk, actor=chicago.brody, reason="Wrong street.", at=at)

    post = resolving.found(post_id=post.pk, actor=chicago.brody, typed="42", url="http://127.0.0.1/42", at=at)

    assert post.status == Status.TAKING_DOWN
    assert Publication.objects.get(post=post).state == "deleting"


def test_what_is_not_there_goes_back_and_needs_its_approvals_again(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.UNKNOWN, engaged=chicago, at=at)

    post = resolving.not_found(
        post_id=post.pk, actor=chicago.brody, reason="Looked twice, ten minutes apart.", at=at
    )

    assert Post.objects.get(pk=post.pk).status == Status.RETURNED
    assert Publication.objects.get(post=post).state == "cancelled"


def test_the_number_of_another_post_is_refused(chicago: Cast, at: datetime) -> None:
    live = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    number = Publication.objects.get(post=live).external_id
    post = in_status(Status.UNKNOWN, engaged=chicago, at=at)

    with pytest.raises(resolving.BoundAlready):
        resolving.found(post_id=post.pk, actor=chicago.brody, typed=number, url="", at=at)

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


def test_what_was_found_is_published_and_recorded(unclear: tuple[Cast, Post, str], early: datetime) -> None:
    engaged, post, number = unclear

    post = resolving.found(post_id=post.pk, actor=engaged.natarajan, typed=number, url="", at=early)

    assert post.status == Status.PUBLISHED
    assert Record.objects.get(post_id=post.pk).external_id == number


def test_what_was_to_be_taken_down_is_deleted_once_it_is_found(
    unclear: tuple[Cast, Post, str], early: datetime
) -> None:
    engaged, post, number = unclear
    stopping.take_down(post_id=post.pk, actor=engaged.brody, reason="Wrong street.", at=early)

    post = resolving.found(post_id=post.pk, actor=engaged.brody, typed=number, url="", at=early)

    assert post.status == Status.TAKING_DOWN
    assert Publication.objects.get(post=post).state == "deleting"


def test_a_number_that_the_account_does_not_show_is_refused(
    unclear: tuple[Cast, Post, str], early: datetime
) -> None:
    engaged, post, number = unclear

    with pytest.raises(resolving.NotThisPost):
        resolving.found(post_id=post.pk, actor=engaged.brody, typed=str(int(number) + 1), url="", at=early)

    assert Post.objects.get(pk=post.pk).status == Status.UNKNOWN


def test_a_silent_network_is_said_to_be_silent(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.UNKNOWN, engaged=chicago, at=at)

    with pytest.raises(resolving.NetworkIsSilent):
        resolving.found(post_id=post.pk, actor=chicago.brody, typed="42", url="", at=at)


def test_what_is_not_there_goes_back_and_needs_its_approvals_again(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.UNKNOWN, engaged=chicago, at=at)

    resolving.not_found(
        post_id=post.pk, actor=chicago.brody, reason="Looked twice, ten minutes apart.", at=at
    )

    assert Post.objects.get(pk=post.pk).status == Status.RETURNED
    assert Publication.objects.get(post=post).state == "cancelled"

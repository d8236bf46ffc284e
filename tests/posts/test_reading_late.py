"""A network that takes a post late, or shows it late: found within the settled period, a person's after it."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from accounts.models import OutletAccount
from posts import clock, resolving, sending
from posts.models import Post, Publication, Status
from records.models import Record
from tests.posts.reading import Out, accepted, look, told, unknown


@pytest.fixture
def slow(out: Out) -> Iterator[Out]:
    """The sandbox, whose clock and copies this test may set apart; afterwards it is as it was."""
    yield out
    out[1].control("POST", "clock", {"at": None})
    out[1].control("POST", "consistency", {"account": out[0].accounts["014"].external_id})


def _apart(out: Out, **seconds: int) -> None:
    account = out[0].accounts["014"].external_id
    out[1].control("POST", "consistency", {"account": account, **seconds})


def _look_on(out: Out, publication: Publication) -> list[str]:
    """Read each time that the portal means to, the network's clock moving along."""
    publication.refresh_from_db()
    done, passed = [], clock.now()
    while done[-1:] in ([], ["not seen"]) and publication.look_at is not None:
        out[1].control("POST", "clock", {"advance": (publication.look_at - passed).total_seconds()})
        passed = publication.look_at
        done.append(look(publication))
    return done


def test_a_timeline_that_lags_behind_shows_it_at_the_third_look(slow: Out, early: datetime) -> None:
    _apart(slow, timeline_lag=30)
    publication = unknown(slow, early)

    assert _look_on(slow, publication) == ["not seen", "not seen", "found"]


def test_copies_that_disagree_show_it_in_the_end(slow: Out, early: datetime) -> None:
    _apart(slow, timeline_lag=10, timeline_flap=300)
    publication = unknown(slow, early)

    assert _look_on(slow, publication) == ["not seen", "not seen", "found"]


def test_what_is_taken_late_but_within_the_settled_period_is_found(slow: Out, early: datetime) -> None:
    publication = unknown(slow, early, "late_accept", seconds=100)

    assert _look_on(slow, publication) == ["not seen"] * 3 + ["found"]

    assert len(accepted(slow, publication)) == 1
    assert Record.objects.filter(post_id=publication.post_id).count() == 1


def test_what_is_taken_after_the_settled_period_ends_with_a_person(slow: Out, early: datetime) -> None:
    publication = unknown(slow, early, "late_accept", seconds=660)

    assert _look_on(slow, publication)[-1] == "left to people"

    assert told(publication)
    slow[1].control("POST", "clock", {"advance": 120})
    (there,) = accepted(slow, publication)
    resolving.found(
        post_id=publication.post_id, actor=slow[0].natarajan, typed=there["id"], url="", at=clock.now()
    )
    assert Post.objects.get(pk=publication.post_id).status == Status.PUBLISHED


@pytest.mark.parametrize("taken", ["before the second call", "after the second call"])
def test_what_is_taken_after_the_settled_period_stays_one_where_the_account_is_sent_to_again(
    slow: Out, early: datetime, taken: str
) -> None:
    """The network's own filter of duplicates refuses whichever comes second, and the other is found."""
    OutletAccount.objects.filter(pk=slow[0].accounts["014"].pk).update(resend_after_absence=True)
    publication = unknown(slow, early, "late_accept", seconds=660)
    assert _look_on(slow, publication)[-1] == "sent again"

    if taken == "before the second call":
        slow[1].control("POST", "clock", {"advance": 120})
    sending.send(publication_id=publication.pk, now_by=lambda: publication.due_at)
    slow[1].control("POST", "clock", {"advance": 120})
    _look_on(slow, publication)

    publication.refresh_from_db()
    (there,) = accepted(slow, publication)
    assert (publication.state, publication.external_id) == ("published", there["id"])
    assert Record.objects.get(post_id=publication.post_id).external_id == there["id"]

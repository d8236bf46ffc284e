"""What an act costs the database: each statement is a trip while the post is locked."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.cast import Cast
from outlets.outcomes import Published
from posts import drafting, preserving, publishing, reviewing, settling, submission
from posts.drafting import Written
from posts.models import Publication
from tests import people
from tests.posts.statuses import exchange

MOST_TO_SUBMIT = 21
MOST_TO_APPROVE = 20
"""Three of them read what is attested to, before the post is locked."""
MOST_TO_AGREE = MOST_TO_APPROVE + 2
"""Where the author set something aside: it is counted once, with the last step, and an office has a duty list."""
MOST_TO_CLAIM = 16
"""Of one part without pictures, the gate's among them."""
MOST_TO_SETTLE, MOST_TO_KEEP = 11, 19
"""Three of the last make the counter of the unit's first record in a year and read what was attested."""
_FRAMES = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def statements(act: Callable[[], object]) -> list[str]:
    """The statements of an act, without those that only frame a transaction."""
    with CaptureQueriesContext(connection) as captured:
        act()
    sql = [query["sql"].strip() for query in captured.captured_queries]
    return [one for one in sql if not one.startswith(_FRAMES)]


def listed(taken: list[str]) -> str:
    return "\n".join(f"{place:3} {one[:160]}" for place, one in enumerate(taken, start=1))


@pytest.mark.parametrize("written", [people.TIP, people.ARREST], ids=["plain", "sensitive"])
def test_submitting_takes_few_statements(chicago: Cast, at: datetime, written: Written) -> None:
    post = people.drafted(engaged=chicago, written=written, at=at)
    taken = statements(lambda: submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at))
    assert len(taken) <= MOST_TO_SUBMIT, listed(taken)


def test_submitting_again_what_came_back_takes_few_statements(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert post.revision is not None
    reviewing.return_(
        post_id=post.pk, binding=post.revision.binding, actor=chicago.whitfield, reason="Name the day.", at=at
    )
    mended = Written(
        category=people.TIP.category,
        text="Lock your garage side door on Saturday night.",
        answers=people.TIP.answers,
        note="The day is named.",
        send_at=at + timedelta(hours=5),
    )
    drafting.save(post_id=post.pk, actor=chicago.ortega, written=mended, seen_version=1, at=at)
    taken = statements(lambda: submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=2, at=at))
    assert len(taken) <= MOST_TO_SUBMIT, listed(taken)


def test_the_last_approval_takes_few_statements(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    taken = statements(lambda: people.approve(post=post, by=chicago.whitfield, at=at))
    assert len(taken) <= MOST_TO_APPROVE, listed(taken)


def test_an_approval_that_passes_the_post_on_takes_few_statements(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    taken = statements(lambda: people.approve(post=post, by=chicago.whitfield, at=at))
    assert len(taken) <= MOST_TO_APPROVE, listed(taken)


def test_agreeing_with_what_was_set_aside_takes_one_statement_more(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.MUSEUM, at=at)
    passed_on = statements(lambda: people.approve(post=post, by=chicago.whitfield, at=at))
    agreed = statements(lambda: people.approve(post=post, by=chicago.natarajan, at=at))
    assert [sum("posts_ruletally" in one for one in taken) for taken in (passed_on, agreed)] == [0, 1]
    assert len(agreed) <= MOST_TO_AGREE, listed(agreed)


def test_a_claim_takes_few_statements(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    publication, later = Publication.objects.get(post=post), at + timedelta(minutes=6)
    claims: list[publishing.Claim | None] = []
    taken = statements(
        lambda: claims.append(publishing.claim(publication_id=publication.pk, now_by=lambda: later))
    )
    assert claims[0] is not None
    assert len(taken) <= MOST_TO_CLAIM, listed(taken)


def test_an_answer_and_its_record_take_few_statements(chicago: Cast, at: datetime) -> None:
    post, later = people.approved(engaged=chicago, at=at), at + timedelta(minutes=6)
    publication = Publication.objects.get(post=post)
    claim = publishing.claim(publication_id=publication.pk, now_by=lambda: later)
    assert claim is not None
    answer = Published(external_id="77", url="http://127.0.0.1/x", at=later, exchange=exchange(later))
    taken = statements(lambda: settling.write(attempt_id=claim.attempt_id, outcome=answer, at=later))
    assert len(taken) <= MOST_TO_SETTLE, listed(taken)
    taken = statements(lambda: preserving.keep_what_is_owed(publication_id=publication.pk, at=later))
    assert len(taken) <= MOST_TO_KEEP, listed(taken)

"""Posts as the workflow makes them, and what its two great acts cost: submit and approve."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from statistics import median

from bench.figures import Figure, Target
from bench.timing import milliseconds, statements
from governance.cast import Cast
from outlets.exchange import Exchange
from outlets.outcomes import Published
from posts import drafting, publishing, reviewing, settling, submission
from posts.drafting import Written
from posts.models import Post, Publication
from posts.reviewing import Attested

ROUNDS = 30
MOST_STATEMENTS = 20
_numbers = count(1)


def words(number: int) -> str:
    """A text of exactly 280 characters, no two alike."""
    begun = f"Reminder {number}: lock your garage side door tonight. "
    return (begun + "Most of last week's break-ins came through a door that was left open. " * 5)[:280]


def new_words(_version: int) -> str:
    """The same of a number that nobody had: what was read once in a process is known there for a while."""
    return words(next(_numbers))


def draft(*, engaged: Cast, at: datetime) -> Post:
    """A draft with nothing left to fix."""
    return drafting.begin_post(
        account_id=engaged.accounts["014"].pk,
        actor=engaged.reyes,
        at=at,
        written=Written(
            category="safety_tip",
            text=words(next(_numbers)),
            answers={"source": "Beat 1413 report of 19 Nov"},
        ),
    )


def submitted(*, engaged: Cast, at: datetime) -> Post:
    """A post that waits for the sergeant."""
    post = draft(engaged=engaged, at=at)
    return submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=1, at=at)


def approval(*, engaged: Cast, post: Post, at: datetime) -> Callable[[], Post]:
    """The sergeant's verdict, to be given."""
    assert post.revision is not None
    binding = post.revision.binding
    attestation = reviewing.read_decision(revision=post.revision, agency_id=post.agency_id)["attestation"]
    boxes = tuple(box["label"] for box in attestation["boxes"])
    attested = Attested(form="boxes" if boxes else "sentence", said=boxes or (attestation["sentence"],))
    return lambda: reviewing.approve(
        post_id=post.pk, binding=binding, actor=engaged.whitfield, attested=attested, at=at
    )


def published(*, engaged: Cast, at: datetime) -> Post:
    """A post on the network, with its record; the answer is written here, no network is asked."""
    post = submitted(engaged=engaged, at=at)
    approval(engaged=engaged, post=post, at=at)()
    publication = Publication.objects.get(post=post)
    claim = publishing.claim(publication_id=publication.pk, now_by=lambda: at)
    assert claim is not None
    number = f"1990000000000{post.pk:06}"
    exchange = Exchange(
        method="POST",
        path="/2/tweets",
        request_headers={"content-type": "application/json"},
        request_body=f'{{"text": "{claim.intent.text}"}}',
        status=201,
        response_headers={"content-type": "application/json"},
        response_body=f'{{"data": {{"id": "{number}"}}}}',
        started_at=at,
        ended_at=at,
    )
    answer = Published(external_id=number, url=f"https://x.com/i/status/{number}", at=at, exchange=exchange)
    settling.settle(attempt_id=claim.attempt_id, outcome=answer, at=at)
    return post


def measure(*, engaged: Cast, at: datetime) -> list[Figure]:
    """Both acts, each many times, on a post of its own each time."""

    def submitting() -> Callable[[], object]:
        post = draft(engaged=engaged, at=at)
        return lambda: submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=1, at=at)

    def approving() -> Callable[[], object]:
        return approval(engaged=engaged, post=submitted(engaged=engaged, at=at), at=at)

    return [_figure("submit", submitting), _figure("approve", approving)]


def _figure(name: str, prepare: Callable[[], Callable[[], object]]) -> Figure:
    prepare()()
    return Figure(
        name=name,
        value=median(milliseconds(prepare()) for _ in range(ROUNDS)),
        unit="ms",
        queries=statements(prepare()),
        targets=(Target(of="queries", at_most=MOST_STATEMENTS),),
    )

"""Proposed rules over all posts of an agency, by one process: against the engine alone on as many posts."""

import time
from collections.abc import Iterator
from datetime import datetime
from statistics import median

from accounts import policies, proposals
from bench.figures import Figure, Target
from bench.pages import WrongAnswer
from bench.rows import BATCH
from directives.editing import Spot, changed, index_of
from governance.cast import Cast
from posts import backtesting, frozen, judging
from posts.models import BackTest, BackTestState, KeptReading, Post, Revision

ROUNDS = 200
RULE = "hashtag-case"
FIRST = 1_000
"""Posts whose texts nobody has read; all hundred thousand would take an hour."""


def measure(*, engaged: Cast, at: datetime) -> Iterator[Figure]:
    """A choice is switched off: over texts nobody has read, then over all posts, when all were read."""
    source = policies.text_of(policy=engaged.agency.policy_at(at=at))
    spot = Spot(table="rule", index=index_of(source=source, table="rule", name="id", called=RULE), key="on")
    proposal = proposals.begin(
        agency=engaged.agency,
        source=changed(source=source, spot=spot, value=False),
        actor=engaged.natarajan,
        at=at,
    )
    alone = _engine(engaged, at)
    test = backtesting.begin(proposal=proposal, actor=engaged.natarajan, at=at)
    yield _over(test, "back-test, texts read for the first time", alone, until=FIRST)
    backtesting.stop(test_id=test.pk, actor=engaged.natarajan, at=at)
    _as_if_read(engaged)
    test = backtesting.begin(proposal=proposal, actor=engaged.natarajan, at=at)
    yield _over(test, "back-test", alone, targets=(Target(of="value", at_most=120),))
    if BackTest.objects.get(pk=test.pk).state != BackTestState.DONE:
        raise WrongAnswer("The back-test did not come to its end.")


def _over(
    test: BackTest, name: str, alone: float, *, until: int | None = None, targets: tuple[Target, ...] = ()
) -> Figure:
    """So many posts, or all of them."""
    begun = time.monotonic()
    while backtesting.look_further(test_id=test.pk):
        test.refresh_from_db()
        if until is not None and test.looked >= until:
            break
    seconds = time.monotonic() - begun
    test.refresh_from_db()
    return Figure(
        name=f"{name}, {test.looked:,} posts, {test.looked / seconds:,.0f} a second",
        value=seconds,
        unit="s",
        floor=alone * test.looked,
        ratio=seconds / (alone * test.looked),
        targets=targets,
    )


def _as_if_read(engaged: Cast) -> None:
    """What is kept of the last text is kept of all: they say the same but for a number."""
    like = KeptReading.objects.filter(agency=engaged.agency).latest("pk")
    sent = Revision.objects.filter(post__agency=engaged.agency).values_list("text_digest", "submitted_at")
    KeptReading.objects.bulk_create(
        (
            KeptReading(
                agency=engaged.agency,
                text_digest=digest,
                written_on=at.astimezone(engaged.agency.tzinfo).date(),
                kind=like.kind,
                version=like.version,
                language=like.language,
                checked=like.checked,
                sightings=like.sightings,
            )
            for digest, at in sent
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def _engine(engaged: Cast, at: datetime) -> float:
    """Seconds that one decision takes on one of these posts."""
    found = Post.objects.filter(agency=engaged.agency, revision__isnull=False)
    post = found.select_related("revision", "account__agency", "account__unit").latest("pk")
    revision = post.revision
    if revision is None:
        raise WrongAnswer("No post was sent in.")
    kept = frozen.of(revision=revision, agency_id=post.agency_id)
    pack = judging.pack_in_force(agency=engaged.agency, at=at)

    def once() -> float:
        begun = time.perf_counter()
        judging.judge_as(kept=kept, revision=revision, post=post, pack=pack)
        return time.perf_counter() - begun

    return median(once() for _ in range(ROUNDS))

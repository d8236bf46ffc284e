"""Proposed rules over all posts of an agency, by one process: against the engine alone on as many posts."""

import time
from collections.abc import Iterator
from datetime import datetime
from statistics import median

from accounts import policies, proposals
from bench.figures import Figure, Target
from bench.pages import WrongAnswer
from directives.editing import Spot, changed, index_of
from governance.cast import Cast
from posts import backtesting, frozen, judging
from posts.models import BackTest, BackTestState, Post

ROUNDS = 200
RULE = "hashtag-case"


def measure(*, engaged: Cast, at: datetime) -> Iterator[Figure]:
    """A choice that is switched off; what the checks notice is kept before it is measured."""
    source = policies.text_of(policy=engaged.agency.policy_at(at=at))
    spot = Spot(table="rule", index=index_of(source=source, table="rule", name="id", called=RULE), key="on")
    proposal = proposals.begin(
        agency=engaged.agency,
        source=changed(source=source, spot=spot, value=False),
        actor=engaged.natarajan,
        at=at,
    )
    alone = _engine(engaged, at)
    for name in ("back-test, texts read for the first time", "back-test"):
        test = backtesting.begin(proposal=proposal, actor=engaged.natarajan, at=at)
        begun = time.monotonic()
        while backtesting.look_further(test_id=test.pk):
            pass
        seconds = time.monotonic() - begun
        test = BackTest.objects.get(pk=test.pk)
        if test.state != BackTestState.DONE or test.looked != test.total:
            raise WrongAnswer(f"The back-test looked at {test.looked} of {test.total} posts.")
        yield Figure(
            name=f"{name}, {test.looked:,} posts, {test.looked / seconds:,.0f} a second",
            value=seconds,
            unit="s",
            floor=alone * test.looked,
            ratio=seconds / (alone * test.looked),
            targets=(Target(of="value", at_most=120),) if name == "back-test" else (),
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

"""All measures in their order: an agency with a thousand posts, and the same one with a hundred times as many."""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg2
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts import duty
from bench import (
    acts,
    backtesting,
    bare,
    events,
    following,
    ground,
    judging,
    pages,
    publishing,
    reading,
    rosters,
    rows,
    sizes,
    starting,
    watching,
)
from bench.figures import Figure
from governance import cast
from governance.cast import Cast
from governance.embedded import postgres
from records.models import Record

SMALL, LARGE = 1_000, 100_000
WAITING = 120
"""Posts that wait in each district, whatever the agency's age."""
WRITERS = {"014": ("ortega", "whitfield"), "001": ("tran", "hale"), "018": ("bell", "grant")}
"""Who writes and who approves, by unit."""


def run(*, urls: postgres.Urls) -> Iterator[Figure]:
    """Every figure as soon as it is known."""
    engaged = _engaged(timezone.now())
    yield from _queue(engaged, urls)
    at = timezone.now()
    yield from acts.measure(engaged=engaged, at=at)
    yield from pages.composers_answer(
        engaged=engaged, post=acts.draft(engaged=engaged, at=at), words=acts.new_words
    )
    waiting = acts.submitted(engaged=engaged, at=at)
    yield pages.page(name="desk page", member=engaged.whitfield, address=reverse("desk", args=[waiting.pk]))
    record = Record.objects.get(post_id=acts.published(engaged=engaged, at=at).pk)
    yield pages.page(
        name="record page", member=engaged.whitfield, address=reverse("record", args=[record.number])
    )
    yield from watching.measure(engaged=engaged)
    yield from following.measure(engaged=engaged, folder=ground.ROOT / "var" / "bench" / "served")
    yield starting.measure()
    yield from judging.measure()
    yield from reading.measure()
    yield rosters.measure(engaged=engaged, at=timezone.now())
    yield from backtesting.measure(engaged=engaged, at=timezone.now())
    with contextlib.closing(psycopg2.connect(urls.owner)) as owner:
        bare.make_queue(owner)
        events.make_twin(owner)
    yield from publishing.measure(engaged=engaged, folder=ground.ROOT / "var" / "bench" / "publishing")
    yield from events.measure(agency_id=engaged.agency.pk, at=timezone.now())


def _queue(engaged: Cast, urls: postgres.Urls) -> Iterator[Figure]:
    at = timezone.now()
    for unit, (author, _) in WRITERS.items():
        rows.in_review(engaged=engaged, unit=unit, by=author, how_many=WAITING, at=at)
    _past(engaged, how_many=SMALL - WAITING * len(WRITERS), at=at)
    client = pages.reader(engaged.whitfield)
    sizes.analyse(urls=urls)
    small = sizes.copied(urls=urls, name="bench_small")
    _past(engaged, how_many=LARGE - SMALL, at=at)
    sizes.analyse(urls=urls)
    large = connection.settings_dict["NAME"]
    yield pages.queue(client=client, on=small, posts=SMALL)
    yield pages.queue(client=client, on=large, posts=LARGE)
    yield pages.growth(client=client, small=small, large=large)
    sizes.use(large)


def _engaged(at: datetime) -> Cast:
    engaged = cast.engage(house=cast.CHICAGO, at=at - timedelta(days=30), password=None)
    for member in engaged.people.values():
        duty.start(member=member, at=at - timedelta(hours=1))
    return engaged


def _past(engaged: Cast, *, how_many: int, at: datetime) -> None:
    """Posts that went out weeks ago, of three districts in equal parts."""
    each, rest = divmod(how_many, len(WRITERS))
    for unit, (author, sergeant) in WRITERS.items():
        more = rest if unit == "014" else 0
        rows.published(
            engaged=engaged,
            unit=unit,
            by=author,
            sergeant=sergeant,
            how_many=each + more,
            at=at - timedelta(days=20),
        )

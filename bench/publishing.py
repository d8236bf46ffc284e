"""Publishing: posts a second beside their floors, where the time goes, and how soon a post leaves."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import mean, median

from django.utils import timezone

from accounts.models import OutletAccount
from bench import acts, bare, fleet, rows
from bench.figures import Figure, Target
from bench.fleet import Network
from bench.timing import milliseconds, statements
from governance.cast import Cast
from posts import clock, dispatching, gate, preserving, publishing, sending, settling
from posts.models import Attempt, Kept, Publication, PublicationState

ACCOUNTS = 500
ROUNDS, WARM = 40, 5
APPROVALS = 15
BARE_TASKS, BARE_ROWS = 1_000, 2_000
_STEPS = ("gate", "claim", "call", "settle", "record")
_turns = count()


def measure(*, engaged: Cast, folder: Path) -> Iterator[Figure]:
    """The steps in this process first, then everything by the portal's workers and beat."""
    # What other measures approved is not to be sent beside this one.
    Publication.objects.filter(state=PublicationState.DUE).update(state=PublicationState.CANCELLED)
    with fleet.network(folder=folder) as network:
        to = fleet.accounts(engaged=engaged, of=network, how_many=ACCOUNTS, at=timezone.now())
        yield from _where_the_time_goes(engaged, to)
        yield Figure(name="bare SKIP LOCKED loop", value=bare.skip_locked(how_many=BARE_ROWS), unit="/s")
        with fleet.workers(folder=folder):
            bare.by_celery(how_many=50, until=fleet.until)
            yield from _through_the_workers(engaged, network, to)
            yield _from_approval_to_leaving(engaged, network)


def _approved(
    engaged: Cast, to: Sequence[OutletAccount], how_many: int, *, urgent: bool = False
) -> list[int]:
    """Posts that are due now; the first account takes turns, so that none reaches its limit."""
    turned = next(_turns) % len(to)
    at = clock.now()
    made = rows.approved(
        engaged=engaged,
        unit="014",
        by="reyes",
        sergeant="whitfield",
        how_many=how_many,
        at=at,
        accounts=[*to[turned:], *to[:turned]],
        urgent=urgent,
    )
    return [one.pk for one in made]


def _where_the_time_goes(engaged: Cast, to: Sequence[OutletAccount]) -> Iterator[Figure]:
    """The gate is asked once more by itself: its time is a part of the claim's."""
    spent: dict[str, list[float]] = {step: [] for step in _STEPS}
    queries: dict[str, int] = {}
    for number, publication_id in enumerate(_approved(engaged, to, WARM + ROUNDS + 1)):
        for step, act in _steps(publication_id):
            if number == WARM + ROUNDS:
                queries[step] = statements(act)
            else:
                spent[step].append(milliseconds(act))
    for step in _STEPS:
        figure = f"publishing, {step}" if step != "gate" else "publishing, gate (within the claim)"
        yield Figure(name=figure, value=median(spent[step][WARM:]), unit="ms", queries=queries[step])


def _steps(publication_id: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """One post, a step after the other; each begins where the one before ended."""
    publication = Publication.objects.select_related("revision").get(pk=publication_id)
    post = publication.post
    yield "gate", lambda: gate.holds_back(post=post, publication=publication, now=clock.now())
    claims: list[publishing.Claim | None] = []
    yield "claim", lambda: claims.append(publishing.claim(publication_id=publication_id))
    claim = claims[0]
    assert claim is not None
    answers = []
    yield "call", lambda: answers.append(sending.call(claim, now=claim.claimed_at))
    yield "settle", lambda: settling.write(attempt_id=claim.attempt_id, outcome=answers[0], at=clock.now())
    yield "record", lambda: preserving.keep_what_is_owed(publication_id=publication_id, at=clock.now())


def _through_the_workers(engaged: Cast, network: Network, to: Sequence[OutletAccount]) -> Iterator[Figure]:
    """A broadcast to all accounts between two runs of the bare task; halfway an urgent post is approved."""
    floors = [bare.by_celery(how_many=BARE_TASKS, until=fleet.until)]
    begun, begun_at = time.perf_counter(), timezone.now()
    broadcast = _approved(engaged, to, ACCOUNTS)
    fleet.until(lambda: _kept(broadcast) >= ACCOUNTS // 2)
    approved_at = timezone.now()
    (urgent,) = _approved(engaged, to, 1, urgent=True)
    dispatching.hand_over(post_id=Publication.objects.get(pk=urgent).post_id)
    rate = (ACCOUNTS + 1) / (fleet.until(lambda: _kept([*broadcast, urgent]) > ACCOUNTS) - begun)
    floors.append(bare.by_celery(how_many=BARE_TASKS, until=fleet.until))
    yield Figure(name="bare Celery task, claim and result", value=mean(floors), unit="/s")
    yield Figure(
        name="posts, the whole path",
        value=rate,
        unit="/s",
        floor=mean(floors),
        ratio=rate / mean(floors),
        targets=(Target(of="ratio", at_least=0.4),),
    )
    arrived = _arrived(network, [*broadcast, urgent])
    yield Figure(
        name=f"broadcast to {ACCOUNTS} accounts, the last gone after",
        value=_seconds(max(arrived[one] for one in broadcast) - begun_at),
        unit="s",
        targets=(Target(of="value", at_most=60),),
    )
    yield Figure(
        name="urgent post approved in its middle leaves after",
        value=_seconds(arrived[urgent] - approved_at),
        unit="s",
        targets=(Target(of="value", at_most=2),),
    )
    claimed = dict(
        Attempt.objects.filter(publication__in=broadcast).values_list("publication_id", "claimed_at")
    )
    yield Figure(
        name="claim to first byte",
        value=median(_seconds(arrived[one] - claimed[one]) for one in broadcast) * 1000,
        unit="ms",
        targets=(Target(of="value", at_most=100),),
    )


def _from_approval_to_leaving(engaged: Cast, network: Network) -> Figure:
    """From the sergeant's press, before its transaction begins, to the request's arrival; one post at a time."""
    delays = []
    for _ in range(APPROVALS):
        at = timezone.now()
        post = acts.submitted(engaged=engaged, at=at)
        approve = acts.approval(engaged=engaged, post=post, at=at)
        pressed_at = timezone.now()
        approve()
        publication_id = Publication.objects.get(post=post).pk
        fleet.until(partial(_all_kept, [publication_id]))
        delays.append(_seconds(_arrived(network, [publication_id])[publication_id] - pressed_at))
    return Figure(
        name="approval to leaving",
        value=median(delays) * 1000,
        unit="ms",
        targets=(Target(of="value", at_most=1_000),),
    )


def _all_kept(keys: Sequence[int]) -> bool:
    return _kept(keys) == len(keys)


def _kept(keys: Sequence[int]) -> int:
    """How many of these have their record; they were made one after another, so that a range asks cheaply."""
    return Publication.objects.filter(pk__range=(min(keys), max(keys)), kept=Kept.PUBLISHED).count()


def _arrived(network: Network, keys: Sequence[int]) -> dict[int, datetime]:
    """When each of these arrived on the network, by the network's own account."""
    arrivals = network.arrivals()
    bound = Publication.objects.filter(pk__in=keys).values_list("pk", "external_id")
    return {key: arrivals[number] for key, number in bound}


def _seconds(span: timedelta) -> float:
    return span.total_seconds()

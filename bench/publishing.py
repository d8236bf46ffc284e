"""Publishing: posts a second beside their floors, where the time goes, and how soon a post leaves."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import mean, median

from celery import Task
from django.utils import timezone

from accounts.models import OutletAccount
from bench import acts, bare, fleet, rows, spending
from bench.figures import Figure, Target
from bench.fleet import Network
from bench.timing import milliseconds, statements
from governance.cast import Cast
from posts import clock, dispatching, gate, preserving, publishing, sending, settling
from posts.models import Attempt, Kept, Publication, PublicationState

ROUNDS, WARM = 40, 5
APPROVALS = 15
BARE_TASKS, BARE_CALLS, BARE_ROWS = 1_000, 500, 2_000
_STEPS = ("gate", "claim", "call", "settle", "record")
_turns = count()


def measure(*, engaged: Cast, folder: Path) -> Iterator[Figure]:
    """The steps in this process first, then everything by the portal's workers and beat."""
    # What other measures approved is not to be sent beside this one.
    Publication.objects.filter(state=PublicationState.DUE).update(state=PublicationState.CANCELLED)
    with fleet.network(folder=folder) as network:
        to = fleet.accounts(engaged=engaged, of=network, how_many=bare.ACCOUNTS, at=timezone.now())
        yield from _where_the_time_goes(engaged, to)
        yield Figure(name="bare SKIP LOCKED loop", value=bare.skip_locked(how_many=BARE_ROWS), unit="/s")
        with fleet.workers(folder=folder) as workers:
            for task in (bare.claim_and_mark, bare.claim_call_and_mark):
                bare.by_celery(task=task, how_many=WARM, until=fleet.until)
            roots = {"network": network.pid, "PostgreSQL": spending.database(), **workers}
            yield from _through_the_workers(engaged, network, to, roots)
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


@dataclass(frozen=True, kw_only=True)
class _Run:
    """So many by the workers: how many a second, and what one costs the processors, by whose they are."""

    rate: float
    spent: Mapping[str, float]


def _floor(task: "Task[[int], None]", how_many: int, roots: Mapping[str, int]) -> _Run:
    with spending.counted(roots=roots, how_many=how_many) as spent:
        rate = bare.by_celery(task=task, how_many=how_many, until=fleet.until)
    return _Run(rate=rate, spent=spent)


def _floors(roots: Mapping[str, int]) -> tuple[_Run, _Run]:
    """Without the call of the network, and with it."""
    return (
        _floor(bare.claim_and_mark, BARE_TASKS, roots),
        _floor(bare.claim_call_and_mark, BARE_CALLS, roots),
    )


def _through_the_workers(
    engaged: Cast, network: Network, to: Sequence[OutletAccount], roots: Mapping[str, int]
) -> Iterator[Figure]:
    """A broadcast to all accounts between two runs of the floors; halfway an urgent post is approved."""
    before = _floors(roots)
    begun, begun_at = time.perf_counter(), timezone.now()
    broadcast = _approved(engaged, to, bare.ACCOUNTS)
    with spending.counted(roots=roots, how_many=bare.ACCOUNTS + 1) as spent:
        fleet.until(lambda: _kept(broadcast) >= bare.ACCOUNTS // 2)
        approved_at = timezone.now()
        (urgent,) = _approved(engaged, to, 1, urgent=True)
        dispatching.hand_over(post_id=Publication.objects.get(pk=urgent).post_id)
        ended = fleet.until(lambda: _kept([*broadcast, urgent]) > bare.ACCOUNTS)
    posts = _Run(rate=(bare.ACCOUNTS + 1) / (ended - begun), spent=spent)
    yield from _beside_the_floors(posts, list(zip(before, _floors(roots), strict=True)))
    arrived = _arrived(network, [*broadcast, urgent])
    yield Figure(
        name=f"broadcast to {bare.ACCOUNTS} accounts, the last gone after",
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


def _beside_the_floors(posts: _Run, floors: Sequence[tuple[_Run, _Run]]) -> Iterator[Figure]:
    """The target is of the bare task; how much of the way to it is the call itself, says the task that makes one."""
    bare_rate, calling_rate = (mean(run.rate for run in runs) for runs in floors)
    yield Figure(name="bare Celery task, claim and result", value=bare_rate, unit="/s")
    yield Figure(name="the same with one call of the network", value=calling_rate, unit="/s")
    yield Figure(
        name="posts, the whole path",
        value=posts.rate,
        unit="/s",
        floor=bare_rate,
        ratio=posts.rate / bare_rate,
        targets=(Target(of="ratio", at_least=0.4),),
    )
    yield Figure(
        name="posts, beside the task that calls",
        value=posts.rate,
        unit="/s",
        floor=calling_rate,
        ratio=posts.rate / calling_rate,
    )
    costs = [mean(sum(run.spent.values()) for run in runs) for runs in floors]
    for name, cost in zip(("bare task", "task that calls"), costs, strict=True):
        yield Figure(name=f"CPU of a {name}", value=cost, unit="ms")
    total = sum(posts.spent.values())
    yield Figure(name="CPU of a post", value=total, unit="ms", floor=costs[1], ratio=total / costs[1])
    for name, cost in posts.spent.items():
        yield Figure(name=f"CPU of a post, {name}", value=cost, unit="ms")


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

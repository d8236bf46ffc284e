"""Fifty people who follow the floor every two seconds: how soon they see a post, and what it costs other pages."""

import http.client
import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from audit import proofs
from bench import acts, pages, served
from bench.figures import Figure, Target
from bench.pages import WrongAnswer
from governance.cast import Cast
from governance.embedded.ports import LOOPBACK

FOLLOWERS = 50
EVERY = 2.0
"""Seconds between two questions of one follower, as static/portal/follow.js asks."""
ROUNDS = 3
ROUND_SECONDS = 14.0
"""Of each round without followers, and again with them."""
POSTS_EVERY = 2.5
PAGE_EVERY = 0.15
_BOARD = "/floor/?lane=all"


@dataclass
class Seen:
    """When each post came into being, and when each follower had it before them."""

    made: dict[int, float] = field(default_factory=dict)
    delays: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def measure(*, engaged: Cast, folder: Path) -> Iterator[Figure]:
    """Both figures; the portal that is asked is one of its own processes, with the deployment's numbers."""
    readers = [engaged.natarajan, engaged.people["washington"]]
    tickets = [_ticket(readers[number % len(readers)]) for number in range(FOLLOWERS)]
    page = _ticket(engaged.whitfield)
    seen, alone, beside = Seen(), [], []
    with served.portal(folder=folder) as port:
        _asked(port, reverse("queue"), page)
        for _ in range(ROUNDS):
            alone += _round(engaged, port, page, [], Seen())
            beside += _round(engaged, port, page, tickets, seen)
    if seen.faults or not seen.delays:
        raise WrongAnswer(f"Following along failed: {seen.faults[:3]} of {len(seen.faults)}.")
    yield Figure(
        name=f"new post before {FOLLOWERS} followers, p95 of {len(seen.delays)}",
        value=quantiles(seen.delays, n=20)[-1],
        unit="s",
        targets=(Target(of="value", at_most=3),),
    )
    yield Figure(
        name=f"queue page beside {FOLLOWERS} followers",
        value=median(beside),
        unit="ms",
        floor=median(alone),
        ratio=median(beside) / median(alone),
        targets=(Target(of="ratio", at_most=1.5),),
    )


def _round(engaged: Cast, port: int, page: str, tickets: list[str], seen: Seen) -> list[float]:
    """Posts appear and one reader turns pages, while whoever holds a ticket follows; the reader's milliseconds."""
    over = threading.Event()
    leaf = proofs.latest_leaf(agency_id=engaged.agency.pk)
    everybody = [
        threading.Thread(target=_follow, args=(port, ticket, leaf, number, seen, over))
        for number, ticket in enumerate(tickets)
    ]
    everybody.append(threading.Thread(target=_post, args=(engaged, seen, over)))
    for one in everybody:
        one.start()
    taken, until = [], time.monotonic() + ROUND_SECONDS
    while time.monotonic() < until:
        begun = time.perf_counter()
        _asked(port, reverse("queue"), page)
        taken.append((time.perf_counter() - begun) * 1000)
        over.wait(PAGE_EVERY)
    over.set()
    for one in everybody:
        one.join()
    return taken


def _post(engaged: Cast, seen: Seen, over: threading.Event) -> None:
    """A post goes out now and then, until shortly before the end: each has time to be seen."""
    until = time.monotonic() + ROUND_SECONDS - 2 * EVERY
    while time.monotonic() < until and not over.wait(POSTS_EVERY):
        post = acts.published(engaged=engaged, at=timezone.now())
        seen.made[post.pk] = time.monotonic()
    connection.close()


def _follow(port: int, ticket: str, leaf: int, number: int, seen: Seen, over: threading.Event) -> None:
    """One follower, as the script of the page does it: what moved, then the lanes as they are."""
    had: set[int] = set(seen.made)
    over.wait(EVERY * number / FOLLOWERS)
    while not over.is_set():
        begun = time.monotonic()
        try:
            leaf = _look(port, ticket, leaf, had, seen)
        except (OSError, http.client.HTTPException, WrongAnswer) as fault:
            seen.faults.append(repr(fault))
        over.wait(max(0.0, EVERY - (time.monotonic() - begun)))
    # What somebody never saw was as late as it can be.
    seen.delays += [ROUND_SECONDS for _ in seen.made.keys() - had]


def _look(port: int, ticket: str, leaf: int, had: set[int], seen: Seen) -> int:
    status, answer = _ask(port, f"{reverse('floor_changes')}?lane=all&after={leaf}", ticket)
    if status == HTTPStatus.NO_CONTENT:
        return leaf
    told = json.loads(answer)
    if told["posts"]:
        shown = {int(post) for post in re.findall(rb'data-post="(\d+)"', _asked(port, _BOARD, ticket))}
        now = time.monotonic()
        new = (shown & seen.made.keys()) - had
        seen.delays.extend(now - seen.made[post] for post in new)
        had |= new
    return int(told["leaf"])


def _ticket(member: Member) -> str:
    """The cookie of somebody who is signed in."""
    return (
        f"{settings.SESSION_COOKIE_NAME}={pages.reader(member).cookies[settings.SESSION_COOKIE_NAME].value}"
    )


def _asked(port: int, address: str, ticket: str) -> bytes:
    status, answer = _ask(port, address, ticket)
    if status != HTTPStatus.OK:
        raise WrongAnswer(f"{address} answered {status}.")
    return answer


def _ask(port: int, address: str, ticket: str) -> tuple[int, bytes]:
    line = http.client.HTTPConnection(LOOPBACK, port, timeout=20)
    try:
        follows = {"HX-Request": "true"} if address == _BOARD else {}
        line.request("GET", address, headers={"Cookie": ticket, **follows})
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()

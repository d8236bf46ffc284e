"""What people do while the campaign runs: they stop, end authority for cause, move what waits for credit, and look."""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import requests
from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from accounts import connecting, health
from accounts.models import CredentialKind, Health, OutletAccount
from bench.chaos import connected
from bench.chaos.desk import PEOPLE, Desk
from bench.chaos.traps import Trap
from posts import resolving, scheduling
from posts.models import Publication, PublicationState
from posts.workflow import WrongStatus

CREDIT_REASON = "credits_depleted"
MENDED_AFTER_SECONDS = 3
_AGAIN_SECONDS = 0.3
_PATIENCE_SECONDS = 40.0


def insisting(act: Callable[[], object]) -> None:
    """Do it again until the database has taken it: it may be restarting, and a lost answer may have been a yes."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            act()
        except WrongStatus:
            return
        except Error:
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(_AGAIN_SECONDS)
        else:
            return


def _now(spring: Callable[[datetime], object]) -> None:
    spring(timezone.now())


class Acting(threading.Thread):
    """Springs the traps one after another, and moves what waits for credit, until it is told that all is over."""

    def __init__(self, *, at_work: Desk, traps: Iterable[Trap], begins_at: datetime, seconds: float) -> None:
        """The traps are sprung over so many seconds from `begins_at` on."""
        super().__init__(name="people", daemon=True)
        self._at_work = at_work
        self._springs = [trap.spring for trap in traps if trap.spring is not None]
        self._begins_at = begins_at
        self._pause = seconds / max(1, len(self._springs))
        self._over = threading.Event()
        self.failure: Error | None = None

    def run(self) -> None:
        """Whatever could not be done is kept in `failure`."""
        try:
            self._over.wait((self._begins_at - timezone.now()).total_seconds())
            for unit in PEOPLE:
                insisting(partial(self._end_authority, unit))
            for spring in self._springs:
                insisting(partial(_now, spring))
                self._over.wait(self._pause)
            while not self._over.wait(MENDED_AFTER_SECONDS):
                insisting(self._look_after_accounts)
        except Error as failure:
            self.failure = failure
        finally:
            connection.close()

    def finish(self) -> None:
        """End, and raise what went wrong."""
        self._over.set()
        self.join()
        if self.failure is not None:
            raise self.failure

    def _end_authority(self, unit: str) -> None:
        self._at_work.end_authority(unit=unit, at=timezone.now())

    def _look_after_accounts(self) -> None:
        """Whoever keeps an account that the network did not take connects it again; somebody pays."""
        for account in OutletAccount.objects.exclude(health=Health.CONNECTED).select_related("credential"):
            lost = account.health == Health.RECONNECT and account.credential.kind == CredentialKind.OAUTH2
            if not lost:
                health.recover(account_id=account.pk, at=timezone.now())
                continue
            with suppress(connecting.NotConnected, requests.RequestException):  # tried again in a moment
                connected.connect(at_work=self._at_work, at=timezone.now())
        self._top_up()

    def _top_up(self) -> None:
        """Somebody has paid: what the network would not take for want of credit is moved to the next moment."""
        soon = timezone.now() + timedelta(seconds=2)
        waiting = Publication.objects.filter(
            state=PublicationState.DUE, waiting_for=CREDIT_REASON, due_at__gt=soon
        )
        for publication in waiting.select_related("post__author"):
            scheduling.move(
                post_id=publication.post_id, to=soon, actor=publication.post.author, at=timezone.now()
            )


def look(*, at_work: Desk, late: Iterable[dict[str, Any]], at: datetime) -> int:
    """What was left to people and appeared afterwards is seen on its account, and said so; how many."""
    left = Publication.objects.filter(state=PublicationState.UNKNOWN, look_at=None)
    by_post = {one.post_id: one for one in left.select_related("post__unit")}
    seen = [shown for shown in late if shown["post_id"] in by_post]
    for shown in seen:
        sergeant = PEOPLE[by_post[shown["post_id"]].post.unit.number][1]
        resolving.found(
            post_id=shown["post_id"],
            actor=at_work.engaged.people[sergeant],
            typed=shown["id"],
            url=f"{settings.TRAINING_URL}/{shown['username']}/status/{shown['id']}",
            at=at,
        )
    return len(seen)

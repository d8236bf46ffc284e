"""Whether the portal lives, and whether it is ready: for load balancers, the supervisor and people at night.

Answers name what is wrong in words; they hold no address, no name of a machine and no secret.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import differences
from audit import home, roles, sequencer
from governance import limits, signs
from posts import clock
from posts.models import Publication, PublicationState, Status

WORKER_SILENT_SECONDS = 15
"""A worker gives a sign every two seconds."""
BEAT_SILENT_SECONDS = 35
"""Beat gives one every ten."""
SEQUENCER_SILENT_SECONDS = 10
"""It passes every second; events are to be signed within five."""
OVERDUE_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Check:
    """One part of the portal as it is now."""

    ok: bool
    says: str
    seconds: float | None = None

    def as_json(self) -> dict[str, object]:
        """`seconds` only where time is what is measured."""
        told: dict[str, object] = {"ok": self.ok, "says": self.says}
        return told if self.seconds is None else told | {"seconds": round(self.seconds, 1)}


@login_not_required
@limits.a_minute(1_200)
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("alive\n", content_type="text/plain")


@login_not_required
@limits.a_minute(300)
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when everything that a post needs on its way works, else 503 naming what does not."""
    found = {name: _asked(check) for name, check in CHECKS.items()}
    late = [name for name, check in found.items() if not check.ok and name not in TOLD_ONLY]
    told: dict[str, object] = {"ready": not late, "not_ready": late}
    return JsonResponse(
        told | {name: check.as_json() for name, check in found.items()}, status=503 if late else 200
    )


def part(name: str) -> Check:
    """One part of the portal by its name among CHECKS, asked now."""
    return _asked(CHECKS[name])


def _asked(check: Callable[[], Check]) -> Check:
    try:
        return check()
    except Error:
        connection.close()
        return Check(ok=False, says="The database does not answer.")
    except redis.RedisError:
        return Check(ok=False, says="The broker does not answer.")


def database() -> Check:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Check(ok=True, says="The database answers.")


def role() -> Check:
    """This process can change nothing that is written once."""
    excess = roles.excess(connection=connection)
    if excess:
        return Check(ok=False, says=f"The database role {', '.join(excess[:3])}.")
    return Check(ok=True, says="The database role is the restricted one.")


def broker() -> Check:
    """The broker answers."""
    limits = {"socket_timeout": 2.0, "socket_connect_timeout": 2.0}
    with redis.Redis.from_url(settings.REDIS_URL, **limits) as asked:
        asked.ping()
    return Check(ok=True, says="The broker answers.")


def worker() -> Check:
    """A worker is alive."""
    return _silence(signs.WORKER, "worker", WORKER_SILENT_SECONDS)


def beat() -> Check:
    """Beat hands over its tasks and a worker carries them out."""
    return _silence(signs.BEAT, "beat", BEAT_SILENT_SECONDS)


def _silence(sign: str, part: str, most_seconds: float) -> Check:
    return _within(signs.seconds_since(name=sign, at=timezone.now()), part, most_seconds)


def _within(seconds: float | None, part: str, most_seconds: float) -> Check:
    if seconds is None:
        return Check(ok=False, says=f"The {part} has given no sign of life yet.")
    if seconds > most_seconds:
        return Check(ok=False, says=f"The {part} is silent.", seconds=seconds)
    return Check(ok=True, says=f"The {part} works.", seconds=seconds)


def trail() -> Check:
    """The sequencer signs."""
    return _within(sequencer.sequencer_lag(timezone.now()), "sequencer", SEQUENCER_SILENT_SECONDS)


def migrations() -> Check:
    """The database is the one this version wants."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Check(ok=False, says=f"{len(waiting)} migrations wait to be applied.")
    return Check(ok=True, says="The database is up to date.")


def at_home() -> Check:
    """The database is the one in which the portal lives."""
    if not home.is_home():
        return Check(
            ok=False, says="This database was restored or copied; publishing is about to be stopped."
        )
    return Check(ok=True, says="The database is the one it was.")


def due_posts() -> Check:
    """No approved post, and no takedown, has waited long past its time."""
    now = clock.now()
    due = Publication.objects.filter(state=PublicationState.DUE, post__status=Status.APPROVED)
    due |= Publication.objects.filter(state=PublicationState.DELETING)
    oldest = due.filter(due_at__lte=now).aggregate(oldest=Min("due_at"))["oldest"]
    if oldest is None:
        return Check(ok=True, says="Nothing is overdue.")
    seconds = (now - oldest).total_seconds()
    if seconds > OVERDUE_SECONDS:
        return Check(ok=False, says="A post that was to go out is overdue.", seconds=seconds)
    return Check(ok=True, says="The oldest post that is due is on its way.", seconds=seconds)


def grants() -> Check:
    """What members may do in lists is what their authorisations give (CPD-TW.III.C)."""
    wrong = len(differences.found(at=timezone.now()))
    if wrong:
        return Check(
            ok=False, says=f"{wrong} grants are not those that the authorisations give. Run check_grants."
        )
    return Check(ok=True, says="Grants are those that the authorisations give.")


TOLD_ONLY = frozenset({"grants"})
"""Told, but the portal stays ready: every act asks the authorisation itself, and whoever stops a post must get in."""

CHECKS: Mapping[str, Callable[[], Check]] = {
    "database": database,
    "role": role,
    "migrations": migrations,
    "home": at_home,
    "broker": broker,
    "worker": worker,
    "beat": beat,
    "sequencer": trail,
    "due": due_posts,
    "grants": grants,
}

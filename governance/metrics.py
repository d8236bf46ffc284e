"""Numbers for whoever watches the portal: /metrics in Prometheus' words, behind a token.

Whatever is counted is bounded by what is under way, never by the age of the archive; no label names a person, a unit or
an account.
"""

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import Count, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from accounts.models import AccountStatus, Agency, Delivery, DeliveryState, Health, OutletAccount
from audit import home, sequencer
from audit.models import Pending
from governance import limits, manifest, signs
from posts.models import Post, Publication, PublicationState, Scope, Status, Stop, Upload, UploadState

UNDER_WAY = (
    Status.IN_REVIEW,
    Status.APPROVED,
    Status.STOPPED,
    Status.SENDING,
    Status.UNKNOWN,
    Status.TAKING_DOWN,
)
"""The states a post is meant to leave again."""


@login_not_required
@limits.a_minute(120)
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers as they are now; where no METRICS_TOKEN is set, or another is shown, there is no such page."""
    shown = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not hmac.compare_digest(shown.encode(), wanted.encode()):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Portal(at=timezone.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Portal(Collector):
    """Asks the database once for each group of numbers."""

    def __init__(self, *, at: datetime) -> None:
        self._at = at

    def collect(self) -> Iterable[Metric]:
        """Every family, in the order in which a person at night would look."""
        yield from self._posts()
        yield from self._processes()
        yield from self._mail()
        yield from self._storage()

    def _since(self, moment: datetime | None) -> float:
        return 0.0 if moment is None else max(0.0, (self._at - moment).total_seconds())

    def _posts(self) -> Iterator[Metric]:
        asked = (*UNDER_WAY, Status.MISSED)
        counted = dict.fromkeys(asked, 0) | dict(
            Post.objects.filter(agency__in=Agency.objects.all(), status__in=asked)
            .values_list("status")
            .annotate(number=Count("pk"))
        )
        missed = counted.pop(Status.MISSED)
        yield _one("portal_posts_missed", "Posts that missed their time and wait for a person.", missed)
        yield _by("portal_posts", "Posts under way by state.", "state", counted.items())
        unknown = counted[Status.UNKNOWN]
        yield _one("portal_posts_unknown", "Posts of which nobody knows whether they went out.", unknown)
        troubled = OutletAccount.objects.filter(status=AccountStatus.ACTIVE).exclude(health=Health.CONNECTED)
        yield _one("portal_accounts_in_trouble", "Accounts that the network does not take.", troubled.count())
        waiting = (PublicationState.DUE, PublicationState.DELETING)
        oldest = (
            Publication.objects.filter(state__in=waiting, due_at__lte=self._at)
            .exclude(post__status=Status.STOPPED)
            .aggregate(oldest=Min("due_at"))["oldest"]
        )
        said = "Age of the oldest post, or takedown, that is due and not done."
        yield _one("portal_oldest_due_seconds", said, self._since(oldest))
        in_force = Stop.objects.filter(agency__in=Agency.objects.all(), released_at__isnull=True)
        stops = dict.fromkeys(Scope.values, 0) | dict(
            in_force.values_list("scope").annotate(number=Count("pk"))
        )
        yield _by("portal_stops_in_force", "Stops in force by what they cover.", "scope", stops.items())

    def _processes(self) -> Iterator[Metric]:
        """A part that was never heard of has no sample: alert on its absence."""
        silences = {
            "worker": signs.seconds_since(name=signs.WORKER, at=self._at),
            "beat": signs.seconds_since(name=signs.BEAT, at=self._at),
            "sequencer": sequencer.sequencer_lag(self._at),
        }
        heard = {part: seconds for part, seconds in silences.items() if seconds is not None}
        yield _by(
            "portal_silent_seconds", "Time since a part last gave a sign of life.", "part", heard.items()
        )
        yield _one("portal_events_pending", "Events that wait for their place.", Pending.objects.count())
        yield _one(
            "portal_at_home",
            "0 where the database was restored or copied and not stopped yet.",
            home.is_home(),
        )

    def _mail(self) -> Iterator[Metric]:
        failed = Delivery.objects.filter(state=DeliveryState.FAILED).count()
        yield _one("portal_deliveries_failed", "Messages that were given up.", failed)
        due = Delivery.objects.filter(state=DeliveryState.DUE).aggregate(
            oldest=Min("due_at", filter=Q(due_at__lte=self._at)),
            tried=Min("message__written_at", filter=Q(tries__gt=0)),
        )
        yield _one(
            "portal_deliveries_oldest_seconds", "Oldest message that is due.", self._since(due["oldest"])
        )
        said = "Age of the oldest message of which a try has failed and another will come."
        yield _one("portal_deliveries_oldest_retried_seconds", said, self._since(due["tried"]))

    def _storage(self) -> Iterator[Metric]:
        checking = Upload.objects.filter(state=UploadState.CHECKING).count()
        yield _one("portal_uploads_checking", "Pictures being checked.", checking)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            yield _one("portal_database_connections", "Connections to the database.", cursor.fetchone()[0])
        newest = manifest.newest(folder=settings.BACKUP_FOLDER)
        if newest is not None:
            yield _one("portal_backup_age_seconds", "Age of the newest backup.", self._since(newest[1]))


def _one(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=float(value))


def _by(name: str, said: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(name, said, labels=[label])
    for word, value in values:
        family.add_metric([str(getattr(word, "value", word))], float(value))
    return family

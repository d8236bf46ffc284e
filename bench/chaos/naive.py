"""The plain way, for comparison: one Celery task a post, acknowledged late, tried again when something goes wrong.

It looks at the post's status first and writes down what the network said, as such tasks do. What it lacks is what the
portal's pipeline is: an attempt written before the call, an outcome 'unknown', a queue that is the database.
"""

import os

import django
from celery import Celery, Task
from django.apps import apps
from django.conf import settings
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
if not apps.ready:
    django.setup()

from audit import vault
from bench.chaos.counts import Believed, Seen
from outlets.intent import Intent
from outlets.outcomes import Published, Rejected
from posts import lasting, media, sending
from posts.models import Publication, PublicationState, Status

app = Celery("naive", broker=settings.REDIS_URL)
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
)
TRIES = 5
PAUSE_SECONDS = 2


@app.task(bind=True, max_retries=TRIES)
def publish(self: "Task[[int], None]", publication_id: int) -> None:
    """Send a post that is approved and not out yet."""
    publication = Publication.objects.select_related("post__account", "revision").get(pk=publication_id)
    if publication.state != PublicationState.DUE or publication.post.status != Status.APPROVED:
        return
    post, account = publication.post, publication.post.account
    media.bring(publication_id=publication_id, reach=sending.reach, now_by=timezone.now)
    pictures = lasting.media_ids(publication=publication, now=timezone.now())
    outcome = sending.reach(account).publish(
        Intent(
            publication_id=str(publication_id),
            attempt=1,
            handle=account.handle,
            external_user_id=account.external_id,
            text=vault.text(digest=publication.revision.text_digest, agency_id=post.agency_id),
            reply_settings=publication.revision.reply_settings or None,
            media_ids=pictures or (),
        ),
        now=timezone.now(),
    )
    match outcome:
        case Published(external_id=number):
            _end(publication_id, PublicationState.PUBLISHED, external_id=number, published_at=timezone.now())
        case Rejected(text=said):
            _end(publication_id, PublicationState.REFUSED, waiting_for=said[:200])
        case _:
            raise self.retry(countdown=PAUSE_SECONDS)


def _end(publication_id: int, state: PublicationState, **values: object) -> None:
    Publication.objects.filter(pk=publication_id).update(state=state, **values)


def hand_over_all() -> None:
    """A message for each approved post, to be worked off at its time; twice, as the campaign doubles every message."""
    for publication in Publication.objects.filter(state=PublicationState.DUE).order_by("due_at"):
        for _ in range(2):
            publish.apply_async((publication.pk,), eta=publication.due_at)


def believed(*, seen: Seen) -> Believed:
    """Its books: who was refused is told; whatever is neither out nor refused in them is not known."""
    states = {
        row.post_id: row.state
        for row in Publication.objects.filter(post__in=[one.post_id for one in seen.wanted.values()])
    }
    told = {
        number: "refused"
        for number, one in seen.wanted.items()
        if states.get(one.post_id) == PublicationState.REFUSED
    }
    unexplained = frozenset(
        number
        for number, one in seen.wanted.items()
        if states.get(one.post_id) == PublicationState.DUE and seen.by_number.get(number)
    )
    out = Publication.objects.filter(state=PublicationState.PUBLISHED).count()
    return Believed(told=told, unexplained=unexplained, records=out)

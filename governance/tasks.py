"""Celery tasks of the project itself: signs of life, and pruning."""

from celery import shared_task, signals
from django.utils import timezone

from audit import home
from governance import pruning, signs
from records import export_files


@shared_task
def heartbeat() -> None:
    """Beat handed this over and a worker carried it out."""
    signs.leave(name=signs.BEAT, at=timezone.now())
    home.note_alive()


@shared_task
def prune() -> None:
    """Remove what has outlived its period."""
    pruning.prune(at=timezone.now())
    export_files.remove_over(at=timezone.now())


@signals.beat_init.connect(weak=False)
def _begin(**_: object) -> None:
    """The first sign of life at once, not after the first pause."""
    heartbeat.apply_async(expires=10)


@signals.heartbeat_sent.connect(weak=False)
@signals.worker_ready.connect(weak=False)
def _worker_lives(**_: object) -> None:
    """Every two seconds, from the worker's own process."""
    signs.leave(name=signs.WORKER, at=timezone.now())

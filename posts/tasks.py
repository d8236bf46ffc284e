"""Celery tasks of the posts room: they take ids, make one domain call, and own nothing else."""

from celery import shared_task

from posts import dispatching, sending, settling


@shared_task
def send_due() -> None:
    """Hand what is due to the workers."""
    for publication_id in dispatching.take_due():
        send.delay(publication_id)


@shared_task
def send(publication_id: int) -> None:
    """Send or delete one publication, if it is still to be."""
    sending.send(publication_id=publication_id)


@shared_task
def sweep() -> None:
    """Settle what a worker left in flight."""
    settling.sweep()

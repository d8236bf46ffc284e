"""Celery tasks of the posts room: they take ids, make one domain call, and own nothing else."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from posts import dispatching, looking, sending, settling


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
    """Settle what a worker left in flight, and have the pictures checked that a broker lost."""
    settling.sweep()
    for upload_id in looking.left(at=timezone.now()):
        look_at_picture.delay(str(upload_id))


@shared_task
def look_at_picture(upload_id: str) -> None:
    """Check one picture that has arrived, if it is still to be."""
    looking.look(upload_id=UUID(upload_id), at=timezone.now())

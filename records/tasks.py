"""Celery tasks of the records room."""

from celery import shared_task
from django.utils import timezone

from records import disposing


@shared_task
def carry_out(certificate_id: int) -> None:
    """Go on with one certificate for a while, then let others in."""
    if disposing.carry_out(certificate_id=certificate_id, at=timezone.now()).left:
        carry_out.apply_async((certificate_id,), countdown=1)


@shared_task
def take_up() -> None:
    """Go on with the certificates that nobody is at any more: a broker lost the message, or a worker died."""
    for certificate_id in disposing.left(at=timezone.now()):
        carry_out.delay(certificate_id)

"""Celery tasks of the records room."""

import structlog
from celery import shared_task
from django.utils import timezone

from records import disposing
from records.models import Certificate

log = structlog.get_logger(__name__)


@shared_task
def carry_out(certificate_id: int) -> None:
    """Go on with one certificate for a while, then let others in; what did not move is left to `take_up`."""
    before = disposing.count(certificate=Certificate.objects.get(pk=certificate_id)).left
    try:
        left = disposing.carry_out(certificate_id=certificate_id, at=timezone.now()).left
    except disposing.NotCarriedOut as refused:
        log.error("certificate_refused", certificate_id=certificate_id, why=str(refused))
        return
    if 0 < left < before:
        carry_out.apply_async((certificate_id,), countdown=1)


@shared_task
def take_up() -> None:
    """Go on with the certificates that nobody is at any more: a broker lost the message, or a worker died."""
    for certificate_id in disposing.left(at=timezone.now()):
        carry_out.delay(certificate_id)

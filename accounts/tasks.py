"""Celery tasks of the accounts room."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts import grants, outbox


@shared_task
def deliver_due() -> None:
    """Deliver the messages that are due."""
    outbox.deliver_due(at=timezone.now())


@shared_task
def follow_dates() -> None:
    """Make guardian's rows follow the authorisations that began or ended lately."""
    at = timezone.now()
    grants.sweep(since=at - timedelta(hours=1), at=at)

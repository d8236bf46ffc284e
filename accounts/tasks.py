"""Celery tasks of the accounts room."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts import account_tasks, grants, identity, outbox, periods, reminders
from accounts.guidance import reminding as guiding
from accounts.models import Agency, PeriodCalendar
from accounts.rosters import importing, reminding


@shared_task
def deliver_due() -> None:
    """Deliver the messages that are due."""
    outbox.deliver_due(at=timezone.now())


@shared_task
def follow_dates() -> None:
    """Make guardian's rows follow the authorisations that began or ended lately."""
    at = timezone.now()
    grants.sweep(since=at - timedelta(hours=1), at=at)


@shared_task
def keep_periods() -> None:
    """Make the police periods ahead, remind of rosters, tell of copies that did not arrive."""
    at = timezone.now()
    for calendar_id in PeriodCalendar.objects.values_list("pk", flat=True):
        periods.make_ahead(calendar_id=calendar_id, at=at)
        reminding.remind_due(calendar_id=calendar_id, at=at)
    reminding.tell_of_failures(at=at)


@shared_task
def remind_of_lapses() -> None:
    """Tell of training, devices, access, roles and written permissions that lapse soon, and of accounts to see to."""
    at = timezone.now()
    for agency_id in Agency.objects.values_list("pk", flat=True):
        reminders.remind(agency_id=agency_id, at=at)
        account_tasks.remind(agency_id=agency_id, at=at)


@shared_task
def remind_of_notices() -> None:
    """Tell newcomers of the notices that concern them, and remind who has not acknowledged one."""
    at = timezone.now()
    for agency_id in Agency.objects.values_list("pk", flat=True):
        guiding.tell_newcomers(agency_id=agency_id, at=at)
        guiding.remind(agency_id=agency_id, at=at)


@shared_task
def carry_import(import_id: str) -> None:
    """Check an import, or write it once it is confirmed."""
    importing.check(import_id=import_id, at=timezone.now())
    importing.write(import_id=import_id, at=timezone.now())


@shared_task
def sweep_imports() -> None:
    """Take up the imports that a worker left."""
    for import_id in importing.take_up(at=timezone.now()):
        carry_import.delay(str(import_id))


@shared_task
def check_accounts() -> None:
    """Have those accounts asked about whose keys the network has not confirmed within a day."""
    for account_id in identity.due(at=timezone.now()):
        check_account.delay(account_id)


@shared_task
def check_account(account_id: int) -> None:
    """Ask the network once whom the keys of one account speak for."""
    identity.check(account_id=account_id, at=timezone.now())

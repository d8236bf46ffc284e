"""manage.py reset_second_factor: let a member set up a new second step who lost phone, keys and codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import factors
from accounts.models import Member


class Command(BaseCommand):
    """Make sure in person who asks for it."""

    help = (
        "Takes a member's second steps away and signs them out; they set up a new one at their next sign-in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("log_on_id")

    def handle(self, *args: Any, **options: Any) -> None:
        """Written to the trail as done on the machine, by nobody who was signed in."""
        member = Member.objects.filter(log_on_id=options["log_on_id"]).first()
        if member is None:
            raise CommandError(f"Nobody has the log-on ID {options['log_on_id']}.")
        factors.reset(member=member, actor=None, at=timezone.now())
        self.stdout.write(f"{member.log_on_id} sets up a new second step at the next sign-in.")

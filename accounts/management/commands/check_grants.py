"""manage.py check_grants: prove that what members may do in lists is what their authorisations give."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import differences


class Command(BaseCommand):
    """Ends with 1 and a line for each difference; with --mend the rows follow the authorisations again."""

    help = "Compares django-guardian's rows with the authorisations in force. --mend makes them equal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to mend."""
        parser.add_argument("--mend", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each difference, or one sentence."""
        at = timezone.now()
        wrong = differences.found(at=at)
        if not wrong:
            self.stdout.write("Grants are exactly what the authorisations give.")
            return
        told = "\n".join(str(one) for one in wrong)
        if not options["mend"]:
            raise CommandError(
                f"{told}\n{len(wrong)} grants differ. Run check_grants --mend to make them follow."
            )
        differences.mend(differences=wrong, at=at)
        self.stdout.write(f"{told}\n{len(wrong)} grants differed and follow the authorisations again.")

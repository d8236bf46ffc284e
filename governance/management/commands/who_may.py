"""manage.py who_may: the table of roles, acts and conditions, as the code decides."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from posts import whomay

PAGE = Path(settings.BASE_DIR) / "docs" / "who-may.md"


class Command(BaseCommand):
    """Prints the table, or writes it over docs/who-may.md."""

    help = "Prints who may do what with a post, asked of the code that decides. --write puts it into docs/who-may.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to write."""
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """The page, or where it was written."""
        if not options["write"]:
            self.stdout.write(whomay.in_words(), ending="")
            return
        PAGE.write_text(whomay.in_words(), encoding="utf-8")
        self.stdout.write(f"Written: {PAGE.relative_to(settings.BASE_DIR)}")

"""manage.py traceability: from each clause to its rules, pages and tests."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import get_resolver

from directives.pack import available, load_pack
from governance import tracing

PAGE = Path(settings.BASE_DIR) / "docs" / "traceability.md"
TESTS = Path(settings.BASE_DIR) / "tests"


class Command(BaseCommand):
    """Prints the table, or writes it over docs/traceability.md."""

    help = "Prints what leads from each clause: rules, pages and tests. --write puts it into docs/traceability.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to write."""
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """The page, or where it was written."""
        words = made()
        if not options["write"]:
            self.stdout.write(words, ending="")
            return
        PAGE.write_text(words, encoding="utf-8")
        self.stdout.write(f"Written: {PAGE.relative_to(settings.BASE_DIR)}")


def made() -> str:
    """The page as it is now; Chicago's words come first where two packs tell a clause."""
    names = sorted(available(), key=lambda name: name != "chicago")
    return tracing.in_words(packs=[load_pack(name) for name in names], tests=TESTS, screens=addresses())


def addresses() -> Mapping[str, str]:
    """The address of every page by its name, with what it is about in angle brackets."""
    routes: Any = get_resolver().reverse_dict
    return {
        name: "/" + re.sub(r"%\((\w+)\)[sd]", r"<\1>", routes[name][0][0][0])
        for name in routes
        if isinstance(name, str)
    }

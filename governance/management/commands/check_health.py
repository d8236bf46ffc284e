"""manage.py check_health PART: whether one part works, for the health checks of containers."""

import http.client
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from governance import health


class Command(BaseCommand):
    """Ends with 1 and a sentence when the part does not work."""

    help = "Asks one part whether it works: the web server of this container, or any part that /health/ready names."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The part."""
        parser.add_argument("part", choices=["web", *health.CHECKS])

    def handle(self, *args: Any, **options: Any) -> None:
        """One line."""
        try:
            found = _web() if options["part"] == "web" else health.CHECKS[options["part"]]()
        except (Error, redis.RedisError, OSError) as fault:
            raise CommandError(f"No answer: {type(fault).__name__}.") from None
        if not found.ok:
            raise CommandError(found.says)
        self.stdout.write(found.says)


def _web() -> health.Check:
    """Asked here, under the name that people use."""
    name = urlsplit(settings.PUBLIC_URL).netloc
    with closing(http.client.HTTPConnection("127.0.0.1", settings.PORT, timeout=4)) as connection:
        connection.request("GET", "/health/live", headers={"Host": name})
        status = connection.getresponse().status
    return health.Check(
        ok=status == 200, says="The web server answers." if status == 200 else f"HTTP {status}."
    )

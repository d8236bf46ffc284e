"""manage.py run_sequencer: the process that alone holds TRAIL_KEY."""

import signal
import threading
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.utils import timezone

from audit import checkpoints, sequencer

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Sequences every second until it is told to stop."""

    help = "Gives committed events their places in the trail and signs checkpoints, every second."

    def add_arguments(self, parser: CommandParser) -> None:
        """The pause, and one round only."""
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between passes (1)")
        parser.add_argument("--once", action="store_true", help="take what waits now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses to start without a key."""
        if not settings.TRAIL_KEY:
            raise CommandError("TRAIL_KEY is not set. Only the sequencer needs it; make one for it alone.")
        key = checkpoints.signing_key(settings.TRAIL_KEY)
        if options["once"]:
            sequencer.catch_up(key=key, at=timezone.now())
            return
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopping.set())
        while not stopping.is_set():
            _pass(key)
            stopping.wait(options["pause"])


def _pass(key: Ed25519PrivateKey) -> None:
    """One round; a database that went away is met again in the next."""
    try:
        sequencer.catch_up(key=key, at=timezone.now())
    except OperationalError as fault:
        log.warning("database_away", fault=type(fault).__name__)
        connection.close()

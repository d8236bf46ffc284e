"""manage.py run_sequencer: the process that alone holds TRAIL_KEY."""

import signal
from queue import Empty, SimpleQueue
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, connection
from django.utils import timezone

from audit import checkpoints, sequencer
from audit.stored import MissingSubtree

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
        # The one queue whose put may be called from a signal handler, whatever it interrupted.
        told_to_stop: SimpleQueue[int] = SimpleQueue()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: told_to_stop.put(number))
        while not _told(told_to_stop, 0.0 if _pass(key) else options["pause"]):
            pass


def _told(told_to_stop: SimpleQueue[int], seconds: float) -> bool:
    """Wait for the word to stop."""
    try:
        told_to_stop.get(timeout=seconds)
    except Empty:
        return False
    return True


def _pass(key: Ed25519PrivateKey) -> bool:
    """One pass; whether the next should follow at once.

    A database that went away is met again by the next pass. Rows that were tampered with stop every pass: the
    sequencer signs nothing over them, says so each second, and the health page shows its silence.
    """
    try:
        sequencer.sequence(key=key, at=timezone.now())
        return sequencer.is_behind()
    except (Error, MissingSubtree) as fault:
        log.error("pass_failed", fault=type(fault).__name__, said=str(fault))
        connection.close()
        return False

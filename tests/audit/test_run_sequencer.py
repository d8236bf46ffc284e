"""The sequencer as a process of its own: prompt, unimpressed by a database that goes away, quick to end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from audit import checkpoints, sequencer
from audit.models import Checkpoint
from tests.audit.events import event

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_SECONDS = 5.0


@contextmanager
def _at_work(database: str, *more: str) -> Iterator[subprocess.Popen[str]]:
    """The command on a database, once its first pass is over."""
    url = urlunsplit(urlsplit(os.environ["TEST_APP_URL"])._replace(path=f"/{database}"))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": url,
        "TRAIL_KEY": checkpoints.new_key(),
    }
    environment.pop("DATABASE_OWNER_URL", None)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_sequencer", *more],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    _until(lambda: sequencer.sequencer_lag(timezone.now()) is not None, seconds=30)
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def running(committed_db: str) -> Iterator[subprocess.Popen[str]]:
    """The command as the supervisor starts it, on the database of this test."""
    with _at_work(committed_db) as process:
        yield process


def _until(happened: Callable[[], bool], *, seconds: float) -> float:
    """Seconds until it happened; fails when it does not."""
    begun = time.monotonic()
    while not happened():
        assert time.monotonic() - begun < seconds, "It did not happen."
        time.sleep(0.05)
    return time.monotonic() - begun


def _covered(size: int) -> bool:
    return Checkpoint.objects.filter(size__gte=size).exists()


def test_an_event_is_under_a_signed_checkpoint_within_five_seconds(running: subprocess.Popen[str]) -> None:
    for size in (1, 2, 3):
        event(at=timezone.now())

        _until(partial(_covered, size), seconds=LONGEST_SECONDS)
    assert all(checkpoints.is_signed(checkpoint) for checkpoint in Checkpoint.objects.all())


def test_a_database_that_goes_away_is_met_again(running: subprocess.Popen[str], committed_db: str) -> None:
    admin = psycopg2.connect(os.environ["TEST_ADMIN_URL"])
    admin.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (mine,) = cursor.fetchone()
    with admin.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s",
            [committed_db, mine],
        )
        assert cursor.rowcount == 1
    admin.close()

    event(at=timezone.now())

    _until(lambda: _covered(1), seconds=LONGEST_SECONDS)
    assert running.poll() is None


def test_it_ends_at_once_when_told_to(committed_db: str) -> None:
    """In the middle of a pause that is far longer than a busy machine takes to end a process."""
    with _at_work(committed_db, "--pause", "3600") as pausing:
        pausing.send_signal(signal.SIGTERM)

        assert pausing.wait(timeout=60) == 0


def test_it_refuses_to_start_without_its_key() -> None:
    with pytest.raises(CommandError, match="TRAIL_KEY"):
        call_command("run_sequencer")

"""Where it is measured: servers of the bench's own, migrated as their owner, used as the restricted role."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from governance.embedded import postgres, temporary, valkey

ROOT = Path(__file__).resolve().parent.parent


class NotMigrated(Exception):
    """The database of the bench could not be migrated."""


@contextlib.contextmanager
def prepared() -> Iterator[postgres.Urls]:
    """A durable PostgreSQL and a Valkey with the portal's settings pointing at them; all of it is gone afterwards."""
    folder = temporary.folder(base=ROOT / "var" / "bench")
    database = postgres.Server(folder=folder / "postgres")
    broker = valkey.Server(folder=folder / "valkey")
    try:
        urls = database.start()
        _migrate(urls, broker.start())
        yield urls
    finally:
        broker.stop()
        database.stop()
        temporary.remove(path=folder)


def _migrate(urls: postgres.Urls, redis_url: str) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="bench.settings",
        DATABASE_URL=urls.app,
        REDIS_URL=redis_url,
        SECRET_KEY="only-for-the-bench-" + "x" * 50,
        FIELD_KEYS="YmVuY2gtb25seS1iZW5jaC1vbmx5LWJlbmNoLW9ubHk=",
        INSTALLATION_ID="bench",
        PUBLIC_URL="http://127.0.0.1:8000",
        LOG_LEVEL="ERROR",
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_OWNER_URL": urls.owner},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotMigrated(done.stderr)

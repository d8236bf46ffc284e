"""Writes down the database of this release, for the upgrade tests of the next: see "A release" in CONTRIBUTING.md.

    pytest tests/governance/releases/writing.py

It is not collected with the suite. The file holds invented people and posts: everything that the doors are tested with,
and a post in every status.
"""

import gzip
import os
from pathlib import Path
from typing import Any

from governance import backup, databases
from posts.models import Status
from tests.governance.doors import scene
from tests.posts import statuses

FOLDER = Path(__file__).parent


def test_write_down_the_database_of_this_release(committed_db: str, settings: Any, tmp_path: Path) -> None:
    settings.VAULT_ROOT = tmp_path
    chicago = scene.build().casts["chicago"]
    for status in Status:
        statuses.in_status(status, engaged=chicago, at=scene.AT)
    dump = tmp_path / "dump"
    databases.run(
        "pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--file={dump}",
        url=f"{os.environ['TEST_OWNER_URL'].rpartition('/')[0]}/{committed_db}", meanwhile=lambda: None,
    )  # fmt: skip
    packed = gzip.compress(dump.read_bytes(), mtime=0)
    (FOLDER / f"{backup.portal_version()}.dump.gz").write_bytes(packed)

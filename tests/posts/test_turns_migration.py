"""Turns are made of what was in review before they had rows, and can be taken back."""

import os
import subprocess
import sys
from datetime import datetime

from django.db import connection

from governance import cast
from posts.models import Turn
from tests import people
from tests.conftest import ROOT


def _migrate(database: str, to: str) -> None:
    def on(url: str) -> str:
        return f"{url.rpartition('/')[0]}/{database}"

    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": on(os.environ["TEST_APP_URL"]),
        "DATABASE_OWNER_URL": on(os.environ["TEST_OWNER_URL"]),
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "posts", to, "--verbosity", "0", "--skip-checks"],
        cwd=ROOT,
        env=environment,
        check=True,
    )


def test_turns_are_made_from_routes_and_taken_back(committed_db: str, at: datetime) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    people.submitted(engaged=engaged, at=at)
    arrest = people.submitted(engaged=engaged, written=people.ARREST, at=at)
    people.approve(post=arrest, by=engaged.whitfield, at=at)
    people.approved(engaged=engaged, at=at)
    before = sorted(Turn.objects.values_list("post_id", "role", "unit_id", "due_at"))

    _migrate(committed_db, "0007")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, needs_role FROM posts_post WHERE needs_role <> '' ORDER BY id")
        roles = cursor.fetchall()
        cursor.execute("DELETE FROM posts_turn")
    _migrate(committed_db, "0008")

    assert [role for _, role in roles] == ["sergeant", "communications"]
    assert sorted(Turn.objects.values_list("post_id", "role", "unit_id", "due_at")) == before

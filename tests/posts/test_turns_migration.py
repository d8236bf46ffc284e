"""Turns are made of what was in review before they had rows, and can be taken back.

The migration that made them is taken back and run again by itself: all that came later has nothing to do with it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from governance import cast
from governance.environment import database as parsed
from posts.models import Turn
from tests import people

BEFORE = ("posts", "0007_grounds_for_sending_back")
MADE = ("posts", "0008_turns_replace_roles")


@contextmanager
def _owning(database: str) -> Iterator[Any]:
    """What changes the tables of a database, as a deployment does: their owner, in one transaction."""
    owner = connections.create_connection("default")
    owner.settings_dict |= parsed("DATABASE_OWNER_URL", os.environ["TEST_OWNER_URL"]) | {"NAME": database}
    try:
        with owner.schema_editor(atomic=True) as editor:
            yield editor
    finally:
        owner.close()


def _as_it_was() -> tuple[Migration, ProjectState]:
    """The migration that made the turns, and the models as they were before it."""
    loader = MigrationLoader(None)
    return loader.graph.nodes[MADE], loader.project_state(BEFORE)


def test_turns_are_made_from_routes_and_taken_back(committed_db: str, at: datetime) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    people.submitted(engaged=engaged, at=at)
    arrest = people.submitted(engaged=engaged, written=people.ARREST, at=at)
    people.approve(post=arrest, by=engaged.whitfield, at=at)
    people.approved(engaged=engaged, at=at)
    before = sorted(Turn.objects.values_list("post_id", "role", "unit_id", "due_at"))
    migration, models = _as_it_was()

    with _owning(committed_db) as editor:
        migration.unapply(models.clone(), editor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, needs_role FROM posts_post WHERE needs_role <> '' ORDER BY id")
        roles = cursor.fetchall()
        cursor.execute("DELETE FROM posts_turn")
    with _owning(committed_db) as editor:
        migration.apply(models.clone(), editor)

    assert [role for _, role in roles] == ["sergeant", "communications"]
    assert sorted(Turn.objects.values_list("post_id", "role", "unit_id", "due_at")) == before

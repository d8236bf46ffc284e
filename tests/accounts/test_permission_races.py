"""Deciding about a permission against losing the role for it, on real threads: what commits first stands."""

import threading
import time
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts import authority, grants, written
from accounts.models import Authorisation, Member, Role, WrittenPermission
from audit.models import Event
from governance import cast
from posts import permitting
from tests import people
from tests.threads import together


def _somebody_waits() -> bool:
    """Whether somebody stands behind a lock of another transaction of this database, within five seconds."""
    waits = (
        "SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) "
        "WHERE NOT granted AND datname = current_database())"
    )
    for _ in range(500):
        with connection.cursor() as cursor:
            # Who is connected is read once in a transaction, and kept: whoever came later would never be seen.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waits)
            if cursor.fetchone()[0]:
                return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("act", ["decide", "end"])
def test_who_loses_the_role_while_a_decision_waits_does_not_decide_any_more(
    committed_db: str, act: str
) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=timezone.now() - timedelta(minutes=8))
    permission = _asked(engaged.reyes)
    if act == "end":
        _decide(permission, engaged.foster)
    losing = engaged.natarajan
    at_the_door = timezone.now()
    held = authority.load(member=losing, at=at_the_door)
    assert written.may_decide(authority=held, permission=permission)
    taken = threading.Event()
    met: list[bool] = []

    def loses() -> None:
        role = Authorisation.objects.get(member=losing, role=Role.COMMUNICATIONS)
        with transaction.atomic():
            grants.end(authorisation_id=role.pk, ended_by=engaged.foster, at=timezone.now(), reason="Moves.")
            taken.set()
            met.append(_somebody_waits())

    def decides() -> None:
        taken.wait()
        with pytest.raises(written.NotYours):
            if act == "end":
                permitting.end(permission_id=permission.pk, actor=losing, reason="Over.", at=at_the_door)
            else:
                _decide(permission, losing, at=at_the_door)

    together(loses, decides)

    assert met == [True], "the two never met"
    permission.refresh_from_db()
    assert permission.runs(at=timezone.now()) is (act == "end"), "as it was"
    assert not Event.objects.filter(actor_id=losing.pk, verb__startswith="permission.").exists()


def _asked(by: Member) -> WrittenPermission:
    covers, at = "The star on the program of the memorial run.", timezone.now()
    return written.ask(member=by, kind="marks", covers=covers, wanted_until=None, paper=None, at=at)


def _decide(permission: WrittenPermission, by: Member, at: datetime | None = None) -> None:
    moment = at or timezone.now()
    written.decide(
        permission_id=permission.pk,
        actor=by,
        granted=True,
        reason="For the families.",
        expires_at=moment + timedelta(days=30),
        at=moment,
    )

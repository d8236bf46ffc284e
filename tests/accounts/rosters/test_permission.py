"""Who writes a roster is asked again in the transaction of each change, and by the worker that writes an import."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import Authorisation, ImportState, RosterEntry, RosterImport
from accounts.rosters import editing, importing, reading, submitting
from audit.models import Event
from governance.cast import Cast
from tests.accounts.rosters import house
from tests.accounts.rosters.house import NEWCOMER
from tests.accounts.rosters.test_importing import table


def _ended(chicago: Cast, at: datetime) -> None:
    Authorisation.objects.filter(member=chicago.okafor).update(ends_at=at)


def test_a_commander_whose_authority_ended_changes_submits_and_corrects_no_roster(
    chicago: Cast, at: datetime
) -> None:
    roster = house.started(engaged=chicago, at=at)
    entry = roster.entries.get(log_on_id="ortega")
    _ended(chicago, at)
    for act in (
        lambda: editing.keep(roster_id=roster.pk, changes=[], actor=chicago.okafor, at=at),
        lambda: editing.add(roster_id=roster.pk, facts=NEWCOMER, actor=chicago.okafor, at=at),
        lambda: editing.leave(roster_id=roster.pk, entry_id=entry.pk, actor=chicago.okafor, at=at),
        lambda: submitting.submit(roster_id=roster.pk, seen="", actor=chicago.okafor, at=at),
        lambda: submitting.correct(roster_id=roster.pk, actor=chicago.okafor, at=at),
        lambda: house.started(engaged=chicago, at=at),
    ):
        with pytest.raises(PermissionDenied, match="commander of a unit"):
            act()


def test_an_import_is_told_in_the_trail_and_ends_when_the_authority_behind_it_ended(
    chicago: Cast, at: datetime
) -> None:
    made = importing.begin(
        period=house.period(engaged=chicago, number=13),
        unit=chicago.units["014"],
        lines=reading.pasted(text=table(NEWCOMER), with_unit=False),
        name="Table",
        absent_leave=False,
        actor=chicago.okafor,
        at=at,
    )
    importing.check(import_id=made.pk, at=at)
    importing.confirm(import_id=made.pk, actor=chicago.okafor, at=at)
    assert Event.objects.filter(verb__startswith="roster.import_").count() == 2

    _ended(chicago, at)
    importing.write(import_id=made.pk, at=at)

    left = RosterImport.objects.get(pk=made.pk)
    assert (left.state, "may not write it any more" in left.sentence) == (ImportState.REFUSED, True)
    assert not RosterEntry.objects.exists()


def test_no_roster_of_a_period_that_is_over_is_started_changed_submitted_or_corrected(
    chicago: Cast, at: datetime
) -> None:
    roster = house.started(engaged=chicago, at=at)
    over = datetime.combine(roster.period.ends_on + timedelta(days=1), time(), chicago.agency.tzinfo)
    house.submitted(roster=roster, by=chicago.okafor, at=over - timedelta(seconds=1))
    submitting.correct(roster_id=roster.pk, actor=chicago.okafor, at=over - timedelta(seconds=1))

    with pytest.raises(PermissionDenied, match="is over"):
        house.submitted(roster=roster, by=chicago.okafor, at=over)
    with pytest.raises(PermissionDenied, match="is over"):
        editing.add(roster_id=roster.pk, facts=NEWCOMER, actor=chicago.okafor, at=over)
    with pytest.raises(PermissionDenied, match="is over"):
        house.started(engaged=chicago, at=over, number=12)
    page = Client()
    page.force_login(chicago.okafor, backend="allauth.account.auth_backends.AuthenticationBackend")
    with time_machine.travel(over, tick=False):
        shown = page.get(f"/roster/{roster.unit_id}/{roster.period_id}/").content.decode()
    assert "Send correction" not in shown and "Add a member" not in shown

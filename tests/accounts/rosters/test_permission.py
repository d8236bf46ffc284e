"""Who writes a roster is asked again in the transaction of each change, and by the worker that writes an import."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

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
    assert (left.state, "your authority has ended" in left.sentence) == (ImportState.REFUSED, True)
    assert not RosterEntry.objects.exists()

"""Behind the doors of the registers: in each unit a member, accounts proposed and kept by hand, and a table."""

from datetime import datetime
from typing import TYPE_CHECKING

from accounts import following, registry
from accounts.imports import carrying
from accounts.imports.kinds import Row
from accounts.imports.known import KINDS

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene

MEMBERS = {"014": "lindqvist", "018": "grant", "PAT": "vance"}
COMMANDERS = {"014": "okafor", "018": "salazar", "PAT": "keane"}
ADMINISTRATORS = {"014": "admin", "PAT": "petrov"}


def build(scene: "Scene", unit: str, at: datetime) -> None:
    """One of each; a table is an administrator's alone."""
    engaged = scene.cast_of(unit)
    made = registry.propose(
        unit=engaged.units[unit],
        network="x",
        handle=f"proposed_{unit}",
        display_name="Proposed",
        practice=False,
        reason="For the parks",
        actor=engaged.people[COMMANDERS[unit]],
        at=at,
    )
    scene.keep("proposed", unit, made, account_id=made.pk)
    elsewhere = registry.propose(
        unit=engaged.units[unit],
        network="facebook",
        handle=f"page_{unit}",
        display_name="On Facebook",
        practice=False,
        reason="For the neighbors",
        address=f"https://facebook.com/page_{unit}",
        actor=engaged.people[COMMANDERS[unit]],
        at=at,
    )
    registry.approve(account_id=elsewhere.pk, actor=engaged.people[ADMINISTRATORS.get(unit, "admin")], at=at)
    scene.keep("kept_by_hand", unit, elsewhere, account_id=elsewhere.pk, task_kind="review")
    followed = following.add(
        account_id=elsewhere.pk,
        handle="cityparks",
        why="Events in the parks",
        actor=engaged.people[COMMANDERS[unit]],
        at=at,
    )
    scene.keep("followed", unit, followed, account_id=elsewhere.pk, followed_id=followed.pk)
    person = engaged.people[MEMBERS[unit]]
    scene.keep("person", unit, person, member_id=person.pk)
    if unit in ADMINISTRATORS:
        _table(scene, unit, at)


def _table(scene: "Scene", unit: str, at: datetime) -> None:
    """A personnel file that gives the member another rank."""
    engaged, owner = scene.cast_of(unit), ADMINISTRATORS[unit]
    person = engaged.people[MEMBERS[unit]]
    said = {name: getattr(person, name) for name in ("log_on_id", "last_name", "first_name", "email")}
    table = carrying.begin(
        kind=KINDS["personnel"],
        rows=[Row(number=2, said={**said, "unit": unit, "rank": "Det."})],
        name="personnel.csv",
        actor=engaged.people[owner],
        at=at,
    )
    scene.keep("table", unit, table, owner=owner, import_id=table.pk)

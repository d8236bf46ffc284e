"""Written permissions: one that waits for Communications, and one that a post of the 014th rests on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from accounts import days, written
from accounts.models import PermissionKind
from governance.demonstration.piece import Piece, ago
from governance.demonstration.stage import Stage
from governance.demonstration.stories import story_of

DRILL = Piece(
    unit="014",
    by="reyes",
    when=ago(2, "09:20"),
    category="safety_tip",
    text="Today from 1 to 4 p.m. our officers train in the empty warehouse on Kedzie at Bloomingdale. You may see "
    "shields and hear loud bangs. It is practice, and nobody is in danger.",
    answers={"confidential": "yes", "source": "Training division, plan of the day"},
)
COVERS = (
    "Day, hours and place of the training in the warehouse on Kedzie, in one post of the 014th on the morning of the "
    "day. Nothing of what is trained, and not how many take part."
)
GRANTED = "Neighbors who hear bangs call 911. They may know the day, the hours and the place, and no more."
BANNER = (
    "The star and the name of the department on the banner of the winter coat drive, beside the name of the block "
    "club. It hangs at the station, and is shown in two posts."
)
NUMBER = 3
"""Spreads the pauses of the post."""


def story(stage: Stage) -> Iterator[datetime]:
    """Asked for and given on the day before the post; the other asked for this morning."""
    zone = stage.cast.agency.tzinfo
    begun = DRILL.when.moment(now=stage.now, zone=zone)
    at = begun - timedelta(hours=20)
    yield at
    asked = written.ask(
        member=stage.member("reyes", at=at),
        kind=PermissionKind.CONFIDENTIAL,
        covers=COVERS,
        wanted_until=days.end_of(begun.astimezone(zone).date(), zone=zone),
        paper=None,
        at=at,
    )
    at += timedelta(hours=2, minutes=10)
    yield at
    written.decide(
        permission_id=asked.pk,
        actor=stage.member("natarajan", at=at),
        granted=True,
        reason=GRANTED,
        expires_at=asked.wanted_until,
        at=at,
    )
    answers = {**DRILL.answers, "confidential_permission": str(asked.pk)}
    yield from story_of(replace(DRILL, answers=answers), stage=stage, number=NUMBER)
    at = stage.now - timedelta(hours=4)
    yield at
    written.ask(
        member=stage.member("ortega", at=at),
        kind=PermissionKind.MARKS,
        covers=BANNER,
        wanted_until=days.end_of(at.astimezone(zone).date() + timedelta(days=21), zone=zone),
        paper=None,
        at=at,
    )

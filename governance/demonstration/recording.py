"""What the records officer looks after: series, a hold, a part that is withheld, a certificate, and what is due."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from accounts.models import Role
from governance.demonstration.piece import Piece, ago
from governance.demonstration.stage import Stage
from governance.demonstration.stories import Story, story_of
from posts.models import Post
from records import certificates, holding, schedule, withheld
from records.evidence import gathered
from records.holding import Described
from records.models import Record, Trigger
from records.schedule import Entered

OFFICER = "marsh"
ON_THE_CERTIFICATE = Piece(
    unit="001",
    by="dabrowski",
    when=ago(48, "11:15"),
    category="safety_tip",
    text="Back from the market with both hands full? Have the key out before you reach the door, and look once over "
    "your shoulder in the hallway.",
    answers={"source": "Foot patrol of the market"},
)
ON_HOLD = Piece(
    unit="018",
    by="kowalczyk",
    when=ago(46, "16:05"),
    category="safety_tip",
    text="Scooters lie across the sidewalks of Wells Street again. Whoever cannot get by calls 311, and a truck comes "
    "for them the same day.",
    answers={"source": "Entertainment detail"},
)
DUE = Piece(
    unit="014",
    by="ortega",
    when=ago(33, "10:20"),
    category="safety_tip",
    text="A mailbox that is full for days tells everybody that you are away. Ask the neighbor across the hall to "
    "empty it.",
    answers={"source": "Beat officers of the district"},
)
PIECES = (ON_THE_CERTIFICATE, ON_HOLD, DUE)
"""Old enough for the shortest period, however far back the telling goes."""
NOTICES = Entered(
    item="120.04",
    title="Notices to the public on social media",
    application="14:063 (invented)",
    approved_on=date(2024, 3, 12),
    classes=("community-information",),
    trigger=Trigger.PUBLISHED,
    permanent=False,
    months=2,
)
SHORTER = replace(NOTICES, application="14:063-A (invented)", months=1)
"""So short that some of six weeks is due; an approved application gives years."""
ARRESTS = Entered(
    item="120.05",
    title="Posts about arrests, with who wrote and approved them",
    application="14:063 (invented)",
    approved_on=date(2024, 3, 12),
    classes=("arrest-information",),
    trigger=Trigger.YEAR_END,
    permanent=False,
    months=60,
)


def stories(stage: Stage) -> Iterator[Story]:
    """The posts, and what the officer does with their records."""
    for number, piece in enumerate(PIECES):
        yield story_of(piece, stage=stage, number=number)
    yield _of_the_officer(stage)


def _of_the_officer(stage: Stage) -> Story:
    for days, entered, over in ((55, NOTICES, 0), (54, ARRESTS, 0), (20, SHORTER, 1)):
        at = stage.now - timedelta(days=days, hours=2)
        yield at
        schedule.enter(entered=entered, over=over, actor=stage.member(OFFICER, at=at), at=at)
    at = stage.now - timedelta(days=9, hours=3)
    yield at
    _hold(stage, at)
    at += timedelta(hours=1)
    yield at
    _withhold(stage, at)
    at = stage.now - timedelta(days=6, hours=4)
    yield at
    _draw_up(stage, at)


def _hold(stage: Stage, at: datetime) -> None:
    """On what the 018th published in the first days of the telling; some of it is due."""
    holding.place(
        kind="foia",
        name="Lake TV, request 26-0417",
        reason="They ask for every post about scooters of these days. Kept until they have their answer.",
        described=Described(
            unit_id=stage.cast.units["018"].pk,
            begins_at=stage.now - timedelta(days=60),
            ends_at=stage.now - timedelta(days=40),
        ),
        actor=stage.member(OFFICER, at=at),
        at=at,
    )


def _withhold(stage: Stage, at: datetime) -> None:
    post = Post.objects.get(account=stage.cast.accounts[ON_HOLD.unit], draft__text=ON_HOLD.text)
    withheld.withhold(
        evidence=gathered(record=Record.objects.get(post_id=post.pk)),
        part=withheld.APPROVALS,
        exemption="f",
        basis="What the sergeant thought of the draft before it was decided.",
        actor=stage.member(OFFICER, at=at),
        role=Role.RECORDS,
        at=at,
    )


def _draw_up(stage: Stage, at: datetime) -> None:
    """Of all that was due on that day; what came due since goes onto the next one."""
    agency = stage.cast.agency
    ready = certificates.ready(agency_id=agency.pk, zone=agency.tzinfo, at=at)
    certificates.draw_up(
        series_ids=[one.series.pk for one in ready],
        commission="cook",
        actor=stage.member(OFFICER, at=at),
        zone=agency.tzinfo,
        at=at,
    )

"""A crime alert: the department publishes it, Communications offers it, and one district shares it as it stands."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from governance.cast import CORPORATE
from governance.demonstration.guiding import NEAR
from governance.demonstration.piece import Piece, before
from governance.demonstration.stage import Stage
from governance.demonstration.stories import published, story_of
from posts.coordination import alerting
from posts.coordination.ready import Offered
from posts.models import Post

HOURS_AGO = 5
HOLDS = timedelta(hours=50)
ALERT = Piece(
    unit=CORPORATE,
    by="foster",
    when=before(HOURS_AGO * 60),
    category="safety_tip",
    text="Phones were taken from riders by the doors of Blue Line trains between Damen and Western, after dark. Step "
    "back from the door before it opens. Call Area Five Detectives with what you saw: 312-746-7394.",
    answers={"source": "Community alert P26-N-118 of the Bureau of Detectives, Area Five"},
)

SHARED = Piece(
    unit="018", by="kowalczyk", when=before(0), category="crime_alert", text=ALERT.text, answers={}
)
"""As it stands: only who shares it and where is told of it."""


def story(stage: Stage) -> Iterator[datetime]:
    """It is out and offered; the 018th District shares it, and it waits on the first pages of the others."""
    yield from story_of(ALERT, stage=stage, number=1)
    original = Post.objects.get(account=stage.cast.accounts[CORPORATE], draft__text=ALERT.text)
    at = original.changed_at + timedelta(minutes=9)
    yield at
    stage.ground.set_clock(at=at)
    offered = Offered(
        kind="alert",
        title="Phones taken on the Blue Line",
        category="crime_alert",
        text="",
        unit_ids=[stage.cast.units[unit].pk for unit in NEAR],
        valid_until=(stage.now + HOLDS).replace(minute=0, second=0, microsecond=0),
    )
    alert = alerting.offer(
        offered=offered,
        typed=original.publications.get().external_id,
        issued_by="Bureau of Detectives, Area Five",
        approved_by="Lt. Ann Moore",
        approved_on=at.astimezone(stage.cast.agency.tzinfo).date(),
        actor=stage.member("natarajan", at=at),
        at=at,
    )
    at += timedelta(minutes=21)
    yield at
    stage.ground.set_clock(at=at)
    account, writer = stage.cast.accounts["018"], stage.member("kowalczyk", at=at)
    post = alerting.repost(
        ready_id=alert.pk, account_id=account.pk, actor=writer, at=at, given={"endorsement": "read"}
    )
    at += timedelta(minutes=1)
    yield at
    stage.submit(post, SHARED, at=at)
    yield from published(post, SHARED, stage, at + timedelta(minutes=12))

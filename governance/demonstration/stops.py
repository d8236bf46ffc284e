"""Two wide stops: one that was placed and lifted weeks ago, and one on the account that lost its sign-in today."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from governance.demonstration.stage import Stage
from posts import stopping
from posts.models import Scope
from posts.stops import Target

WHILE_LOOKING = "The network no longer knows the keys. Nothing goes out here until they are new."
PARADE_MOVED = "The parade was moved in the last hour. Every post of the district about it is read again."
LIFTED_BECAUSE = "Sgt. Ingram read all of them. None names the old hour."


def story(stage: Stage) -> Iterator[datetime]:
    """Placed and lifted weeks ago; placed today and still in force."""
    at = stage.now - timedelta(days=23, hours=4)
    yield at
    actor = stage.member("natarajan", at=at)
    placed = stopping.place(
        target=Target(scope=Scope.UNIT, unit=stage.cast.units["019"]), reason=PARADE_MOVED, actor=actor, at=at
    )
    at += timedelta(minutes=70)
    yield at
    actor = stage.member("natarajan", at=at)
    stopping.lift(stop_id=placed.stop.pk, reason=LIFTED_BECAUSE, actor=actor, at=at)
    at = stage.now - timedelta(minutes=38)
    yield at
    actor = stage.member("natarajan", at=at)
    troubled = Target(scope=Scope.ACCOUNT, account=stage.cast.accounts["011"])
    stopping.place(target=troubled, reason=WHILE_LOOKING, actor=actor, at=at)

"""The whole demonstration: both agencies, their two weeks, and the state of things now."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts import duty
from accounts.models import Agency, Member, Message
from governance import cast
from governance.cast import Cast, House
from governance.demonstration import alsip, central, near_north, shakespeare
from governance.demonstration.piece import Piece
from governance.demonstration.stage import Stage
from governance.demonstration.stories import Story, play, story_of
from governance.demonstration.training import TrainingGround, register_training_accounts

ENGAGED_BEFORE = timedelta(days=45)
"""Both agencies began this long ago."""
READ_WITHIN = timedelta(minutes=25)
"""Messages older than half a day have been read this long after they came."""
OFF_DUTY = ("bell", "castillo")
"""One representative and one sergeant are at home now."""

HOUSES: tuple[tuple[House, tuple[Piece, ...]], ...] = (
    (cast.CHICAGO, (*shakespeare.PIECES, *central.PIECES, *near_north.PIECES)),
    (cast.ALSIP, alsip.PIECES),
)


class AlreadyTold(Exception):
    """The database holds agencies already, invented or real: nothing is added to them."""


def tell(*, ground: TrainingGround, now: datetime, say: Callable[[str], None]) -> list[Cast]:
    """Play everything up to now. Raises AlreadyTold, NoTrainingNetwork.

    Not one transaction: an interrupted telling is begun again with an empty database.
    """
    if Agency.objects.exists():
        raise AlreadyTold("This database has agencies already; the demonstration goes into an empty one.")
    with ground.in_the_past():
        began = now - ENGAGED_BEFORE
        casts = [_engage(house, began, say) for house, _ in HOUSES]
        ground.set_clock(at=began)
        register_training_accounts(ground=ground)
        stages = [Stage(cast=engaged, ground=ground, now=now) for engaged in casts]
        stories = list(_stories(stages))
        say(f"Playing {len(stories)} posts of the past two weeks.")
        acts = play(stories, each=stages[0].deliver_at)
        _come_to_now(casts, now)
        stages[0].deliver_at(now)
    say(f"{acts} acts were played.")
    return casts


def _engage(house: House, at: datetime, say: Callable[[str], None]) -> Cast:
    say(f"Setting up {house.name}: {len(house.units)} units, {len(house.people)} invented people.")
    return cast.engage(house=house, at=at)


def _stories(stages: list[Stage]) -> Iterator[Story]:
    number = 0
    for stage, (_, pieces) in zip(stages, HOUSES, strict=True):
        for piece in pieces:
            number += 1
            yield story_of(piece, stage=stage, number=number)


@transaction.atomic
def _come_to_now(casts: list[Cast], now: datetime) -> None:
    """Who is at work at this hour, and what they have read."""
    for engaged in casts:
        for key, member in engaged.people.items():
            if key in OFF_DUTY:
                duty.end(member=member, at=now)
            else:
                _fresh_tour(member, now)
    old = Message.objects.filter(read_at__isnull=True, written_at__lt=now - timedelta(hours=12))
    old.update(read_at=F("written_at") + READ_WITHIN)


def _fresh_tour(member: Member, now: datetime) -> None:
    """A tour that has hours left, so that whoever tries the portal is not off duty in the middle of it."""
    running = duty.current(member=member, at=now)
    if running is not None:
        while running is not None and running.ends_at < now + timedelta(hours=6):
            running = duty.extend(member=member, at=now)
    else:
        duty.start(member=member, at=now)

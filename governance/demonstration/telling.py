"""The whole demonstration: both agencies, their six weeks, and the state of things now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.db.models import F

from accounts import duty, keeping
from accounts.authority import holders
from accounts.models import Agency, Member, Message, Role
from governance import cast
from governance.cast import Cast, House
from governance.demonstration import (
    alerted,
    alsip,
    central,
    guiding,
    keys,
    near_north,
    people,
    permitted,
    proposing,
    recording,
    schooling,
    shakespeare,
    stops,
    together,
    told,
    tongues,
)
from governance.demonstration.periods import Rosters
from governance.demonstration.piece import Piece
from governance.demonstration.stage import Stage
from governance.demonstration.stories import Story, play, story_of
from governance.demonstration.training import TrainingGround, register_training_accounts

ENGAGED_BEFORE = timedelta(days=60)
"""Both agencies began this long ago: time for the rosters of two periods before the present one."""
SHORT_DAYS = 14
"""How far back a short telling goes."""
DELIVERED_EVERY = timedelta(minutes=3)
"""As often as a worker looks, near enough, while weeks are played."""
READ_WITHIN = timedelta(minutes=25)
"""Messages older than half a day have been read this long after they came."""
OFF_DUTY = ("tran", "castillo")
"""One representative and one sergeant are at home now."""


@dataclass(frozen=True)
class Play:
    """What is told of one agency."""

    house: House
    pieces: tuple[Piece, ...]


def plays(*, short: bool) -> tuple[Play, ...]:
    """The whole department over six weeks, or three of its districts over two; and the small town."""
    near = (*shakespeare.PIECES, *central.PIECES, *near_north.PIECES)
    house = cast.CHICAGO if short else cast.DEPARTMENT
    return (
        Play(house, tuple(piece for piece in (*near, *told.pieces()) if not short or _near(piece, house))),
        Play(cast.ALSIP, alsip.PIECES),
    )


def _near(piece: Piece, house: House) -> bool:
    return piece.unit in house.handles and piece.when.days <= SHORT_DAYS


class AlreadyTold(Exception):
    """The database holds agencies already, invented or real: nothing is added to them."""


def tell(
    *, ground: TrainingGround, now: datetime, say: Callable[[str], None], short: bool = False
) -> list[Cast]:
    """Play everything up to now. Raises AlreadyTold, NoTrainingNetwork.

    Not one transaction: an interrupted telling is begun again with an empty database.
    """
    if Agency.objects.exists():
        raise AlreadyTold("This database has agencies already; the demonstration goes into an empty one.")
    with ground.in_the_past(), _without_waiting_for_the_disk():
        told_plays = plays(short=short)
        stages = _stages(told_plays, ground, now, say)
        number = sum(len(each.pieces) for each in told_plays)
        say(f"Playing {number} posts of the past {'two' if short else 'six'} weeks.")
        acts = play(_stories(stages, told_plays), each=Narrator(stage=stages[0], say=say).tell_of)
        _come_to_now([stage.cast for stage in stages], now)
        stages[0].deliver_at(now)
    say(f"{acts} acts were played.")
    return [stage.cast for stage in stages]


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """A power cut loses the last acts of a telling, which is begun again anyway: nothing waits for each commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def _stages(
    told_plays: tuple[Play, ...], ground: TrainingGround, now: datetime, say: Callable[[str], None]
) -> list[Stage]:
    """Both agencies as they began, with their accounts known on the training network."""
    began = now - ENGAGED_BEFORE
    stages = []
    for each in told_plays:
        house = each.house
        say(f"Setting up {house.name}: {len(house.units)} units, {len(house.people)} invented people.")
        engaged = cast.engage(house=house, at=began)
        _ask_everything(engaged, house, began)
        keys.give(engaged.people.values())
        schooling.confirm(engaged=engaged, members=engaged.people.values(), at=began)
        _name_keepers(engaged, at=began)
        stages.append(Stage(cast=engaged, house=house, ground=ground, now=now))
    ground.set_clock(at=began)
    register_training_accounts(ground=ground)
    return stages


@transaction.atomic
def _ask_everything(engaged: Cast, house: House, at: datetime) -> None:
    """Every condition is enforced; whoever is in training has an account to practise on, the department its own."""
    schooling.enforce(engaged=engaged, at=at)
    if schooling.PRACTISE in engaged.units:
        cast.practise(cast=engaged, house=house, unit=schooling.PRACTISE, at=at)
        cast.speak_for_all(cast=engaged, house=house, at=at)


def _name_keepers(engaged: Cast, *, at: datetime) -> None:
    """Each unit's first representative keeps its account, its first sergeant is the deputy."""
    for account in engaged.accounts.values():
        of_the_unit = partial(holders, unit_id=account.unit_id, agency_id=engaged.agency.pk, at=at)
        keepers = of_the_unit(role=Role.USMR)[:1]
        deputies = of_the_unit(role=Role.SERGEANT)[:1]
        named_by = of_the_unit(role=(Role.COMMANDER, Role.COMMUNICATIONS))[:1]
        if keepers and deputies and named_by:
            keeping.name_keepers(
                account_id=account.pk, custodian=keepers[0], deputy=deputies[0], actor=named_by[0], at=at
            )


@dataclass
class Narrator:
    """What happens between two acts: messages are delivered, and whoever waits hears how far it is."""

    stage: Stage
    say: Callable[[str], None]
    delivered_at: datetime | None = None
    week: int = 0

    def tell_of(self, moment: datetime) -> None:
        """Before an act at a moment."""
        if self.delivered_at is None or moment - self.delivered_at >= DELIVERED_EVERY:
            self.stage.deliver_at(moment)
            self.delivered_at = moment
        week = (self.stage.now - moment).days // 7
        if week != self.week:
            self.say(_how_far(week))
            self.week = week


def _how_far(week: int) -> str:
    return f"  {week} weeks ago" if week > 1 else "  last week" if week else "  this week"


def _stories(stages: list[Stage], told_plays: tuple[Play, ...]) -> Iterator[Story]:
    department = stages[0]
    yield from (people.arrivals(department), people.duty_lists(department), Rosters(department).story())
    yield from (schooling.story(stage) for stage in stages)
    yield together.story(department)
    yield guiding.story(department)
    yield alerted.story(department)
    yield proposing.story(department)
    yield tongues.story(department)
    yield permitted.story(department)
    yield from recording.stories(department)
    if "011" in department.house.handles:
        yield stops.story(department)
    number = 0
    for stage, each in zip(stages, told_plays, strict=True):
        for piece in each.pieces:
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
            running = duty.extend(member=member, reason=duty.EXTENSIONS["held_over"], at=now)
    else:
        duty.start(member=member, at=now)

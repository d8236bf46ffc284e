"""What passes between the approval and the slot: what it stops, hands over or keeps, and who is told of it.

Authority whose end was known ahead, its keeping and its questions are in test_lapsing; new rules in test_rejudging.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator

from accounts import devices, duty, grants, transfers
from accounts.models import (
    Authorisation,
    Condition,
    Device,
    DeviceKind,
    Ending,
    Message,
    Period,
    TrainingResult,
)
from accounts.rosters import board, editing, starting
from governance import cast
from governance.cast import Cast
from posts import lapsing, publishing
from posts.models import Publication, Status
from tests import people
from tests.accounts.rosters import house
from tests.posts.test_lapsing import asked, held, planned, sweep

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LEADS = ["brody", "whitfield"]


def moves(who: str) -> Callable[[Cast, datetime], None]:
    def move(engaged: Cast, at: datetime) -> None:
        to = engaged.units["018"]
        transfers.transfer(member=engaged.people[who], to=to, actor=engaged.admin, at=at, reason="Order 1")

    return move


def ends(how: Ending, who: str = "reyes", role: str = "usmr") -> Callable[[Cast, datetime], None]:
    def end(engaged: Cast, at: datetime) -> None:
        given = Authorisation.objects.get(member=engaged.people[who], role=role)
        grants.end(authorisation_id=given.pk, ended_by=engaged.okafor, at=at, reason="Order 2", how=how)

    return end


def tours_end(engaged: Cast, at: datetime) -> None:
    for who in ("reyes", "whitfield"):
        duty.end(member=engaged.people[who], at=at)


def device_ends(engaged: Cast, at: datetime) -> None:
    """The permission for the author's own telephone, which the department enforces from now on."""
    key = Authenticator.objects.create(user=engaged.reyes, type=Authenticator.Type.WEBAUTHN, data={})
    device = Device.objects.create(
        agency=engaged.agency,
        member=engaged.reyes,
        kind=DeviceKind.PERSONAL,
        name="Telephone",
        key=key,
        asked_at=at,
        approved_by=engaged.okafor,
        approved_at=at,
        expires_at=at + HOUR,
    )
    people.enforce(engaged=engaged, condition=Condition.DEVICE, at=at)
    assert devices.end(device_id=device.pk, actor=engaged.okafor, at=at)


def new_policy(engaged: Cast, at: datetime) -> None:
    """It is to be read and confirmed before the next act."""
    people.enforce(engaged=engaged, condition=Condition.ACKNOWLEDGEMENT, at=at)


def roster_leaves_out(engaged: Cast, at: datetime) -> None:
    """The commander submits the roster of the period that begins tonight without the author."""
    house.set_up(engaged=engaged, at=at)
    submitted_without("reyes", engaged, house.period(engaged=engaged, number=13), at)


def submitted_without(who: str, engaged: Cast, following: Period, at: datetime) -> None:
    """The unit's first roster, of the next period, without one of those who write."""
    roster = starting.start(unit=engaged.units["014"], period=following, actor=engaged.okafor, at=at)
    entry = roster.entries.get(log_on_id=who)
    editing.leave(roster_id=roster.pk, entry_id=entry.pk, actor=engaged.okafor, at=at)
    house.submitted(roster=roster, by=engaged.okafor, at=at)


def roster_is_late(engaged: Cast, at: datetime) -> None:
    """Nobody submits the roster of the period that begins tonight."""
    house.set_up(engaged=engaged, at=at - 2 * DAY)


def ended_as_late(engaged: Cast, at: datetime) -> None:
    """And on Monday Communications ends what it did not reconfirm."""
    roster_is_late(engaged, at)
    board.end_authority(
        unit=engaged.units["014"],
        period=house.period(engaged=engaged, number=13),
        reason="No answer.",
        actor=engaged.natarajan,
        at=at,
    )


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing that happens on the way, and what becomes of the post at its slot."""

    happens: Callable[[Cast, datetime], None]
    after: timedelta = HOUR
    slug: str = ""
    """Why it does not go out; empty where it does."""
    status: Status = Status.APPROVED
    asked: list[str] = field(default_factory=list)
    """Who is asked to keep or withdraw it."""
    told: tuple[str, ...] = ()
    """The kind of message that comes with it, and who has it."""


WAITS = {"slug": "authority_lapsed", "asked": LEADS}
ROWS = {
    "author transferred": Row(
        happens=moves("reyes"), **WAITS, told=("transfer", "okafor", "reyes", "salazar")
    ),
    "approver transferred": Row(
        happens=moves("whitfield"),
        slug="authority_lapsed",
        asked=["brody"],
        told=("transfer", "okafor", "salazar", "whitfield"),
    ),
    "authority ended": Row(happens=ends(Ending.ENDED), **WAITS),
    "authority suspended": Row(happens=ends(Ending.SUSPENDED), **WAITS),
    "authority revoked": Row(
        happens=ends(Ending.REVOKED),
        slug="authority_ended",
        status=Status.RETURNED,
        told=("held_back", "brody", "foster", "natarajan", "reyes", "whitfield"),
    ),
    "approver's authority revoked": Row(
        happens=ends(Ending.REVOKED, "whitfield", "sergeant"),
        slug="authority_ended",
        status=Status.RETURNED,
        told=("held_back", "brody", "foster", "natarajan", "reyes"),
    ),
    "tours of both over": Row(happens=tours_end, status=Status.SENDING),
    "own telephone not permitted any more": Row(
        happens=device_ends, status=Status.SENDING, told=("device-decided", "reyes")
    ),
    "new policy not read": Row(happens=new_policy, status=Status.SENDING),
    "left out of the next roster": Row(happens=roster_leaves_out, **WAITS, told=("role-ended", "reyes")),
    "roster late": Row(happens=roster_is_late, after=2 * DAY, status=Status.SENDING),
    "ended because the roster is late": Row(
        happens=ended_as_late,
        after=2 * DAY,
        **WAITS,
        told=("roster-authority-ended", "okafor", "ortega", "reyes"),
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_happens_before_the_slot_stops_hands_over_or_keeps_the_post(
    chicago: Cast, at: datetime, row: Row
) -> None:
    post = planned(chicago, at)
    row.happens(chicago, at + row.after)
    sweep(at + row.after)

    slot = at + 3 * DAY
    assert held(post, slot) == row.slug
    claim = publishing.claim(publication_id=Publication.objects.get(post=post).pk, now_by=lambda: slot)

    post.refresh_from_db()
    assert (claim is not None, post.status) == (not row.slug, row.status)
    assert asked() == row.asked
    if row.told:
        kind, *names = row.told
        found = Message.objects.filter(kind=kind).values_list("to__log_on_id", flat=True)
        assert sorted(set(found)) == names


def test_the_sergeant_keeps_what_its_transferred_author_left_and_it_goes_out(
    chicago: Cast, at: datetime
) -> None:
    post, moved_at = planned(chicago, at), at + HOUR
    moves("reyes")(chicago, moved_at)
    sweep(moved_at)
    lapsing.keep(post_id=post.pk, actor=chicago.brody, at=moved_at + MINUTE)
    assert held(post, at + 3 * DAY) == ""


def test_training_holds_until_midnight_and_what_goes_out_at_midnight_waits(
    chicago: Cast, at: datetime
) -> None:
    midnight = datetime(2026, 11, 23, tzinfo=chicago.agency.tzinfo).astimezone(UTC)
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=at)
    TrainingResult.objects.filter(member=chicago.reyes).update(expires_at=midnight)
    before, then = (planned(chicago, at, goes=moment - at) for moment in (midnight - MINUTE, midnight))

    sweep(at + DAY)

    assert (held(before, midnight - MINUTE), held(then, midnight)) == ("", "authority_lapsed")
    assert {message.about_post_id for message in Message.objects.filter(kind=lapsing.KIND)} == {then.pk}
    assert asked() == LEADS


@pytest.mark.parametrize(
    ("anchor_on", "first_day", "hours"),
    [(date(2026, 10, 4), date(2026, 11, 1), 25), (date(2027, 2, 14), date(2027, 3, 14), 23)],
    ids=["autumn", "spring"],
)
def test_a_period_that_begins_on_the_day_when_clocks_change_takes_over_at_that_midnight(
    db: None, anchor_on: date, first_day: date, hours: int
) -> None:
    zone = ZoneInfo("America/Chicago")
    begins = datetime.combine(first_day, time(), tzinfo=zone).astimezone(UTC)
    at = begins - 2 * DAY
    chicago = people.engage_on_duty(house=cast.CHICAGO, at=at)
    house.set_up(engaged=chicago, at=at, anchor_on=anchor_on)
    post = planned(chicago, at, goes=2 * DAY + 26 * HOUR)
    following = Period.objects.get(agency=chicago.agency, starts_on=first_day)
    submitted_without("reyes", chicago, following, at)

    assert (begins + hours * HOUR).astimezone(zone).time() == time(), "the day is as long as its clocks say"
    assert held(post, begins - MINUTE) == ""
    # Also in the hour that comes twice, and after the one that never comes.
    for passed in (timedelta(), 90 * MINUTE, 150 * MINUTE, hours * HOUR):
        assert held(post, begins + passed) == "authority_lapsed"
    sweep(begins - DAY - MINUTE)
    assert asked() == []
    sweep(begins - DAY)
    assert asked() == LEADS

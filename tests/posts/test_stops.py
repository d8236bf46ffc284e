"""Stops wider than one post: what each covers, who may place and lift it, and what becomes of what it holds."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import authority, duty
from accounts.models import Message
from audit.models import Event
from bench import rows
from governance.cast import Cast
from posts import drafting, held, history, publishing, stopping, submission
from posts.drafting import Written
from posts.models import PORTAL, Attempt, Hold, Post, Publication, Scope, Status, Stop
from posts.stopping import LiftedAlready, StoppedAlready
from posts.stops import Target
from posts.workflow import Refused
from tests import people

pytestmark = pytest.mark.django_db
REASON = "Active incident. No posts until the public information officer says so."


def target_of(cast: Cast, named: str) -> Target:
    """'unit 014', 'account 018', 'member reyes', 'category safety_tip', 'category safety_tip in 014', 'department'."""
    scope, _, rest = named.partition(" ")
    what, _, within = rest.partition(" in ")
    inside = cast.units[within] if within else None
    match Scope(scope):
        case Scope.UNIT:
            return Target(scope=Scope.UNIT, unit=cast.units[what])
        case Scope.ACCOUNT:
            return Target(scope=Scope.ACCOUNT, account=cast.accounts[what])
        case Scope.MEMBER:
            return Target(scope=Scope.MEMBER, member=cast.people[what], within=inside)
        case Scope.CATEGORY:
            return Target(scope=Scope.CATEGORY, category=what, within=inside)
        case _:
            return Target(scope=Scope.DEPARTMENT)


def place(cast: Cast, named: str, *, by: str = "natarajan", at: datetime) -> stopping.Placed:
    return stopping.place(target=target_of(cast, named), reason=REASON, actor=cast.people[by], at=at)


def status_of(post: Post) -> str:
    return Post.objects.values_list("status", flat=True).get(pk=post.pk)


COVERED = [
    # a post by Reyes of the 014th, a safety tip           is held?
    ("department", True),
    ("unit 014", True),
    ("unit 018", False),
    ("account 014", True),
    ("account 018", False),
    ("member reyes", True),
    ("member ortega", False),
    ("member reyes in 014", True),
    ("member reyes in 018", False),
    ("category safety_tip", True),
    ("category arrest", False),
    ("category safety_tip in 014", True),
    ("category safety_tip in 018", False),
]


@pytest.mark.parametrize(("named", "covered"), COVERED)
def test_a_stop_holds_exactly_what_it_covers(chicago: Cast, at: datetime, named: str, covered: bool) -> None:
    post = people.approved(engaged=chicago, at=at)

    placed = place(chicago, named, at=at + timedelta(minutes=6))

    assert status_of(post) == (Status.STOPPED if covered else Status.APPROVED)
    assert placed.swept.held == ([post.pk] if covered else [])
    assert Hold.objects.filter(post=post, stop=placed.stop).exists() is covered


@pytest.mark.parametrize(("named", "covered"), COVERED)
def test_the_database_itself_refuses_the_attempt_that_a_stop_covers(
    chicago: Cast, at: datetime, named: str, covered: bool
) -> None:
    post = people.approved(engaged=chicago, at=at)
    place(chicago, named, at=at + timedelta(minutes=6))
    publication = Publication.objects.get(post=post)
    Post.objects.filter(pk=post.pk).update(status=Status.SENDING)
    Publication.objects.filter(pk=publication.pk).update(state="sending")

    def attempt() -> None:
        with transaction.atomic():
            Attempt.objects.create(
                publication=publication,
                number=1,
                kind="publish",
                digest=publication.revision.digest,
                claimed_at=at,
            )

    if not covered:
        attempt()
        return
    with pytest.raises(IntegrityError, match="a stop is in force"):
        attempt()


def test_a_stop_of_one_department_never_reaches_another(chicago: Cast, alsip: Cast, at: datetime) -> None:
    theirs = people.submitted(engaged=alsip, by="vance", unit="PAT", at=at)
    assert theirs.status == Status.APPROVED

    place(chicago, "department", at=at + timedelta(minutes=6))

    assert status_of(theirs) == Status.APPROVED
    assert stopping.in_force(agency_id=alsip.agency.pk) == []


def test_a_post_of_somebody_who_only_wrote_in_it_is_covered(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)
    mended = Written(**{**people.TIP.__dict__, "text": f"{people.TIP.text} Call 911."})
    drafting.save(post_id=post.pk, actor=chicago.ortega, written=mended, seen_version=1, at=at)
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=2, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)

    place(chicago, "member ortega", at=at)

    assert status_of(post) == Status.STOPPED


def test_each_held_post_says_in_its_history_and_in_the_trail_which_stop_held_it(
    chicago: Cast, at: datetime
) -> None:
    posts = [people.approved(engaged=chicago, at=at), people.approved(engaged=chicago, by="ortega", at=at)]

    placed = place(chicago, "unit 014", at=at + timedelta(minutes=6))

    event = Event.objects.get(verb="stop.placed")
    assert (event.subject_id, event.keys["held"], event.keys["scope"]) == (placed.stop.pk, 2, "unit")
    told = Event.objects.filter(verb="post.held").values_list("subject_id", "keys__stop_id")
    assert sorted(told) == sorted((post.pk, placed.stop.pk) for post in posts)
    line = history.of(
        Post.objects.select_related("account__agency", "unit", "author", "draft").get(pk=posts[0].pk)
    )[-1]
    assert line.act == "stopped"
    assert "the 014th District" in line.sentence
    assert line.detail == REASON
    assert line.actor == "Priya Natarajan"


def test_what_was_already_going_out_is_named_and_can_be_taken_down_during_the_stop(
    chicago: Cast, at: datetime
) -> None:
    post, soon = people.approved(engaged=chicago, at=at), at + timedelta(minutes=10)
    publishing.claim(publication_id=Publication.objects.get(post=post).pk, now_by=lambda: soon)

    placed = place(chicago, "department", at=soon)

    assert placed.swept.going_out == [post.pk]
    assert placed.swept.held == []
    stopping.take_down(post_id=post.pk, actor=chicago.whitfield, reason="Wrong street.", at=soon)
    assert Publication.objects.get(post=post).takedown_asked


def test_what_is_approved_during_a_stop_is_held_and_its_author_is_told(chicago: Cast, at: datetime) -> None:
    place(chicago, "account 014", at=at)
    post = people.submitted(engaged=chicago, at=at)
    assert status_of(post) == Status.IN_REVIEW

    people.approve(post=post, by=chicago.whitfield, at=at)

    assert status_of(post) == Status.STOPPED
    assert Hold.objects.get(post=post).stop.account == chicago.accounts["014"]
    body = Message.objects.get(to=chicago.reyes, kind="approved").body
    assert "A stop is in force" in body


def test_a_post_is_released_one_by_one_and_only_after_the_stop_is_lifted(chicago: Cast, at: datetime) -> None:
    first = people.approved(engaged=chicago, at=at)
    second = people.approved(engaged=chicago, by="ortega", at=at)
    stop = place(chicago, "unit 014", by="okafor", at=at).stop

    with pytest.raises(Refused, match="A stop on its unit is in force"):
        stopping.release(post_id=first.pk, actor=chicago.whitfield, at=at)
    stopping.lift(stop_id=stop.pk, reason="It is over.", actor=chicago.whitfield, at=at)
    assert {status_of(first), status_of(second)} == {Status.STOPPED}
    stopping.release(post_id=first.pk, actor=chicago.whitfield, at=at)

    assert (status_of(first), status_of(second)) == (Status.APPROVED, Status.STOPPED)
    assert Publication.objects.get(post=first).state == "due"
    assert Event.objects.get(verb="post.released").keys["stop_id"] == stop.pk


def test_what_missed_its_time_while_it_was_held_is_not_sent_when_it_is_let_go(
    chicago: Cast, at: datetime
) -> None:
    window = {"send_at": at + timedelta(hours=1), "send_until": at + timedelta(hours=2)}
    post = people.submitted(engaged=chicago, written=Written(**{**people.TIP.__dict__, **window}), at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    stop = place(chicago, "unit 014", by="okafor", at=at).stop
    late = at + timedelta(hours=3)
    stopping.lift(stop_id=stop.pk, reason="It is over.", actor=chicago.okafor, at=late)

    row = held.page(authority=authority.load(member=chicago.okafor, at=late)).rows[0]
    assert row.missed
    stopping.release(post_id=post.pk, actor=chicago.okafor, at=late)

    assert status_of(post) == Status.MISSED
    assert Publication.objects.get(post=post).state == "cancelled"


PLACES = {
    "department": "natarajan foster admin",
    "unit 014": "natarajan foster whitfield brody okafor",
    "account 014": "natarajan foster whitfield brody okafor",
    "member reyes in 014": "natarajan foster whitfield brody okafor",
    "member reyes": "natarajan foster",
    "category safety_tip in 014": "natarajan foster whitfield brody okafor",
    "category safety_tip": "natarajan foster",
}
ALL = [
    "reyes",
    "whitfield",
    "brody",
    "okafor",
    "hale",
    "murphy",
    "salazar",
    "natarajan",
    "foster",
    "washington",
    "marsh",
    "admin",
]


@pytest.mark.parametrize("named", PLACES)
def test_who_may_place_a_stop_also_off_duty(chicago: Cast, at: datetime, named: str) -> None:
    for member in chicago.people.values():
        duty.end(member=member, at=at)
    for key in ALL:
        if key in PLACES[named].split():
            with transaction.atomic():
                stop = place(chicago, named, by=key, at=at).stop
                assert Event.objects.get(verb="stop.placed").keys["on_duty"] == "no"
                assert stop.placed_by == chicago.people[key]
                transaction.set_rollback(True)
        else:
            with pytest.raises(Refused):
                place(chicago, named, by=key, at=at)


LIFTS = [
    # placed by   what           who lifts it
    ("natarajan", "unit 014", "natarajan foster"),
    ("whitfield", "unit 014", "whitfield brody okafor natarajan foster"),
    ("okafor", "member reyes in 014", "whitfield brody okafor natarajan foster"),
    ("natarajan", "department", "natarajan foster"),
    ("admin", "department", "natarajan foster admin"),
    ("", "department", "natarajan foster admin"),
]


@pytest.mark.parametrize(("by", "named", "lifters"), LIFTS)
def test_who_may_lift_a_stop_and_only_on_duty(
    chicago: Cast, at: datetime, by: str, named: str, lifters: str
) -> None:
    stop = (
        place(chicago, named, by=by, at=at).stop
        if by
        else stopping.place_by_portal(agency=chicago.agency, reason="Restored from a backup.", at=at)
    )
    for key in ALL:
        actor = chicago.people[key]
        if key in lifters.split():
            with transaction.atomic():
                stopping.lift(stop_id=stop.pk, reason="It is over.", actor=actor, at=at)
                transaction.set_rollback(True)
        else:
            with pytest.raises(Refused):
                stopping.lift(stop_id=stop.pk, reason="It is over.", actor=actor, at=at)
    duty.end(member=chicago.natarajan, at=at)
    with pytest.raises(Refused, match="Go on duty"):
        stopping.lift(stop_id=stop.pk, reason="It is over.", actor=chicago.natarajan, at=at)


def test_a_stop_is_lifted_once_and_placed_once_at_a_time(chicago: Cast, at: datetime) -> None:
    stop = place(chicago, "unit 014", at=at).stop
    with pytest.raises(StoppedAlready, match="Priya Natarajan placed this stop already"):
        place(chicago, "unit 014", by="foster", at=at)

    stopping.lift(stop_id=stop.pk, reason="It is over.", actor=chicago.foster, at=at)
    with pytest.raises(LiftedAlready):
        stopping.lift(stop_id=stop.pk, reason="It is over.", actor=chicago.natarajan, at=at)
    assert place(chicago, "unit 014", at=at).stop.pk != stop.pk


def test_the_portal_stops_the_department_by_itself_and_twice_is_once(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    first = stopping.place_by_portal(agency=chicago.agency, reason="Restored from a backup.", at=at)
    second = stopping.place_by_portal(agency=chicago.agency, reason="Restored from a backup.", at=at)

    assert first == second
    assert (first.placed_by, first.held_role) == (None, PORTAL)
    assert status_of(post) == Status.STOPPED


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "unit"},
        {"scope": "department", "category": "arrest"},
        {"scope": "category"},
        {"scope": "post"},
        {"scope": "unit", "held_role": PORTAL, "placed_by": None},
    ],
)
def test_the_database_keeps_a_stop_to_exactly_its_target(
    chicago: Cast, at: datetime, wrong: dict[str, object]
) -> None:
    columns = {"placed_by": chicago.natarajan, "held_role": "communications", **wrong}
    with pytest.raises(IntegrityError):
        Stop.objects.create(agency=chicago.agency, reason=REASON, placed_at=at, **columns)


def test_holding_a_hundred_posts_takes_as_many_statements_as_holding_two(
    chicago: Cast, at: datetime, django_assert_max_num_queries: Callable[..., object]
) -> None:
    rows.approved(engaged=chicago, unit="014", by="reyes", sergeant="whitfield", how_many=100, at=at)

    with django_assert_max_num_queries(22):
        placed = place(chicago, "unit 014", at=at)

    assert len(placed.swept.held) == 100
    with django_assert_max_num_queries(4):
        page = held.page(authority=authority.load(member=chicago.natarajan, at=at), stop_id=placed.stop.pk)
    assert len(page.rows) == held.PAGE
    assert page.next_after
    rest = held.page(authority=authority.load(member=chicago.natarajan, at=at), after=page.next_after)
    seen = {row.post.pk for row in (*page.rows, *rest.rows)}
    assert len(seen) == 100

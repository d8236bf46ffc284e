"""A unit asks for a reviewer who reads the language: who does not is told who can, and the database refuses them."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import authority as authorities
from accounts import languages
from accounts.models import MemberLanguage
from governance.cast import Cast
from posts import deciding, handing_on, judging, permissions, reviewing, standing
from posts.actions import Action
from posts.models import Approval, Post, Status, Turn, Verdict
from posts.workflow import Refused
from tests import people
from tests.posts.test_languages import AVISO


@pytest.fixture
def asking(chicago: Cast, at: datetime) -> Cast:
    """The 014th asks for readers."""
    languages.ask_for_reader(unit=chicago.units["014"], needed=True, actor=chicago.lindqvist, at=at)
    chicago.units["014"].refresh_from_db()
    return chicago


def reads(engaged: Cast, who: str, at: datetime, language: str = "es") -> MemberLanguage:
    member = engaged.people[who]
    return languages.declare(member=member, language=language, actor=engaged.lindqvist, at=at)


def test_who_does_not_read_it_is_refused_with_who_can(asking: Cast, at: datetime) -> None:
    reads(asking, "brody", at)
    reads(asking, "whitfield", at, "pl")
    post = people.submitted(engaged=asking, written=AVISO, at=at)
    with pytest.raises(Refused, match=r"is in Spanish.*Sgt\. Aileen Brody or Communications can approve it"):
        people.approve(post=post, by=asking.whitfield, at=at)
    assert people.approve(post=post, by=asking.brody, at=at).status == Status.APPROVED


def test_who_does_not_read_it_still_sends_it_back(asking: Cast, at: datetime) -> None:
    post = people.submitted(engaged=asking, written=AVISO, at=at)
    assert post.revision is not None
    returned = reviewing.return_(
        post_id=post.pk, binding=post.revision.binding, actor=asking.whitfield, reason="Too long.", at=at
    )
    assert returned.status == Status.RETURNED


def test_communications_approves_in_their_place_and_nobody_twice(asking: Cast, at: datetime) -> None:
    arrest = people.with_answers(people.ARREST)
    written = AVISO.__class__(
        **{
            **arrest.__dict__,
            "language": "es",
            "meaning": arrest.text,
            "text": "Un hombre. Un cargo no prueba la culpa.",
        }
    )
    post = people.submitted(engaged=asking, written=written, at=at)
    assert people.approve(post=post, by=asking.natarajan, at=at).status == Status.IN_REVIEW
    with pytest.raises(Refused, match="One person fills one step"):
        people.approve(post=post, by=asking.natarajan, at=at)


def test_only_what_somebody_else_confirmed_counts(asking: Cast, at: datetime) -> None:
    own = languages.declare(member=asking.brody, language="es", actor=asking.brody, at=at)
    post = people.submitted(engaged=asking, written=AVISO, at=at)
    with pytest.raises(Refused, match=r"who reads it\. Communications can"):
        people.approve(post=post, by=asking.brody, at=at)
    with pytest.raises(languages.NotByOneself):
        languages.confirm(declared=own, actor=asking.brody, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        MemberLanguage.objects.filter(pk=own.pk).update(confirmed_by=asking.brody, confirmed_at=at)
    languages.confirm(declared=own, actor=asking.lindqvist, at=at)
    assert people.approve(post=post, by=asking.brody, at=at).status == Status.APPROVED


def test_what_is_in_the_departments_language_and_what_was_sent_before_asks_nobody(
    chicago: Cast, at: datetime
) -> None:
    before = people.submitted(engaged=chicago, written=AVISO, at=at)
    languages.ask_for_reader(unit=chicago.units["014"], needed=True, actor=chicago.lindqvist, at=at)
    english = people.submitted(engaged=chicago, at=at)
    for post in (before, english):
        assert people.approve(post=post, by=chicago.whitfield, at=at).status == Status.APPROVED


def test_the_database_refuses_a_verdict_of_who_does_not_read_it(asking: Cast, at: datetime) -> None:
    post = people.submitted(engaged=asking, written=AVISO, at=at)
    revision = post.revision
    assert revision is not None

    def give(who: str) -> None:
        with transaction.atomic():
            Approval.objects.create(
                revision=revision,
                step=revision.route.get(),
                verdict=Verdict.APPROVED,
                digest=revision.digest,
                binding=revision.binding,
                decided_by=asking.people[who],
                decided_at=at,
                held_role="communications",
            )

    with pytest.raises(IntegrityError, match="reads its language"):
        give("whitfield")
    ended = reads(asking, "whitfield", at - timedelta(hours=1))
    languages.end(declared=ended, actor=asking.lindqvist, at=at - timedelta(minutes=1))
    with pytest.raises(IntegrityError, match="reads its language"):
        give("whitfield")
    reads(asking, "whitfield", at)
    give("whitfield")


def test_the_route_names_who_reads_it_and_nobody_else(asking: Cast, at: datetime) -> None:
    def decider(post: Post) -> deciding.Decider:
        post.unit.refresh_from_db()
        judged = judging.judge_draft(
            account=post.account, category=post.category, text=post.draft.text, answers=post.draft.answers,
            send_at=None, at=at, language="es", meaning=post.draft.meaning,
        )  # fmt: skip
        (stage,) = deciding.stages(post=post, draft=post.draft, decision=judged.decision, at=at)
        return stage.deciders[0]

    post = people.drafted(engaged=asking, written=AVISO, at=at)
    assert (decider(post).reads, decider(post).people) == ("Spanish", ())
    reads(asking, "whitfield", at)
    assert [one.name for one in decider(post).people] == ["Sgt. M. Whitfield"]


def test_where_nobody_of_the_unit_reads_it_it_is_communications_turn_at_once(
    asking: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=asking, written=AVISO, at=at)
    assert post.pk in handing_on.owed(at=at)
    handing_on.hand_on(post_id=post.pk, at=at)
    assert Turn.objects.get(post=post).role == "communications"
    post.refresh_from_db()
    held = authorities.load(member=asking.natarajan, at=at)
    stands = standing.of(post)
    assert permissions.ruling(authority=held, action=Action.APPROVE, standing=stands).allowed

"""The way of a post through the domain, step by step."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts import duty
from audit.models import Event
from governance.cast import Cast
from posts import drafting, history, reviewing, stopping, submission
from posts.models import Approval, Post, Publication, Status
from posts.workflow import Refused, WrongStatus
from tests import people


def waits_for(post: Post) -> list[str]:
    """The roles whose turn it is."""
    return list(post.turns.order_by("pk").values_list("role", flat=True))


def test_a_plain_post_needs_its_sergeant_alone(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert (post.status, waits_for(post)) == (Status.IN_REVIEW, ["sergeant"])

    post = people.approve(post=post, by=chicago.whitfield, at=at)

    assert post.status == Status.APPROVED
    assert Publication.objects.get(post=post).due_at == at


def test_arrest_information_goes_to_communications_after_the_sergeant_cpd_tw_v_d_9(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)

    post = people.approve(post=post, by=chicago.whitfield, at=at)
    assert (post.status, waits_for(post)) == (Status.IN_REVIEW, ["communications"])
    assert not Publication.objects.filter(post=post).exists()

    post = people.approve(post=post, by=chicago.natarajan, at=at)
    assert post.status == Status.APPROVED


def test_pressing_submit_twice_makes_one_revision(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)

    for _ in range(2):
        submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at)

    assert post.revisions.count() == 1


def test_an_edit_after_approval_voids_it_and_nothing_is_left_to_send(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)

    drafting.reopen(post_id=post.pk, actor=chicago.reyes, at=at)

    assert Publication.objects.get(post=post).state == "cancelled"
    assert Approval.objects.filter(revision__post=post).count() == 1


def test_whoever_saved_any_text_never_approves_even_as_sergeant_cpd_tw_v_b_2(
    chicago: Cast, at: datetime
) -> None:
    from accounts import grants

    grants.authorise(
        member=chicago.whitfield, unit=chicago.units["014"], role="usmr", given_by=chicago.okafor, at=at
    )
    post = people.drafted(engaged=chicago, at=at)
    drafting.save(
        post_id=post.pk,
        actor=chicago.whitfield,
        written=drafting.Written(**{**people.TIP.__dict__, "text": people.TIP.text + " Call 911."}),
        seen_version=1,
        at=at,
    )
    post = submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=2, at=at)

    with pytest.raises(Refused, match="You wrote this post"):
        people.approve(post=post, by=chicago.whitfield, at=at)


def test_the_writers_of_a_copied_post_stay_writers(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, by="ortega", at=at)

    copied = drafting.copy(post_id=post.pk, actor=chicago.reyes, at=at)

    assert set(copied.draft.writers.all()) == {chicago.ortega, chicago.reyes}


def test_off_duty_one_may_stop_and_take_back_but_not_approve_cpd_tw_iii_e(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    duty.end(member=chicago.whitfield, at=at)

    with pytest.raises(Refused, match="off duty"):
        people.approve(post=post, by=chicago.whitfield, at=at)
    stopping.stop(post_id=post.pk, actor=chicago.whitfield, reason="Wrong street.", at=at)

    assert Post.objects.get(pk=post.pk).status == Status.STOPPED
    assert Event.objects.get(verb="post.stopped").keys["on_duty"] == "no"


def test_off_duty_nobody_begins_a_post(chicago: Cast, at: datetime) -> None:
    duty.end(member=chicago.reyes, at=at)

    with pytest.raises(PermissionDenied):
        people.drafted(engaged=chicago, at=at)


def test_a_stranger_finds_no_post(chicago: Cast, alsip: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)

    for stranger in (alsip.petrov, chicago.hale):
        with pytest.raises(Post.DoesNotExist):
            people.approve(post=post, by=stranger, at=at)


def test_what_communications_stopped_only_communications_releases_cpd_tw_v_e_3(
    chicago: Cast, at: datetime
) -> None:
    post = people.approved(engaged=chicago, at=at)
    stopping.stop(post_id=post.pk, actor=chicago.natarajan, reason="Ask the detectives first.", at=at)

    with pytest.raises(Refused, match="Communications"):
        stopping.release(post_id=post.pk, actor=chicago.whitfield, at=at)
    post = stopping.release(post_id=post.pk, actor=chicago.foster, at=at)

    assert post.status == Status.APPROVED


def test_a_decision_about_a_version_that_was_replaced_is_refused(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert post.revision is not None
    read = post.revision.binding
    drafting.reopen(post_id=post.pk, actor=chicago.reyes, at=at)
    longer = drafting.Written(
        **{**people.TIP.__dict__, "text": people.TIP.text + " Call 911 if you see one."}
    )
    drafting.save(post_id=post.pk, actor=chicago.reyes, written=longer, seen_version=1, at=at)
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=2, at=at)

    with pytest.raises(reviewing.ReadSomethingElse):
        reviewing.reject(post_id=post.pk, binding=read, actor=chicago.whitfield, reason="No.", at=at)


def test_a_second_verdict_finds_that_somebody_was_faster(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)

    with pytest.raises(WrongStatus, match="Approved"):
        people.approve(post=post, by=chicago.brody, at=at + timedelta(minutes=6))


@pytest.mark.parametrize(
    "shortcut",
    [
        lambda post, member: Post.objects.filter(pk=post.pk).update(status="approved"),
        lambda post, member: Post.objects.filter(pk=post.pk).update(status="sending"),
        lambda post, member: post.revision.__class__.objects.filter(pk=post.revision.pk).update(
            digest="0" * 64
        ),
        lambda post, member: post.revision.authors.all().delete(),
        lambda post, member: post.revision.route.all().delete(),
        lambda post, member: _verdict(post, post.author),
        lambda post, member: _verdict(post, member, digest="0" * 64),
        lambda post, member: Publication.objects.create(
            post=post, revision=post.revision, account=post.account, due_at=post.changed_at, state="sending"
        ).attempts.create(number=1, kind="publish", digest=post.revision.digest, claimed_at=post.changed_at),
    ],
    ids=["approved", "sending", "bytes", "authors", "route", "author's hat", "other bytes", "attempt"],
)
def test_the_database_itself_refuses_a_way_round_the_route(
    chicago: Cast, at: datetime, shortcut: object
) -> None:
    post = people.submitted(engaged=chicago, at=at)

    with pytest.raises(DatabaseError), transaction.atomic():
        shortcut(post, chicago.brody)  # type: ignore[operator]


def _verdict(post: Post, member: object, **other: object) -> None:
    revision = post.revision
    assert revision is not None
    Approval.objects.create(
        **{
            "revision": revision,
            "step": other.pop("step", None) or revision.route.get(),
            "verdict": "approved",
            "digest": revision.digest,
            "binding": revision.binding,
            "decided_by": member,
            "decided_at": post.changed_at,
            "held_role": "sergeant",
            **other,
        }
    )


@pytest.mark.parametrize(
    "switch",
    ["SELECT 1", "SET LOCAL pgtrigger.ignore = '{pgtrigger_sound_verdict}'"],
)
def test_no_setting_of_a_session_switches_a_trigger_off(chicago: Cast, at: datetime, switch: str) -> None:
    import pgtrigger
    from django.db import connection

    post = people.submitted(engaged=chicago, at=at)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(switch)
        with pgtrigger.ignore("posts.Approval:sound_verdict", "posts.Approval:frozen"):
            _verdict(post, post.author)


def test_another_posts_approval_is_none(chicago: Cast, at: datetime) -> None:
    other = people.approved(engaged=chicago, at=at)
    post = people.submitted(engaged=chicago, at=at)

    with pytest.raises(DatabaseError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(status="approved", revision=other.revision)


def test_a_withdrawn_post_stays_stopped_when_it_comes_again_cpd_tw_v_e_3(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    stopping.stop(post_id=post.pk, actor=chicago.natarajan, reason="Ask the detectives first.", at=at)
    drafting.withdraw(post_id=post.pk, actor=chicago.reyes, at=at)
    drafting.reopen(post_id=post.pk, actor=chicago.reyes, at=at)

    post = submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at)

    assert post.status == Status.STOPPED
    post = stopping.release(post_id=post.pk, actor=chicago.natarajan, at=at)
    assert (post.status, waits_for(post)) == (Status.IN_REVIEW, ["sergeant"])


def test_whoever_submits_is_an_author_even_without_a_letter_of_theirs(chicago: Cast, at: datetime) -> None:
    people.grants.authorise(
        member=chicago.whitfield, unit=chicago.units["014"], role="usmr", given_by=chicago.okafor, at=at
    )
    post = people.drafted(engaged=chicago, at=at)
    post = submission.submit(post_id=post.pk, actor=chicago.whitfield, seen_version=1, at=at)

    with pytest.raises(Refused, match="You wrote this post"):
        people.approve(post=post, by=chicago.whitfield, at=at)


def test_one_person_never_fills_two_steps_whatever_roles_they_hold(chicago: Cast, at: datetime) -> None:
    people.grants.authorise(
        member=chicago.whitfield, unit=chicago.units["COM"], role="communications", given_by=None, at=at
    )
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)

    with pytest.raises(Refused, match="One person fills one step"):
        people.approve(post=post, by=chicago.whitfield, at=at)

    post.refresh_from_db()
    assert post.revision is not None
    with pytest.raises(DatabaseError, match="one_hat_per_person"), transaction.atomic():
        _verdict(post, chicago.whitfield, step=post.revision.route.get(role="communications"))


def test_beginning_twice_with_nothing_written_is_one_draft(chicago: Cast, at: datetime) -> None:
    account = chicago.accounts["014"].pk
    first = drafting.begin_post(account_id=account, actor=chicago.reyes, at=at)

    assert drafting.begin_post(account_id=account, actor=chicago.reyes, at=at).pk == first.pk
    assert drafting.begin_post(account_id=account, actor=chicago.ortega, at=at).pk != first.pk
    drafting.save(post_id=first.pk, actor=chicago.reyes, written=people.TIP, seen_version=1, at=at)
    assert drafting.begin_post(account_id=account, actor=chicago.reyes, at=at).pk != first.pk


def test_the_history_tells_who_took_a_post_back_and_who_withdrew_it(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    drafting.reopen(post_id=post.pk, actor=chicago.ortega, at=at + timedelta(minutes=1))
    drafting.withdraw(post_id=post.pk, actor=chicago.whitfield, at=at + timedelta(minutes=2))

    told = [entry.sentence for entry in history.of(Post.objects.get(pk=post.pk))]

    assert told[-2:] == ["Ofc. Luis Ortega took it back to edit it", "Sgt. Marcus Whitfield withdrew it"]

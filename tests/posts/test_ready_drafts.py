"""Words that an office makes ready: a unit takes them as its own draft, and whoever wrote them does not approve it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts import grants
from accounts.models import Message, OutletAccount, Role
from audit.models import Event
from governance.cast import Cast
from posts import drafting, history, submission
from posts.coordination import ready
from posts.coordination.ready import NotOffered, Offered
from posts.models import Approval, Origin, Post, ReadyDraft, Status
from posts.workflow import Refused
from tests import people


def offered(engaged: Cast, at: datetime, *, units: tuple[str, ...] = ("014",), **changes: Any) -> ReadyDraft:
    words = Offered(
        kind="draft",
        title="Side doors",
        category=people.TIP.category,
        text=people.TIP.text,
        unit_ids=[engaged.units[key].pk for key in units],
        valid_until=at + timedelta(days=3),
    )
    return ready.offer(offered=replace(words, **changes), actor=engaged.natarajan, at=at)


def taken(engaged: Cast, found: ReadyDraft, at: datetime, *, by: str = "reyes", unit: str = "014") -> Post:
    account = engaged.accounts[unit]
    return ready.take(ready_id=found.pk, account_id=account.pk, actor=engaged.people[by], at=at)


def submitted(engaged: Cast, post: Post, at: datetime) -> Post:
    kept = drafting.written_in(draft=post.draft, category=post.category)
    answered = replace(kept, answers=people.TIP.answers)
    saved = drafting.save(post_id=post.pk, actor=engaged.reyes, written=answered, seen_version=1, at=at)
    return submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=saved.version, at=at)


def test_cpd_tw_v_c_2_a_unit_takes_a_ready_draft_with_one_press_and_it_says_where_it_came_from(
    chicago: Cast, at: datetime
) -> None:
    found = offered(chicago, at)
    assert Message.objects.filter(kind="ready_offered", to=chicago.reyes).exists()
    assert not Message.objects.filter(kind="ready_offered", to=chicago.kowalczyk).exists()

    post = taken(chicago, found, at)
    again = taken(chicago, found, at)

    assert (again, post.author, post.draft.text) == (post, chicago.reyes, people.TIP.text)
    assert Origin.objects.get(post=post).ready == found
    assert set(post.draft.writers.all()) == {chicago.reyes, chicago.natarajan}
    told = [one.sentence for one in history.of(post)]
    assert any("ready draft" in one and "Natarajan" in one for one in told), told
    with pytest.raises(NotOffered, match="Reyes took it for"):
        taken(chicago, found, at, by="ortega")
    assert Post.objects.filter(origin__ready=found).count() == 1


def test_whoever_wrote_a_ready_draft_counts_as_an_author_and_approves_no_post_made_from_it(
    chicago: Cast, at: datetime
) -> None:
    first = offered(chicago, at)
    words = Offered(
        kind="draft",
        title="Side doors again",
        category=people.TIP.category,
        text=people.TIP.text,
        valid_until=at + timedelta(days=3),
    )
    second = ready.offer(offered=words, actor=chicago.foster, at=at, replaces_id=first.pk)
    grants.authorise(
        member=chicago.natarajan, unit=chicago.units["014"], role=Role.SERGEANT, given_by=None, at=at
    )
    post = submitted(chicago, taken(chicago, second, at), at)

    with pytest.raises(Refused) as refused:
        people.approve(post=post, by=chicago.natarajan, at=at)

    assert refused.value.ruling.slug == "own_post"
    assert post.revision is not None
    wrote = {one.member for one in post.revision.authors.all()}
    assert wrote == {chicago.reyes, chicago.natarajan, chicago.foster}
    people.approve(post=post, by=chicago.whitfield, at=at)
    assert Approval.objects.get(revision=post.revision).decided_by == chicago.whitfield


def test_what_is_withdrawn_pulls_nothing_and_is_told_to_whoever_has_it_in_a_post_that_is_not_out(
    chicago: Cast, at: datetime
) -> None:
    found = offered(chicago, at, units=("014", "018", "001"))
    in_review = submitted(chicago, taken(chicago, found, at), at)
    drafted = taken(chicago, found, at, by="kowalczyk", unit="018")
    account = chicago.accounts["001"]
    grants.authorise(member=chicago.reyes, unit=chicago.units["001"], role=Role.USMR, given_by=None, at=at)
    out = ready.take(ready_id=found.pk, account_id=account.pk, actor=chicago.reyes, at=at)
    Post.objects.filter(pk=out.pk).update(status=Status.WITHDRAWN)

    assert ready.withdraw(ready_id=found.pk, why="The number is wrong.", actor=chicago.washington, at=at)
    assert not ready.withdraw(ready_id=found.pk, why="Again.", actor=chicago.washington, at=at)

    told = Message.objects.filter(kind="ready_withdrawn")
    by_post = {(one.about_post_id, one.to.log_on_id if one.to else "") for one in told}
    assert {(in_review.pk, "reyes"), (in_review.pk, "whitfield"), (drafted.pk, "kowalczyk")} <= by_post
    assert {post for post, _ in by_post} == {in_review.pk, drafted.pk}
    in_review.refresh_from_db()
    assert in_review.status == Status.IN_REVIEW
    with pytest.raises(NotOffered, match="withdrawn"):
        taken(chicago, found, at, by="ortega")
    assert Event.objects.get(verb="ready.withdrawn").keys["pending"] == 2


def test_what_is_over_or_offered_to_others_is_not_taken(chicago: Cast, alsip: Cast, at: datetime) -> None:
    found = offered(chicago, at)

    with pytest.raises(NotOffered, match="time is over"):
        people.duty.start(member=chicago.reyes, at=at + timedelta(days=3))
        taken(chicago, found, at + timedelta(days=3))
    with pytest.raises(NotOffered, match="not offered to"):
        taken(chicago, found, at, by="kowalczyk", unit="018")
    for other in ("kowalczyk", "natarajan"):
        with pytest.raises(OutletAccount.DoesNotExist):
            taken(chicago, found, at, by=other)
    with pytest.raises(ReadyDraft.DoesNotExist):
        account = alsip.accounts["PAT"]
        ready.take(ready_id=found.pk, account_id=account.pk, actor=alsip.vance, at=at)


def test_a_template_has_no_end_and_is_filled_in_as_often_as_it_is_needed(chicago: Cast, at: datetime) -> None:
    found = offered(chicago, at, kind="template", text="We look for [name]. Call [number].", valid_until=None)

    first, second = (taken(chicago, found, at) for _ in range(2))

    assert first != second
    assert not Message.objects.filter(kind="ready_offered").exists()


def test_only_those_who_guide_the_units_offer_and_the_database_keeps_the_words(
    chicago: Cast, at: datetime
) -> None:
    found = offered(chicago, at)
    words = Offered(kind="template", title="A", category="safety_tip", text="B")

    for who in ("reyes", "okafor", "marsh", "admin"):
        with pytest.raises(PermissionDenied):
            ready.offer(offered=words, actor=chicago.people[who], at=at)
        with pytest.raises(PermissionDenied):
            ready.withdraw(ready_id=found.pk, why="No.", actor=chicago.people[who], at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReadyDraft.objects.filter(pk=found.pk).update(text="Other words.")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReadyDraft.objects.create(
            agency=chicago.agency,
            kind="draft",
            title="No end",
            category="safety_tip",
            text="B",
            offered_by=chicago.natarajan,
            offered_at=at,
        )

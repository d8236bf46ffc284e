"""A post and its translation: submitted, approved, returned and taken back in one act, and sent each by itself."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from governance import cast
from governance.cast import Cast
from posts import attesting, drafting, halves, pairs, stopping, translating
from posts.models import Approval, Effect, Post, Publication, RouteStep, RuleFiring, RuleTally, Status
from posts.pairs import OtherHalf
from posts.reviewing import ReadSomethingElse
from posts.submission import NotReady
from posts.translating import NotAPair
from posts.workflow import Refused, WrongStatus
from tests import people
from tests.posts import paired
from tests.threads import together


def statuses(pair: tuple[Post, Post]) -> list[str]:
    return list(
        Post.objects.filter(pk__in=[post.pk for post in pair]).order_by("pk").values_list("status", flat=True)
    )


def test_a_translation_begins_with_what_the_other_has_and_says_what_it_means(
    chicago: Cast, at: datetime
) -> None:
    first, second = paired.begun(engaged=chicago, at=at)
    assert (second.account_id, second.unit_id, second.category) == (
        first.account_id,
        first.unit_id,
        first.category,
    )
    assert (second.draft.language, second.draft.meaning) == ("es", people.TIP.text)
    for post, language in ((first, "pl"), (second, "pl")):
        with pytest.raises(NotAPair):
            translating.begin(post_id=post.pk, language=language, actor=chicago.reyes, at=at)


def test_a_translation_is_asked_the_sensitive_questions_for_its_own_words(
    chicago: Cast, at: datetime
) -> None:
    first = people.drafted(engaged=chicago, written=people.EVIDENCE, at=at)
    second = translating.begin(post_id=first.pk, language="es", actor=chicago.reyes, at=at)
    second.draft.refresh_from_db()
    assert second.draft.answers == {}
    assert set(second.draft.asked_again) == people.EVIDENCE.answers.keys()
    with pytest.raises(OtherHalf, match="things to fix first"):
        pairs.submit(post_id=first.pk, actor=chicago.reyes, seen_version=1, at=at)


def test_both_are_submitted_or_none(chicago: Cast, at: datetime) -> None:
    first, second = paired.begun(engaged=chicago, at=at)
    kept = drafting.written_in(draft=second.draft, category=second.category)
    drafting.save(
        post_id=second.pk, actor=chicago.reyes, written=replace(kept, meaning=""), seen_version=2, at=at
    )
    with pytest.raises(OtherHalf, match="in Spanish, its pair: 1 thing to fix first"):
        pairs.submit(post_id=first.pk, actor=chicago.reyes, seen_version=1, at=at)
    with pytest.raises(NotReady):
        pairs.submit(post_id=second.pk, actor=chicago.reyes, seen_version=3, at=at)
    assert statuses((first, second)) == [Status.DRAFT, Status.DRAFT]


def test_one_act_gives_two_approvals_of_two_versions(chicago: Cast, at: datetime) -> None:
    pair = paired.submitted(engaged=chicago, at=at)
    assert statuses(pair) == [Status.IN_REVIEW, Status.IN_REVIEW]
    paired.approve(pair=pair, by=chicago.whitfield, opened=1, at=at)
    given = Approval.objects.filter(revision__post__in=pair).order_by("pk")
    assert len({one.binding for one in given}) == 2
    assert {(one.decided_by_id, one.decided_at) for one in given} == {(chicago.whitfield.pk, at)}
    assert statuses(pair) == [Status.APPROVED, Status.APPROVED]
    due = Publication.objects.filter(post__in=pair).order_by("pk").values_list("post_id", flat=True)
    assert list(due) == [pair[0].pk, pair[1].pk], "each by itself, the first first"


def test_what_changed_in_one_of_them_approves_none(chicago: Cast, at: datetime) -> None:
    pair = paired.submitted(engaged=chicago, at=at)
    for opened, fault in ((0, OtherHalf), (1, ReadSomethingElse)):
        first, second = paired.pair_of(pair[0])
        assert second.revision is not None
        second.revision.binding = "0" * 64
        with pytest.raises(fault, match="changed while you read it"):
            paired.approve(pair=(first, second), by=chicago.whitfield, opened=opened, at=at)
    assert not Approval.objects.exists()


def test_who_wrote_one_of_them_approves_neither(chicago: Cast, at: datetime) -> None:
    """Somebody of Communications may write neither; an acting sergeant who wrote the translation is its author."""
    people.grants.authorise(
        member=chicago.ortega,
        unit=chicago.units["014"],
        role="acting_sergeant",
        given_by=chicago.okafor,
        at=at,
    )
    first, _ = paired.begun(engaged=chicago, other_by="ortega", at=at)
    pairs.submit(post_id=first.pk, actor=chicago.reyes, seen_version=1, at=at)
    pair = paired.pair_of(first)
    for opened in (0, 1):
        with pytest.raises(Refused, match="You wrote this post"):
            paired.approve(pair=pair, by=chicago.ortega, opened=opened, at=at)
    assert not Approval.objects.exists()


def test_each_takes_every_step_that_either_asks_for(chicago: Cast, at: datetime) -> None:
    first, second = paired.begun(engaged=chicago, written=people.ARREST, at=at)
    kept = drafting.written_in(draft=second.draft, category="")
    plain = replace(kept, category="safety_tip", answers=people.TIP.answers, meaning=people.TIP.text)
    drafting.save(post_id=second.pk, actor=chicago.reyes, written=plain, seen_version=2, at=at)
    pairs.submit(post_id=first.pk, actor=chicago.reyes, seen_version=1, at=at)
    pair = paired.pair_of(first)
    for post in pair:
        steps = RouteStep.objects.filter(revision=post.revision_id).order_by("position")
        assert [step.key for step in steps] == ["sergeant", "communications"]
    paired.approve(pair=pair, by=chicago.whitfield, at=at)
    assert statuses(pair) == [Status.IN_REVIEW, Status.IN_REVIEW]
    with pytest.raises(Refused):
        paired.approve(pair=pair, by=chicago.whitfield, at=at)
    paired.approve(pair=pair, by=chicago.natarajan, at=at)
    assert statuses(pair) == [Status.APPROVED, Status.APPROVED]


def test_one_that_comes_back_asking_for_more_takes_the_other_out_of_its_review(
    chicago: Cast, at: datetime
) -> None:
    pair = paired.submitted(engaged=chicago, at=at)
    drafting.withdraw(post_id=pair[0].pk, actor=chicago.reyes, at=at)
    pairs.reopen(post_id=pair[0].pk, actor=chicago.reyes, at=at)
    drafting.save(post_id=pair[0].pk, actor=chicago.reyes, written=people.ARREST, seen_version=1, at=at)
    pairs.submit(post_id=pair[0].pk, actor=chicago.reyes, seen_version=2, at=at)
    for post in paired.pair_of(pair[0]):
        steps = RouteStep.objects.filter(revision=post.revision_id).order_by("position")
        assert [step.key for step in steps] == ["sergeant", "communications"]


def test_a_post_has_one_translation_at_a_time(chicago: Cast, at: datetime) -> None:
    first, second = paired.begun(engaged=chicago, at=at)
    drafting.withdraw(post_id=second.pk, actor=chicago.reyes, at=at)
    third = translating.begin(post_id=first.pk, language="pl", actor=chicago.reyes, at=at)
    with pytest.raises(OtherHalf, match="Another translation was begun in its place"):
        pairs.reopen(post_id=second.pk, actor=chicago.reyes, at=at)
    drafting.withdraw(post_id=third.pk, actor=chicago.reyes, at=at)
    pairs.reopen(post_id=second.pk, actor=chicago.reyes, at=at)
    found = halves.other_of(post=first)
    assert found is not None and found.pk == second.pk, "the one that lives, not the one that came last"
    pair = paired.submitted(engaged=chicago, at=at)
    paired.approve(pair=pair, by=chicago.whitfield, at=at)
    Post.objects.filter(pk=pair[1].pk).update(status=Status.PUBLISHED)
    pairs.reopen(post_id=pair[0].pk, actor=chicago.reyes, at=at)
    with pytest.raises(NotAPair, match="paired already"):
        translating.begin(post_id=pair[0].pk, language="pl", actor=chicago.reyes, at=at)


def test_the_rules_of_both_are_counted_in_one_order(chicago: Cast, at: datetime) -> None:
    """Two posts of a unit that are submitted at once then wait for each other, and never in a ring."""
    first, second = paired.begun(engaged=chicago, written=people.ARREST, at=at)
    kept = drafting.written_in(draft=second.draft, category="")
    plain = replace(kept, category="safety_tip", answers=people.TIP.answers, meaning=people.TIP.text)
    drafting.save(post_id=second.pk, actor=chicago.reyes, written=plain, seen_version=2, at=at)
    with CaptureQueriesContext(connection) as asked:
        pairs.submit(post_id=first.pk, actor=chicago.reyes, seen_version=1, at=at)
    counting = [one["sql"] for one in asked if "posts_ruletally" in one["sql"]]
    of_each = [
        list(RuleFiring.objects.filter(post=post).values_list("rule", flat=True)) for post in (first, second)
    ]
    assert "posts_rulefiring" not in counting[0], "the counts of both are held before one of them is counted"
    assert all(rule in counting[0] for rules in of_each for rule in rules)
    met = RuleFiring.objects.filter(effect__in=(Effect.HELD, Effect.GAVE_WAY)).values_list("rule", flat=True)
    spoke = Counter([*of_each[0], *of_each[1]]) - Counter(met)
    assert dict(RuleTally.objects.filter(fired__gt=0).values_list("rule", "fired")) == spoke


def test_a_box_of_one_of_them_is_never_ticked_by_that_of_the_other() -> None:
    said = ("“Names of victims” may be set aside.", "“Open cases” may be set aside.")
    keys = []
    for words in (*said, said[0]):
        step = {"key": "sergeant", "reasons": [{"authorisation": words}]}
        boxes = attesting.boxes_of(
            decision={"attestation": {"boxes": []}, "route": [step]}, step_key="sergeant"
        )
        keys += [box["key"] for box in boxes]
    assert keys[0] == keys[2] != keys[1]


def test_the_database_refuses_half_an_approval(chicago: Cast, at: datetime) -> None:
    first, _ = paired.submitted(engaged=chicago, at=at)
    with pytest.raises(IntegrityError, match="a pair is approved together"), transaction.atomic():
        people.approve(post=first, by=chicago.whitfield, at=at)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_keeps_a_pair_on_its_account(chicago: Cast, at: datetime) -> None:
    first, second = paired.begun(engaged=chicago, at=at)
    other = people.drafted(engaged=chicago, by="kowalczyk", unit="018", at=at)
    elsewhere = chicago.accounts["018"].pk
    for post in (first, second):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(account_id=elsewhere, unit_id=chicago.units["018"].pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=second.pk).update(translates=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=other.pk).update(translates=first)


def test_a_stopped_one_keeps_the_other_waiting_and_a_withdrawn_one_lets_it_go(
    chicago: Cast, at: datetime
) -> None:
    pair = paired.submitted(engaged=chicago, at=at)
    stopping.stop(post_id=pair[1].pk, actor=chicago.whitfield, reason="Wait.", at=at)
    with pytest.raises(OtherHalf, match="in Spanish, its pair, is stopped"):
        paired.approve(pair=pair, by=chicago.whitfield, at=at)
    drafting.withdraw(post_id=pair[1].pk, actor=chicago.reyes, at=at)
    paired.approve(pair=pair, by=chicago.whitfield, at=at)
    assert statuses(pair) == [Status.APPROVED, Status.WITHDRAWN]


def test_of_an_approval_and_an_edit_at_once_one_wins_with_both_posts(committed_db: str, at: datetime) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    for _ in range(6):
        pair = paired.submitted(engaged=engaged, at=at)
        ready = threading.Barrier(3)

        def approves(
            opened: int, pair: tuple[Post, Post] = pair, ready: threading.Barrier = ready
        ) -> Callable[[], None]:
            by, attested = engaged.whitfield if opened else engaged.brody, paired.said(pair)

            def act() -> None:
                ready.wait()
                try:
                    paired.approve(pair=pair, by=by, opened=opened, attested=attested, at=at)
                except (WrongStatus, OtherHalf, ReadSomethingElse):
                    return

            return act

        def edits(pair: tuple[Post, Post] = pair, ready: threading.Barrier = ready) -> None:
            ready.wait()
            pairs.reopen(post_id=pair[1].pk, actor=engaged.reyes, at=at)

        together(approves(0), approves(1), edits)
        assert statuses(pair) == [Status.DRAFT, Status.DRAFT], "an edit comes before an approval or after it"
        given = Approval.objects.filter(revision__post__in=pair).values_list(
            "decided_by_id", "revision__post_id"
        )
        assert len(given) in (0, 2), "two approvals of one person, or none"
        assert len({who for who, _ in given}) <= 1

"""Which rule spoke of which post: once, counted by month, and the counts outlive the rows."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import InternalError, connection
from django.test import Client

from governance import cast, pruning
from governance.cast import Cast
from posts import firings, submission
from posts.models import Effect, Post, PrecedenceTally, RuleFiring, RuleTally
from tests import people
from tests.posts.writing import at, draft, reyes, submit

__all__ = ["at", "draft", "reyes"]


def _effects(post: Post) -> dict[str, str]:
    return dict(RuleFiring.objects.filter(post=post).values_list("rule", "effect"))


def test_a_submitted_post_keeps_each_rule_that_spoke_of_it_and_what_it_did(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, written=people.with_answers(people.ARREST, notable="yes"), at=at)
    kept = _effects(post)
    assert kept["felony"] == kept["sergeant-decides"] == Effect.ROUTED
    assert (kept["notable"], kept["own-district"]) == (Effect.TOLD, Effect.DECLARED)
    assert "charges-pending" not in kept and "politics-declared" not in kept
    tally = RuleTally.objects.get(rule="felony")
    assert (tally.month, tally.unit, tally.clause) == (date(2026, 11, 1), post.unit, "CPD-TW.V.D.9")
    assert (tally.fired, tally.stopped, tally.set_aside) == (1, 0, 0)


def test_of_two_rules_that_disagree_both_are_counted_and_which_of_them_held_cpd_tw_vi(
    chicago: Cast, at: datetime
) -> None:
    for _ in range(2):
        post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    kept = _effects(post)
    assert (kept["arrest-told"], kept["pending-case"]) == (Effect.HELD, Effect.GAVE_WAY)
    counted = RuleTally.objects.filter(rule__in=["arrest-told", "pending-case"])
    assert set(counted.values_list("clause", "fired", "stopped", "set_aside")) == {
        ("CPD-TW.V.D.9", 0, 0, 0),
        ("CPD-SM.III.C.4.b", 0, 0, 0),
    }
    met = PrecedenceTally.objects.get()
    assert (met.winner, met.loser, met.ranked_by, met.times) == (
        "arrest-told",
        "pending-case",
        "CPD-TW.VI",
        2,
    )
    assert (met.month, met.unit, met.agency) == (date(2026, 11, 1), post.unit, chicago.agency)


def test_a_month_is_counted_in_the_calendar_of_the_agency(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)
    evening = datetime(2026, 12, 1, 5, 59, tzinfo=UTC)
    assert firings.month_of(post=post, at=evening) == date(2026, 11, 1)
    assert firings.month_of(post=post, at=evening + timedelta(minutes=1)) == date(2026, 12, 1)


def test_a_rule_that_stops_a_post_is_counted_once_however_often_somebody_presses(
    chicago: Cast, reyes: Client, draft: Post
) -> None:
    for _ in range(2):
        submit(reyes, draft, answer_source="")
    assert _effects(draft) == {"source-named": Effect.STOPPED}
    assert RuleTally.objects.values_list("rule", "fired", "stopped").get() == ("source-named", 0, 1)
    submit(reyes, draft, answer_source="Beat 1413")
    assert RuleTally.objects.get(rule="source-named").fired == 0
    assert RuleTally.objects.get(rule="sergeant-decides").fired == 1


def test_what_was_set_aside_names_whoever_gave_the_reason(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.MUSEUM, at=at)
    row = RuleFiring.objects.get(effect=Effect.SET_ASIDE)
    assert (row.post, row.rule, row.set_aside_by) == (post, "force-suspected", chicago.reyes)
    tally = RuleTally.objects.get(rule="force-suspected")
    assert (tally.fired, tally.stopped, tally.set_aside) == (1, 0, 1)


def test_the_rows_go_after_a_year_and_a_month_and_the_counts_stay(chicago: Cast, at: datetime) -> None:
    people.submitted(engaged=chicago, at=at)
    counted = RuleTally.objects.count()
    pruning.prune(at=at + timedelta(days=399))
    assert RuleFiring.objects.exists()
    pruning.prune(at=at + timedelta(days=401))
    assert not RuleFiring.objects.exists()
    assert RuleTally.objects.count() == counted > 0


def test_of_four_posts_of_a_unit_submitted_at_once_each_is_counted(committed_db: str, at: datetime) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    drafts = [people.drafted(engaged=engaged, at=at) for _ in range(4)]
    ready, done = threading.Barrier(4), list[int]()

    def press(post: Post) -> None:
        try:
            ready.wait()
            submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=1, at=at)
            done.append(post.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(post,)) for post in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 4
    # Which of them finds another that says the same depends on who was first.
    counted = RuleTally.objects.exclude(rule="said-lately")
    assert set(counted.values_list("fired", flat=True)) == {4}


@pytest.mark.parametrize("change", [{"effect": "routed"}, {"revision": None}, {"set_aside_by": None}])
def test_no_row_is_changed_afterwards(chicago: Cast, at: datetime, change: dict[str, object]) -> None:
    people.submitted(engaged=chicago, at=at)
    with pytest.raises(InternalError, match="Cannot update"):
        RuleFiring.objects.update(**change)

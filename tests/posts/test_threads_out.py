"""A thread goes out part by part, each once; what stops one part holds the rest, and people see and decide."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from accounts import authority
from accounts.models import Message
from governance.cast import Cast
from posts import chain, clock, dispatching, gate, reconciling, resuming, sending, stopping, stuck
from posts.models import Post, Publication, PublicationState, Scope, Status
from posts.stops import Target
from records.contents import opened
from records.models import Record
from tests import people
from tests.posts.test_crash_matrix import CRASHES, TROUBLES, Died, Trouble, recover

S = PublicationState
Out = tuple[Cast, Any]
ROUNDS = 8


def test_the_states_of_its_parts_say_where_a_post_is() -> None:
    """Every combination of three parts has one answer, whatever their order; of one part it is that part's."""
    alone = {
        S.DUE: Status.APPROVED,
        S.SENDING: Status.SENDING,
        S.PUBLISHED: Status.PUBLISHED,
        S.REFUSED: Status.REFUSED,
        S.UNKNOWN: Status.UNKNOWN,
        S.CANCELLED: None,
        S.DELETING: Status.TAKING_DOWN,
        S.DELETED: Status.TAKEN_DOWN,
    }
    assert {state: chain.status_of([state]) for state in S} == alone
    for three in product(S, repeat=3):
        status = chain.status_of(three)
        assert status == chain.status_of(sorted(three))
        assert (status == Status.PUBLISHED) == (set(three) == {S.PUBLISHED})
        assert (status == Status.PARTLY_OUT) <= (S.PUBLISHED in three and S.DUE not in three)
        assert (status == Status.SENDING) == (
            S.SENDING in three
            or (S.PUBLISHED in three and S.DUE in three and not {S.UNKNOWN, S.DELETING} & set(three))
        )
        if status in (Status.APPROVED, Status.REFUSED, Status.TAKEN_DOWN, None):
            assert not {S.PUBLISHED, S.SENDING, S.UNKNOWN, S.DELETING} & set(three)


def thread(out: Out, at: datetime, parts: int = 3) -> tuple[Post, list[str]]:
    """An approved thread in words of its own."""
    cast, _ = out
    word = people.a_word()
    texts = [f"Part {number} of a thread {word}." for number in range(1, parts + 1)]
    written = replace(people.TIP, text=texts[0], further=tuple(texts[1:]))
    post = people.submitted(engaged=cast, written=written, at=at)
    people.approve(post=post, by=cast.whitfield, at=at)
    return post, texts


def drain(post: Post) -> Post:
    """Hand over and send what is due until nothing is."""
    for _ in range(ROUNDS):
        Publication.objects.filter(post=post).update(dispatched_at=None)
        for publication_id in [*dispatching.take_due(urgent=True), *dispatching.take_due()]:
            sending.send(publication_id=publication_id)
    post.refresh_from_db()
    return post


def accepted(out: Out, texts: list[str]) -> list[dict[str, Any]]:
    """What the sandbox took of these texts, in order of arrival."""
    cast, ground = out
    told = ground.control("GET", "accepted", account=cast.accounts["014"].external_id)["accepted"]
    return [one for one in told if one["text"] in texts]


def fault(out: Out, text: str, name: str, **more: Any) -> None:
    _, ground = out
    ground.control("POST", "faults", {"match": {"text": text}, "times": 1, "effect": {"name": name, **more}})


def test_each_part_answers_the_one_before_and_has_its_own_record(out: Out, early: datetime) -> None:
    post, texts = thread(out, early)
    assert len(dispatching.take_due()) == 1
    assert drain(post).status == Status.PUBLISHED
    there = accepted(out, texts)
    assert [one["text"] for one in there] == texts
    rows = chain.parts_of(post=post)
    assert [row.external_id for row in rows] == [one["id"] for one in there]
    records = list(Record.objects.filter(post_id=post.pk).order_by("published_at", "pk"))
    parts = [opened(record=one, check=None, zone=UTC, at=early) for one in records]
    assert [(one.part, one.text) for one in parts] == [
        (f"Part {number} of 3", text) for number, text in enumerate(texts, start=1)
    ]
    assert [len(one.others) for one in parts] == [2, 2, 2]
    assert [one["reply_to"] for one in there] == [None, rows[0].external_id, rows[1].external_id]


def test_a_refused_part_holds_the_rest_until_a_person_sends_it(out: Out, early: datetime) -> None:
    cast, _ = out
    post, texts = thread(out, early)
    fault(out, texts[1], "reject_before", status=400)
    assert drain(post).status == Status.PARTLY_OUT
    rows = chain.parts_of(post=post)
    assert [row.state for row in rows] == [S.PUBLISHED, S.REFUSED, S.CANCELLED]
    assert chain.in_words(parts=rows) == "1 of 3 parts is out."
    told = Message.objects.filter(about_post_id=post.pk, subject="A thread is only partly out")
    assert told.exists() and all("Part 2 of a thread" in one.body for one in told)
    [stuck_one] = stuck.groups(authority.load(member=cast.whitfield, at=early))["partly"].things
    assert stuck_one.why.startswith("The network says: ")
    resuming.send_the_rest(post_id=post.pk, actor=cast.whitfield, at=early)
    assert drain(post).status == Status.PUBLISHED
    assert [one["text"] for one in accepted(out, texts)] == texts


def test_an_unknown_part_holds_the_rest_and_once_found_lets_it_go_on(out: Out, early: datetime) -> None:
    post, texts = thread(out, early)
    fault(out, texts[1], "accept_then_reset")
    assert drain(post).status == Status.UNKNOWN
    rows = chain.parts_of(post=post)
    assert [row.state for row in rows] == [S.PUBLISHED, S.UNKNOWN, S.DUE]
    Publication.objects.filter(pk=rows[1].pk).update(look_at=early)
    assert reconciling.look(publication_id=rows[1].pk, reach=sending.reach) == "found"
    assert drain(post).status == Status.PUBLISHED
    assert [one["text"] for one in accepted(out, texts)] == texts


@pytest.mark.parametrize(("beyond", "status"), [(-30, Status.PUBLISHED), (1, Status.PARTLY_OUT)])
def test_a_rest_that_is_late_waits_for_a_person_who_says_that_it_is_still_good(
    out: Out, early: datetime, beyond: int, status: Status
) -> None:
    cast, _ = out
    post, texts = thread(out, early)
    first = chain.parts_of(post=post)[0]
    sending.send(publication_id=first.pk)
    gone_at = clock.now() - timedelta(minutes=first.revision.late_minutes + beyond)
    Publication.objects.filter(pk=first.pk).update(published_at=gone_at)
    Post.objects.filter(pk=post.pk).update(due_at=gone_at)
    assert drain(post).status == status
    if status == Status.PARTLY_OUT:
        assert chain.parts_of(post=post)[1].waiting_for == gate.REST_LATE.sentence
        assert Message.objects.filter(about_post_id=post.pk, kind="held_back").exists()
        resuming.send_the_rest(post_id=post.pk, actor=cast.whitfield, at=clock.now())
    assert drain(post).status == Status.PUBLISHED
    assert [one["text"] for one in accepted(out, texts)] == texts


def test_a_stop_in_the_middle_holds_the_rest(out: Out, early: datetime) -> None:
    cast, _ = out
    post, texts = thread(out, early)
    sending.send(publication_id=chain.parts_of(post=post)[0].pk)
    target = Target(scope=Scope.UNIT, unit=cast.units["014"])
    stopping.place(target=target, reason="Wait.", actor=cast.whitfield, at=early)
    assert drain(post).status == Status.PARTLY_OUT
    assert [one["text"] for one in accepted(out, texts)] == texts[:1]


@pytest.mark.parametrize("sent", [1, 3])
def test_a_takedown_takes_every_part_the_last_first(out: Out, early: datetime, sent: int) -> None:
    cast, _ = out
    post, texts = thread(out, early)
    for row in chain.parts_of(post=post)[:sent]:
        sending.send(publication_id=row.pk)
    stopping.take_down(post_id=post.pk, actor=cast.whitfield, reason="Wrong street.", at=early)
    first = dispatching.take_due(urgent=True)
    assert first == [chain.parts_of(post=post)[sent - 1].pk]
    assert drain(post).status == Status.TAKEN_DOWN
    states = [row.state for row in chain.parts_of(post=post)]
    assert states == [S.DELETED] * sent + [S.CANCELLED] * (3 - sent)
    assert len(accepted(out, texts)) == sent
    assert {record.state for record in Record.objects.filter(post_id=post.pk)} == {"taken_down"}


def test_before_the_first_part_is_out_everything_is_as_for_one_post(out: Out, early: datetime) -> None:
    post, texts = thread(out, early)
    second = chain.parts_of(post=post)[1]
    assert sending.send(publication_id=second.pk) == "nothing to do"
    fault(out, texts[0], "reject_before", status=400)
    assert drain(post).status == Status.REFUSED
    assert [row.state for row in chain.parts_of(post=post)] == [S.REFUSED, S.CANCELLED, S.CANCELLED]


@pytest.mark.parametrize("crash", CRASHES.values(), ids=CRASHES)
@pytest.mark.parametrize("trouble", [TROUBLES["none"], TROUBLES["took, then reset"]], ids=["none", "reset"])
def test_each_part_is_out_once_wherever_a_worker_dies_in_the_middle(
    out: Out, early: datetime, trouble: Trouble, crash: Callable[..., None]
) -> None:
    post, texts = thread(out, early)
    first, second, third = chain.parts_of(post=post)
    sending.send(publication_id=first.pk)
    if trouble.effect:
        fault(out, texts[1], **trouble.effect)
    with suppress(Died):
        crash(second, early + timedelta(minutes=1), out[1])
    recover(second)
    there = [one["text"] for one in accepted(out, texts)]
    second.refresh_from_db()
    if second.state == S.UNKNOWN:
        assert sending.send(publication_id=third.pk) == "nothing to do"
        assert (there, drain(post).status) == (texts[:1], Status.UNKNOWN)
        return
    assert drain(post).status == Status.PUBLISHED
    assert [one["text"] for one in accepted(out, texts)] == texts

"""Whatever people, workers and the network do, in whatever order: never two, never what nobody approved.

A machine plays one post: written, submitted, approved, edited, stopped and released, the whole department stopped,
sent, left by workers that die at four points and answer when they were given up, swept, looked for, taken down; and a
sergeant approves what was on the screen before. After every step the account and the database are asked. The
network's filter of duplicates is off, since it would hide what is sent twice.

Seen to catch, each seeded by hand in turn and taken out again: a claim, and a stop, that does not take the stop lock;
an answer that is settled twice; an unclear call that is made again; the attempt of a lost worker taken for one that
never left; a verdict on a version that was not the one that was read; a refusal that the books call published. Not
seen, since other guards stand around it: a gate that does not ask for stops. A stop takes what it covers out of a
claim's reach at once, and the database refuses the attempt.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from audit import vault
from governance.cast import Cast
from posts import (
    drafting,
    publishing,
    reconciling,
    resolving,
    reviewing,
    sending,
    settling,
    stopping,
    submission,
)
from posts.models import (
    Post,
    Publication,
    PublicationState,
    Revision,
    Scope,
    Status,
)  # fmt: skip
from posts.reviewing import ReadSomethingElse
from posts.stops import Target
from tests import people
from tests.posts.played import EXCLUSIVE, REFUSED, SHARED, Played

TROUBLES = st.sampled_from(
    [
        None,
        None,
        "accept_then_reset",
        "accept_then_truncated_body",
        "reset_before",
        "duplicate_403",
        "rate_limited",
    ]
)
SELDOM = st.sampled_from([True, False, False])
"""So that what ends a post's way does not end every one at its beginning."""
_WRITTEN = frozenset({Status.DRAFT, Status.RETURNED})
_REOPENED = frozenset({Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN, Status.REFUSED})
_CLAIMED = frozenset({Status.SENDING, Status.PUBLISHED, Status.UNKNOWN})
_GOING = _CLAIMED | {Status.IN_REVIEW, Status.APPROVED}
DEATHS = st.sampled_from(
    [
        "before the claim commits",
        "before the call",
        "before the answer is written",
        "before the answer is known to be written",
    ]
)


class OnePost(Played):
    """What people, workers and the network do to it."""

    @initialize()
    def begin(self) -> None:
        self.post_id = people.drafted(engaged=self.engaged, written=self.next_version(), at=self.now).pk
        self.submit()
        self.approve()
        OPENINGS[self.opening](self)

    @precondition(lambda self: self.status in _WRITTEN)
    @rule()
    def submit(self) -> None:
        version = Post.objects.select_related("draft").get(pk=self.post_id).draft.version
        self.attempted(submission.submit, actor=self.engaged.reyes, seen_version=version)

    @precondition(lambda self: self.status == Status.IN_REVIEW)
    @rule()
    def approve(self) -> None:
        post = self.post()
        with suppress(*REFUSED, AssertionError), transaction.atomic():
            people.approve(post=post, by=self.engaged.whitfield, at=self.later())
            self.read.add(post.revision_id or 0)

    @precondition(lambda self: self.status == Status.IN_REVIEW and self.versions > 1)
    @rule()
    def approve_what_was_on_the_screen_before(self) -> None:
        """Read, and then its author changed it: the verdict is for words that are not there any more."""
        post = self.post()
        older = Revision.objects.filter(post=post).exclude(pk=post.revision_id).order_by("pk").last()
        if older is None:
            return
        with suppress(ReadSomethingElse, *REFUSED), transaction.atomic():
            reviewing.approve(
                post_id=post.pk,
                binding=older.binding,
                actor=self.engaged.whitfield,
                attested=people.attested(post=post),
                at=self.later(),
            )

    @precondition(lambda self: self.status in _REOPENED)
    @rule(really=SELDOM)
    def edit(self, really: bool) -> None:
        """Open it again, and write other words."""
        if not really:
            return
        self.attempted(drafting.reopen, actor=self.engaged.reyes)
        draft = Post.objects.select_related("draft").get(pk=self.post_id).draft
        self.attempted(
            drafting.save,
            actor=self.engaged.reyes,
            written=self.next_version(),
            seen_version=draft.version,
        )

    @precondition(lambda self: self.status in _GOING)
    @rule(really=SELDOM)
    def stop(self, really: bool) -> None:
        if really:
            with self.locks_first(EXCLUSIVE):
                self.attempted(stopping.stop, actor=self.engaged.okafor, reason="Not now")

    @precondition(lambda self: self.status == Status.STOPPED)
    @rule()
    def release(self) -> None:
        self.attempted(stopping.release, actor=self.engaged.okafor)

    @precondition(lambda self: not self.stop_id)
    @rule(really=SELDOM)
    def stop_the_department(self, really: bool) -> None:
        if not really:
            return
        everything = Target(scope=Scope.DEPARTMENT)
        with suppress(*REFUSED), self.locks_first(EXCLUSIVE), transaction.atomic():
            placed = stopping.place(
                target=everything, reason="A drill", actor=self.engaged.natarajan, at=self.later()
            )
            self.stop_id = placed.stop.pk

    @precondition(lambda self: bool(self.stop_id))
    @rule()
    def lift_that_stop(self) -> None:
        stopping.lift(stop_id=self.stop_id, reason="Over", actor=self.engaged.natarajan, at=self.later())
        self.stop_id = 0

    @precondition(lambda self: self.status in _CLAIMED)
    @rule(really=SELDOM)
    def take_down(self, really: bool) -> None:
        if really:
            with self.locks_first(EXCLUSIVE):
                self.attempted(stopping.take_down, actor=self.engaged.okafor, reason="Wrong street")

    @precondition(lambda self: bool(self.publications()))
    @rule(trouble=TROUBLES, times=st.integers(1, 2))
    def send(self, trouble: str | None, times: int) -> None:
        """A worker, or two after another with the same message."""
        self.plan(trouble)
        for publication in self.publications():
            for _ in range(times):
                now = max(self.later(), publication.due_at)
                before = self.calls()
                held = self.must_not_go()
                with self.locks_first(SHARED):
                    sending.send(publication_id=publication.pk, now_by=lambda now=now: now)
                assert not (held and self.calls() > before), held

    @precondition(lambda self: bool(self.publications()))
    @rule(where=DEATHS, trouble=TROUBLES)
    def die(self, where: str, trouble: str | None) -> None:
        """A worker claims and is killed at one of four points; at the last another one writes the same answer."""
        self.plan(trouble)
        for publication in self.publications():
            now = max(self.later(), publication.due_at)
            with self.locks_first(SHARED), transaction.atomic():
                claim = publishing.claim(publication_id=publication.pk, now_by=lambda now=now: now)
                if where == "before the claim commits":
                    transaction.set_rollback(True)
            if claim is None or where in ("before the claim commits", "before the call"):
                continue
            answer = sending.call(claim, now=now)
            if where == "before the answer is written":
                self.unwritten.append((claim.attempt_id, answer))
            else:
                for _ in range(2):
                    settling.settle(attempt_id=claim.attempt_id, outcome=answer, at=now)

    @precondition(lambda self: bool(self.unwritten))
    @rule(times=st.integers(1, 2))
    def answer_after_all(self, times: int) -> None:
        """A worker that was given up was alive, and writes what the network told it."""
        attempt_id, answer = self.unwritten.pop()
        for _ in range(times):
            settling.settle(attempt_id=attempt_id, outcome=answer, at=self.later())

    @precondition(lambda self: self.status == Status.SENDING)
    @rule()
    def sweep(self) -> None:
        settling.sweep()

    @precondition(lambda self: self.status == Status.UNKNOWN)
    @rule()
    def look(self) -> None:
        for publication in Publication.objects.filter(post=self.post_id, look_at__isnull=False):
            self.now = max(self.now, publication.look_at or self.now)
            reconciling.look(publication_id=publication.pk, reach=sending.reach, now_by=lambda: self.now)

    @precondition(lambda self: self.status == Status.UNKNOWN)
    @rule()
    def say_what_is_there(self) -> None:
        """A person who was left with it looks at the account, and says it is not there when it is not."""
        left = Publication.objects.filter(post=self.post_id, state=PublicationState.UNKNOWN, look_at=None)
        for publication in left:
            words = vault.text(digest=publication.revision.text_digest, agency_id=self.engaged.agency.pk)
            if words not in self.accepted():
                self.attempted(resolving.not_found, actor=self.engaged.whitfield, reason="Not there")


def _changed_while_it_was_read(one: OnePost) -> None:
    one.edit(really=True)
    one.submit()
    one.approve_what_was_on_the_screen_before()


def _left_by_a_worker_that_answers_later(one: OnePost) -> None:
    one.die(where="before the answer is written", trouble=None)
    one.sweep()
    one.send(trouble=None, times=1)
    one.answer_after_all(times=2)


def _stopped_everywhere(one: OnePost) -> None:
    one.stop_the_department(really=True)
    one.send(trouble=None, times=1)


def _stopped_alone(one: OnePost) -> None:
    one.stop(really=True)
    one.send(trouble=None, times=1)


OPENINGS: Mapping[str, Callable[[OnePost], object]] = {
    "approved": lambda one: None,
    "broken off, with a doubled message": lambda one: one.send(trouble="accept_then_reset", times=2),
    "written by two workers": lambda one: one.die(
        where="before the answer is known to be written", trouble=None
    ),
    "refused": lambda one: one.send(trouble="duplicate_403", times=1),
    "left by a worker that answers later": _left_by_a_worker_that_answers_later,
    "changed while it was read": _changed_while_it_was_read,
    "stopped everywhere": _stopped_everywhere,
    "stopped alone": _stopped_alone,
}
"""How a machine begins, so that each of these is met however few machines play; then chance goes on."""
MUST_GO_OUT = ("broken off, with a doubled message", "written by two workers")
"""After these something is out, or the machine proves nothing."""


@pytest.mark.parametrize("opening", OPENINGS)
def test_in_whatever_order_never_two_and_never_unapproved(
    out: tuple[Cast, Any], early: datetime, opening: str
) -> None:
    engaged, ground = out

    class Here(OnePost):
        pass

    ground.control("POST", "periods", {"quarter": 1, "duplicates": 0})
    Here.engaged, Here.ground, Here.begun_at, Here.ever_out = engaged, ground, early, set()
    Here.opening = opening
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=2,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Here.ever_out or opening not in MUST_GO_OUT

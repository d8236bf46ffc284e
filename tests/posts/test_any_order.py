"""Whatever people, workers and the network do, in whatever order: never two, never what nobody approved.

A machine plays one post: written, submitted, approved, edited, stopped and released, the whole department stopped,
sent, left by workers that die at three points, swept, looked for, taken down. After every step the account and the
database are asked.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from audit import vault
from governance.cast import Cast
from posts import drafting, publishing, reconciling, resolving, sending, settling, stopping, submission
from posts.models import Approval, Attempt, AttemptKind, Post, Publication, PublicationState, Scope, Status
from posts.stopping import LiftedAlready, StoppedAlready
from posts.stops import Target
from posts.workflow import WrongStatus
from tests import people

STEP = timedelta(seconds=20)
REFUSED = (WrongStatus, PermissionDenied, StoppedAlready, LiftedAlready)
"""What an act raises that may not be done now; it has changed nothing."""
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
DEATHS = st.sampled_from(["before the claim commits", "before the call", "before the answer is written"])


class OnePost(RuleBasedStateMachine):
    """The cast and the sandbox are the test's; what a machine did to the database is rolled back."""

    engaged: Cast
    ground: Any
    begun_at: datetime
    ever_out: set[str]
    """What any machine got out: one that never sends proves nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = self.begun_at
        self.mark = uuid4().hex[:10]
        self.versions = 0
        self.stop_id = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)
        self.ground.control("DELETE", "faults")

    @initialize()
    def begin(self) -> None:
        self.post_id = people.drafted(engaged=self.engaged, written=self._next_version(), at=self.now).pk
        self.submit()
        self.approve()

    @precondition(lambda self: self.status in _WRITTEN)
    @rule()
    def submit(self) -> None:
        version = Post.objects.select_related("draft").get(pk=self.post_id).draft.version
        self._try(submission.submit, actor=self.engaged.reyes, seen_version=version)

    @precondition(lambda self: self.status == Status.IN_REVIEW)
    @rule()
    def approve(self) -> None:
        with suppress(*REFUSED, AssertionError), transaction.atomic():
            people.approve(post=self._post(), by=self.engaged.whitfield, at=self._later())

    @precondition(lambda self: self.status in _REOPENED)
    @rule(really=SELDOM)
    def edit(self, really: bool) -> None:
        """Open it again, and write other words."""
        if not really:
            return
        self._try(drafting.reopen, actor=self.engaged.reyes)
        draft = Post.objects.select_related("draft").get(pk=self.post_id).draft
        self._try(
            drafting.save,
            actor=self.engaged.reyes,
            written=self._next_version(),
            seen_version=draft.version,
        )

    @precondition(lambda self: self.status in _GOING)
    @rule(really=SELDOM)
    def stop(self, really: bool) -> None:
        if really:
            self._try(stopping.stop, actor=self.engaged.okafor, reason="Not now")

    @precondition(lambda self: self.status == Status.STOPPED)
    @rule()
    def release(self) -> None:
        self._try(stopping.release, actor=self.engaged.okafor)

    @precondition(lambda self: not self.stop_id)
    @rule(really=SELDOM)
    def stop_the_department(self, really: bool) -> None:
        if not really:
            return
        everything = Target(scope=Scope.DEPARTMENT)
        with suppress(*REFUSED), transaction.atomic():
            placed = stopping.place(
                target=everything, reason="A drill", actor=self.engaged.natarajan, at=self._later()
            )
            self.stop_id = placed.stop.pk

    @precondition(lambda self: bool(self.stop_id))
    @rule()
    def lift_that_stop(self) -> None:
        stopping.lift(stop_id=self.stop_id, reason="Over", actor=self.engaged.natarajan, at=self._later())
        self.stop_id = 0

    @precondition(lambda self: self.status in _CLAIMED)
    @rule(really=SELDOM)
    def take_down(self, really: bool) -> None:
        if really:
            self._try(stopping.take_down, actor=self.engaged.okafor, reason="Wrong street")

    @precondition(lambda self: bool(self._publications()))
    @rule(trouble=TROUBLES, times=st.integers(1, 2))
    def send(self, trouble: str | None, times: int) -> None:
        """A worker, or two after another with the same message."""
        self._plan(trouble)
        for publication in self._publications():
            for _ in range(times):
                now = max(self._later(), publication.due_at)
                before = self._calls()
                held = self._must_not_go()
                sending.send(publication_id=publication.pk, now_by=lambda now=now: now)
                assert not (held and self._calls() > before), held

    @precondition(lambda self: bool(self._publications()))
    @rule(where=DEATHS, trouble=TROUBLES)
    def die(self, where: str, trouble: str | None) -> None:
        """A worker claims and is killed at one of three points."""
        self._plan(trouble)
        for publication in self._publications():
            now = max(self._later(), publication.due_at)
            with transaction.atomic():
                claim = publishing.claim(publication_id=publication.pk, now_by=lambda now=now: now)
                if where == "before the claim commits":
                    transaction.set_rollback(True)
            if claim is not None and where == "before the answer is written":
                sending.call(claim, now=now)

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
            if words not in self._accepted():
                self._try(resolving.not_found, actor=self.engaged.whitfield, reason="Not there")

    @invariant()
    def no_version_is_out_twice(self) -> None:
        accepted = self._accepted()
        self.ever_out.update(accepted)
        assert len(accepted) == len(set(accepted)), accepted

    @invariant()
    def only_approved_words_are_out(self) -> None:
        approved = {
            vault.text(digest=one.revision.text_digest, agency_id=self.engaged.agency.pk)
            for one in Approval.objects.filter(revision__post=self.post_id, verdict="approved")
        }
        assert set(self._accepted()) <= approved

    @invariant()
    def every_call_was_written_down_before(self) -> None:
        assert len(self._accepted()) <= self._calls()

    @invariant()
    def one_attempt_at_most_is_in_flight(self) -> None:
        assert Attempt.objects.filter(publication__post=self.post_id, outcome="").count() <= 1

    def _next_version(self) -> drafting.Written:
        self.versions += 1
        text = f"Version {self.versions} of {self.mark}: lock the side door & the <gate>."
        return drafting.Written(**{**people.TIP.__dict__, "text": text})

    def _later(self) -> datetime:
        self.now += STEP
        return self.now

    @property
    def status(self) -> str:
        return self._post().status

    def _post(self) -> Post:
        return Post.objects.get(pk=self.post_id)

    def _try(self, act: Callable[..., object], **given: Any) -> None:
        with suppress(*REFUSED), transaction.atomic():
            act(post_id=self.post_id, at=self._later(), **given)

    def _plan(self, trouble: str | None) -> None:
        if trouble is not None:
            effect = {"name": trouble, "reset_in": 1}
            match = {"text": self.mark, "method": "POST"}
            self.ground.control("POST", "faults", {"match": match, "effect": effect})

    def _publications(self) -> list[Publication]:
        open_now = [PublicationState.DUE, PublicationState.DELETING]
        return list(Publication.objects.filter(post=self.post_id, state__in=open_now))

    def _calls(self) -> int:
        calls = Attempt.objects.filter(publication__post=self.post_id, kind=AttemptKind.PUBLISH)
        return calls.count()

    def _must_not_go(self) -> str:
        """Why nothing may be claimed now, from what was committed before; empty when it may."""
        post = self._post()
        if stopping.whole_department(agency_id=post.agency_id) is not None:
            return "the department is stopped"
        return "" if post.status == Status.APPROVED else f"it is {post.status}"

    def _accepted(self) -> list[str]:
        account = self.engaged.accounts["014"].external_id
        told = self.ground.control("GET", "accepted", account=account)["accepted"]
        return [one["text"] for one in told if self.mark in one["text"]]


def test_in_whatever_order_never_two_and_never_unapproved(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, ground = out

    class Here(OnePost):
        pass

    Here.engaged, Here.ground, Here.begun_at, Here.ever_out = engaged, ground, early, set()
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(Here.ever_out) > 1

"""One post as a machine plays it: what it knows, and what is asked of account and database after every step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant

from audit import vault
from audit.models import Event
from governance.cast import Cast
from outlets.outcomes import DeleteOutcome
from outlets.outcomes import Outcome as Answer
from posts import drafting, stopping
from posts.models import Approval, Attempt, AttemptKind, Outcome, Post, Publication, PublicationState, Status
from posts.stopping import LiftedAlready, StoppedAlready
from posts.workflow import WrongStatus
from tests import people

STEP = timedelta(seconds=20)
REFUSED = (WrongStatus, PermissionDenied, StoppedAlready, LiftedAlready)
"""What an act raises that may not be done now; it has changed nothing."""
SHARED, EXCLUSIVE = "pg_advisory_xact_lock_shared", "pg_advisory_xact_lock("
"""The two sides of the stop lock."""


class Played(RuleBasedStateMachine):
    """The cast and the sandbox are the test's; what a machine did to the database is rolled back."""

    engaged: Cast
    ground: Any
    begun_at: datetime
    opening: str
    ever_out: set[str]
    """What any machine got out: one that never sends proves nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = self.begun_at
        self.mark = people.a_word()
        self.versions = 0
        self.stop_id = 0
        self.read: set[int] = set()
        """The revisions that somebody read before approving them."""
        self.unwritten: list[tuple[int, Answer | DeleteOutcome]] = []
        """Attempts whose workers died with the answer."""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)
        self.ground.control("DELETE", "faults")

    @invariant()
    def what_the_account_shows_was_approved_and_is_there_once(self) -> None:
        accepted = self.accepted()
        self.ever_out.update(accepted)
        approved = {
            vault.text(digest=one.revision.text_digest, agency_id=self.engaged.agency.pk)
            for one in Approval.objects.filter(revision__post=self.post_id, verdict="approved")
        }
        assert set(accepted) <= approved
        assert len(accepted) <= self.calls(), "called before it was written down"
        named = Publication.objects.filter(post=self.post_id).exclude(external_id="")
        for publication in named:
            words = vault.text(digest=publication.revision.text_digest, agency_id=self.engaged.agency.pk)
            assert accepted.get(words) == publication.external_id, "the books call out what is not there"

    @invariant()
    def what_was_approved_was_read(self) -> None:
        approvals = Approval.objects.filter(revision__post=self.post_id).values_list("revision", flat=True)
        assert set(approvals) <= self.read

    @invariant()
    def an_unclear_call_is_the_last_one(self) -> None:
        """And one attempt at most is in flight, none settled twice."""
        calls = Attempt.objects.filter(publication__post=self.post_id, kind=AttemptKind.PUBLISH)
        unclear = calls.filter(outcome__in=["", Outcome.UNKNOWN])
        assert all(one.number == calls.filter(publication=one.publication).count() for one in unclear), (
            "called again although nobody knew"
        )
        assert Attempt.objects.filter(publication__post=self.post_id, outcome="").count() <= 1
        settled = Event.objects.filter(verb="post.settled", subject="post", subject_id=self.post_id)
        numbers = [event.keys["attempt_id"] for event in settled]
        assert len(numbers) == len(set(numbers)), "settled twice"

    def next_version(self) -> drafting.Written:
        self.versions += 1
        text = f"Version {self.versions} of {self.mark}: lock the side door & the <gate>."
        return drafting.Written(**{**people.TIP.__dict__, "text": text})

    def later(self) -> datetime:
        self.now += STEP
        return self.now

    @property
    def status(self) -> str:
        return self.post().status

    def post(self) -> Post:
        return Post.objects.get(pk=self.post_id)

    def attempted(self, act: Callable[..., object], **given: Any) -> None:
        with suppress(*REFUSED), transaction.atomic():
            act(post_id=self.post_id, at=self.later(), **given)

    def plan(self, trouble: str | None) -> None:
        if trouble is not None:
            effect = {"name": trouble, "reset_in": 1}
            match = {"text": self.mark, "method": "POST"}
            self.ground.control("POST", "faults", {"match": match, "effect": effect})

    def publications(self) -> list[Publication]:
        open_now = [PublicationState.DUE, PublicationState.DELETING]
        return list(Publication.objects.filter(post=self.post_id, state__in=open_now))

    def calls(self) -> int:
        calls = Attempt.objects.filter(publication__post=self.post_id, kind=AttemptKind.PUBLISH)
        return calls.count()

    def must_not_go(self) -> str:
        """Why nothing may be claimed now, from what was committed before; empty when it may."""
        post = self.post()
        if stopping.whole_department(agency_id=post.agency_id) is not None:
            return "the department is stopped"
        return "" if post.status == Status.APPROVED else f"it is {post.status}"

    @contextmanager
    def locks_first(self, side: str) -> Iterator[None]:
        """Whoever locks anything in here takes this side of the stop lock before all else.

        One transaction plays all parts, so nobody ever waits in here: what is asked for is looked at instead.
        """
        locks: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            if "pg_advisory_xact" in sql or "FOR UPDATE" in sql or "FOR NO KEY UPDATE" in sql:
                locks.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            yield
        assert not locks or side in locks[0], locks[0]

    def accepted(self) -> dict[str, str]:
        """The number of each text. Raises AssertionError where one is there twice."""
        account = self.engaged.accounts["014"].external_id
        told = self.ground.control("GET", "accepted", account=account)["accepted"]
        mine = [one for one in told if self.mark in one["text"]]
        numbers = {one["text"]: one["id"] for one in mine}
        assert len(numbers) == len(mine), "accepted twice"
        return numbers

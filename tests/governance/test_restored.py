"""A restored or copied database sends nothing until its timelines are read and a person goes on (invariant 3)."""

import contextlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import IntegrityError, connections
from django.utils import timezone

from audit import home, sequencer
from audit.models import Checkpoint, Event
from governance import backup, restore
from governance.cast import CHICAGO, Cast
from posts import drafting, publishing, restoring, sending, stopping
from posts.models import (
    Attempt,
    Meaning,
    Post,
    Publication,
    PublicationState,
    ReadingState,
    Restoration,
    ShownPost,
    Status,
    Stop,
    TimelineReading,
)
from posts.workflow import Refused
from records.models import Record
from tests import people
from tests.conftest import _drop, _point, _run_as_admin
from tests.posts.conftest import early, on_sandbox
from tests.sandbox.ground import Ground, ground

__all__ = ["early", "ground", "on_sandbox"]


@dataclass
class Town:
    """A portal whose database can be left behind for a restored or copied one."""

    name: str
    engaged: Cast
    ground: Ground
    folder: Path
    before: int
    """How many posts the network had taken when the test began."""

    def approved(self, *, at: datetime) -> Post:
        """A post with words of its own, due and not sent."""
        text = f"Lock your garage side door tonight. {people.a_word()}"
        written = drafting.Written(**{**people.TIP.__dict__, "text": text})
        post = people.submitted(engaged=self.engaged, written=written, at=at)
        return people.approve(post=post, by=self.engaged.whitfield, at=at)

    def backed_up(self) -> Path:
        url = f"{os.environ['TEST_OWNER_URL'].rpartition('/')[0]}/{self.name}"
        return backup.back_up(url=url, vault=settings.VAULT_ROOT, to=self.folder, say=lambda _: None)

    def restored(self, made: Path) -> None:
        """From now on the portal works with the backup, in another database."""
        _run_as_admin(f'CREATE DATABASE "{self.name}_again" TEMPLATE template0 OWNER portal_owner')
        url = f"{os.environ['TEST_OWNER_URL'].rpartition('/')[0]}/{self.name}_again"
        restore.restore(source=made, url=url, vault=self.folder / "vault", say=lambda _: None)
        self.move()

    def copied(self) -> None:
        """A copy as createdb --template makes it."""
        connections.close_all()
        _run_as_admin(f'CREATE DATABASE "{self.name}_again" TEMPLATE "{self.name}" OWNER portal_owner')

    def move(self) -> None:
        _run_as_admin_in(f"{self.name}_again", _RIGHTS)
        _point(f"{self.name}_again")

    def send(self, post: Post) -> str:
        return sending.send(publication_id=Publication.objects.get(post=post).pk)

    def accepted(self) -> int:
        """By the network's own books."""
        account = self.engaged.accounts["014"].external_id
        return len(self.ground.control("GET", "accepted", account=account)["accepted"]) - self.before


_RIGHTS = (
    "GRANT USAGE ON SCHEMA public TO portal_app",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO portal_app",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO portal_app",
)
"""What migrate by the owner gives after a restore, at the start of every version."""


def _run_as_admin_in(name: str, statements: tuple[str, ...]) -> None:
    with contextlib.closing(psycopg2.connect(os.environ["TEST_ADMIN_URL"], dbname=name)) as admin:
        for statement in statements:
            admin.cursor().execute(statement)
        admin.commit()


@pytest.fixture
def town(
    committed_db: str, early: datetime, on_sandbox: Callable[[Cast], Ground], tmp_path: Path
) -> Iterator[Town]:
    engaged = people.engage_on_duty(house=CHICAGO, at=early)
    registered = on_sandbox(engaged)
    home.note_alive()
    there = Town(name=committed_db, engaged=engaged, ground=registered, folder=tmp_path, before=0)
    there.before = there.accepted()
    yield there
    connections.close_all()
    _point(committed_db)
    _drop(f"{committed_db}_again")


def _read_all() -> None:
    for reading_id in restoring.to_be_read(at=timezone.now()):
        restoring.read(reading_id=reading_id, at=timezone.now())


@pytest.mark.parametrize("way", ["restored", "copied"])
def test_approved_backed_up_published_restored_is_accepted_once(
    town: Town, early: datetime, way: str
) -> None:
    post, kept_back = town.approved(at=early), town.approved(at=early)
    sequencer.sequence(key=Ed25519PrivateKey.generate(), at=timezone.now())
    made = town.backed_up() if way == "restored" else town.copied()
    assert town.send(post) == "published"
    number = Publication.objects.get(post=post).external_id
    town.restored(made) if made else town.move()
    assert Post.objects.get(pk=post.pk).status == Status.APPROVED

    assert town.send(post) == "nothing to do"
    (restoration,) = restoring.begin(at=timezone.now())
    assert town.send(post) == "nothing to do"
    _read_all()

    post.refresh_from_db()
    assert (post.status, Publication.objects.get(post=post).external_id) == (Status.PUBLISHED, number)
    assert Record.objects.get(post_id=post.pk).external_id == number
    kept_back.refresh_from_db()
    assert kept_back.status == Status.STOPPED
    stopping.lift(
        stop_id=restoration.stop_id, reason="All was read.", actor=town.engaged.natarajan, at=timezone.now()
    )
    assert town.send(kept_back) == "nothing to do"
    stopping.release(post_id=kept_back.pk, actor=town.engaged.whitfield, at=timezone.now())
    assert town.send(kept_back) == "published"
    assert town.accepted() == 2


def test_the_trail_says_what_it_goes_back_to(town: Town, early: datetime) -> None:
    key = Ed25519PrivateKey.generate()
    sequencer.sequence(key=key, at=timezone.now())
    checkpoint = Checkpoint.objects.latest("size")
    town.copied()
    town.move()
    town.approved(at=early)
    assert sequencer.sequence(key=key, at=timezone.now()) is None, "nothing is signed before it is told"

    restoring.begin(at=timezone.now())

    told = Event.objects.get(verb="agency.restored", agency_id=town.engaged.agency.pk)
    assert told.keys["checkpoint_size"] == checkpoint.size
    assert told.keys["checkpoint_root"] == bytes(checkpoint.root).hex()
    assert sequencer.sequence(key=key, at=timezone.now()) is not None


def test_the_database_itself_refuses_an_attempt_in_a_copy(town: Town, early: datetime) -> None:
    post = town.approved(at=early)
    town.copied()
    town.move()
    publication = Publication.objects.get(post=post)
    publication.state = PublicationState.SENDING
    publication.save()

    with pytest.raises(IntegrityError, match="this database was restored or copied"):
        Attempt.objects.create(
            publication=publication,
            number=1,
            kind="publish",
            digest=publication.revision.digest,
            claimed_at=early,
        )


def test_another_installation_id_stops_publishing_too(town: Town, early: datetime, settings: Any) -> None:
    post = town.approved(at=early)
    settings.INSTALLATION_ID = "another"

    assert town.send(post) == "nothing to do"
    restoring.begin(at=timezone.now())

    assert Post.objects.get(pk=post.pk).status == Status.STOPPED
    assert restoring.begin(at=timezone.now()) == []


def test_what_was_being_sent_when_the_backup_was_taken_is_looked_for(town: Town, early: datetime) -> None:
    post = town.approved(at=early)

    claim = publishing.claim(publication_id=Publication.objects.get(post=post).pk)
    assert claim is not None
    made = town.backed_up()
    sending.call(claim, now=timezone.now())
    town.restored(made)

    restoring.begin(at=timezone.now())
    _read_all()

    assert Post.objects.get(pk=post.pk).status == Status.PUBLISHED
    assert town.accepted() == 1


def test_an_account_that_cannot_be_read_is_named_and_a_person_goes_on(town: Town, settings: Any) -> None:
    account = town.engaged.accounts["014"]
    town.copied()
    town.move()
    (restoration,) = restoring.begin(at=timezone.now())
    settings.TRAINING_URL = "http://127.0.0.1:1"
    _read_all()
    reading = TimelineReading.objects.get(account=account)
    assert reading.trouble

    with pytest.raises(Refused, match=f"@{account.handle}"):
        stopping.lift(
            stop_id=restoration.stop_id, reason="x", actor=town.engaged.natarajan, at=timezone.now()
        )
    with pytest.raises(Refused):
        restoring.go_on_without(
            reading_id=reading.pk, actor=town.engaged.reyes, reason="I looked.", at=timezone.now()
        )
    for waiting in TimelineReading.objects.filter(restoration=restoration):
        restoring.go_on_without(
            reading_id=waiting.pk, actor=town.engaged.natarajan, reason="I looked.", at=timezone.now()
        )

    stopping.lift(stop_id=restoration.stop_id, reason="x", actor=town.engaged.natarajan, at=timezone.now())
    with pytest.raises(restoring.ReadAlready):
        restoring.go_on_without(
            reading_id=reading.pk, actor=town.engaged.natarajan, reason="Again.", at=timezone.now()
        )


def test_the_database_keeps_the_stop_until_every_timeline_is_read(town: Town) -> None:
    town.copied()
    town.move()
    restoring.begin(at=timezone.now())

    with pytest.raises(IntegrityError, match="a timeline has not been read"):
        Stop.objects.update(released_at=timezone.now(), released_by=town.engaged.natarajan)


def test_what_the_database_does_not_know_is_listed(town: Town, early: datetime) -> None:
    account = town.engaged.accounts["014"]
    made = town.backed_up()
    later = town.approved(at=early)
    town.send(later)
    number = Publication.objects.get(post=later).external_id
    town.restored(made)

    restoring.begin(at=timezone.now())
    _read_all()

    shown = ShownPost.objects.get(reading__account=account, external_id=number)
    assert (shown.external_id, shown.meaning, shown.post) == (number, Meaning.STRANGE, None)


def test_what_was_approved_after_the_backup_is_shown_beside_its_post(town: Town, early: datetime) -> None:
    text = f"Approved a little later {people.a_word()}."
    post = people.submitted(
        engaged=town.engaged, written=drafting.Written(**{**people.TIP.__dict__, "text": text}), at=early
    )
    made = town.backed_up()
    people.approve(post=post, by=town.engaged.whitfield, at=early)
    town.send(post)
    town.restored(made)

    restoring.begin(at=timezone.now())
    _read_all()

    shown = ShownPost.objects.get(post=post)
    assert shown.meaning == Meaning.UNDECIDED
    assert Post.objects.get(pk=post.pk).status == Status.IN_REVIEW


def test_reading_twice_settles_once(town: Town, early: datetime) -> None:
    post = town.approved(at=early)
    made = town.backed_up()
    town.send(post)
    town.restored(made)
    restoring.begin(at=timezone.now())
    ids = restoring.to_be_read(at=timezone.now())

    for reading_id in [*ids, *ids]:
        restoring.read(reading_id=reading_id, at=timezone.now())

    assert Event.objects.filter(verb="post.found_again").count() == 1
    assert ShownPost.objects.filter(post=post).count() == 1
    assert restoring.to_be_read(at=timezone.now() + timedelta(hours=1)) == []
    assert Restoration.objects.count() == 1


def test_two_workers_that_read_at_once_ask_the_network_once(town: Town, early: datetime) -> None:
    post = town.approved(at=early)
    made = town.backed_up()
    town.send(post)
    town.restored(made)
    restoring.begin(at=timezone.now())
    now = timezone.now()
    ids = restoring.to_be_read(at=now)

    def read(reading_id: int) -> None:
        try:
            restoring.read(reading_id=reading_id, at=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read, [*ids, *ids]))

    assert Event.objects.filter(verb="post.found_again").count() == 1
    assert ShownPost.objects.filter(post=post).count() == 1


def test_a_timeline_is_tried_again_only_after_the_last_reader_has_ended(town: Town) -> None:
    town.restored(town.backed_up())
    restoring.begin(at=timezone.now())
    now = timezone.now()
    ids = restoring.to_be_read(at=now)
    TimelineReading.objects.filter(pk__in=ids).update(tried_at=now)

    assert restoring.to_be_read(at=now + timedelta(minutes=2)) == []
    assert restoring.read(reading_id=ids[0], at=now + timedelta(minutes=2)).state == ReadingState.WAITING
    assert restoring.to_be_read(at=now + restoring.TRY_AGAIN) == ids


def test_at_home_nothing_is_stopped(town: Town, early: datetime) -> None:
    post = town.approved(at=early)

    assert restoring.begin(at=timezone.now()) == []
    assert town.send(post) == "published"

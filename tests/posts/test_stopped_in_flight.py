"""What was on its way when a stop or a person came between: it is held with its time, or left as it was settled."""

import threading
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts import authority, order
from audit import vault
from audit.models import Event
from governance import cast
from governance.cast import Cast
from outlets.outcomes import NotSent, SeenPost
from posts import found_again, gate, held, holding, publications, publishing, restoring, settling, stopping
from posts.models import Post, Publication, Scope, ShownPost, Status, TimelineReading
from posts.stops import Target
from tests import people
from tests.posts.statuses import exchange, in_status


def test_what_was_not_sent_while_a_stop_came_is_in_the_stops_list_with_its_time(
    chicago: Cast, at: datetime
) -> None:
    post, soon = people.approved(engaged=chicago, at=at), at + timedelta(minutes=10)
    publication = Publication.objects.get(post=post)
    claim = publishing.claim(publication_id=publication.pk, now_by=lambda: soon)
    assert claim is not None
    everything = Target(scope=Scope.DEPARTMENT)
    stop = stopping.place(target=everything, reason="No.", actor=chicago.natarajan, at=soon).stop
    again = soon + timedelta(minutes=2)
    settling.settle(attempt_id=claim.attempt_id, outcome=NotSent(reason="refused", retry_at=again), at=soon)

    assert publishing.claim(publication_id=publication.pk, now_by=lambda: again) is None

    stopped = Post.objects.get(pk=post.pk)
    assert (stopped.status, stopped.due_at) == (Status.STOPPED, post.due_at)
    assert holding.left_by(stop=stop) == [post.pk]
    listed = held.page(authority=authority.load(member=chicago.natarajan, at=again), stop_id=stop.pk)
    assert [row.post.pk for row in listed.rows] == [post.pk]
    stopping.lift(stop_id=stop.pk, reason="It is over.", actor=chicago.natarajan, at=again)
    stopping.release(post_id=post.pk, actor=chicago.whitfield, at=again)
    released = Publication.objects.get(post=post, state="due")
    assert publishing.claim(publication_id=released.pk, now_by=lambda: again) is not None


def test_a_post_whose_reason_to_wait_was_the_gates_sentence_is_stopped_all_the_same(
    chicago: Cast, at: datetime
) -> None:
    post, soon = people.approved(engaged=chicago, at=at), at + timedelta(minutes=10)
    everything = Target(scope=Scope.DEPARTMENT)
    stopping.place(target=everything, reason="No.", actor=chicago.natarajan, at=at)
    Post.objects.filter(pk=post.pk).update(status=Status.APPROVED)
    publication = Publication.objects.get(post=post)
    said = gate.holds_back(post=Post.objects.get(pk=post.pk), publication=publication, now=soon)
    assert said is not None
    Publication.objects.filter(post=post).update(waiting_for=said.sentence)

    assert publishing.claim(publication_id=publication.pk, now_by=lambda: soon) is None

    assert Post.objects.get(pk=post.pk).status == Status.STOPPED
    assert Publication.objects.get(post=post).state == "cancelled"


def test_what_a_person_found_while_the_timeline_was_read_is_told_once(
    committed_db: str, at: datetime, settings: Any
) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    post = in_status(Status.UNKNOWN, engaged=engaged, at=at)
    publication = Publication.objects.get(post=post)
    settings.INSTALLATION_ID = "another"
    restoring.begin(at=at)
    reading = TimelineReading.objects.select_related("restoration", "account__agency").get(
        account_id=post.account_id
    )
    words = vault.text(digest=publication.revision.text_digest, agency_id=post.agency_id)
    seen = SeenPost(external_id="77", text=words, raw_text=words, created_at=at)

    def read() -> None:
        try:
            found_again.settle(reading=reading, shown=[seen], evidence=[exchange(at)], at=at)
        finally:
            connection.close()

    reader = threading.Thread(target=read)
    with transaction.atomic():
        order.taking_away(agency_id=post.agency_id)
        reader.start()
        _wait_until_somebody_waits()
        mine = Publication.objects.select_for_update().get(pk=publication.pk)
        publications.bind(publication=mine, number="77", url="http://127.0.0.1/77", published_at=at, at=at)
        mine.save()
    reader.join()

    publication.refresh_from_db()
    assert (publication.external_id, publication.url) == ("77", "http://127.0.0.1/77")
    assert not Event.objects.filter(verb="post.found_again").exists()
    assert not ShownPost.objects.exists()


def _wait_until_somebody_waits() -> None:
    """Until another connection stands at the agency's lock, for ten seconds at most."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
                " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted)"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody came to the lock")

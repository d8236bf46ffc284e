"""What the network took twice stands on the page of trouble until a lead has it deleted there, with a reason."""

from datetime import datetime
from typing import Any

import pytest

from accounts.models import OutletAccount
from audit.models import Event
from outlets.intent import Intent
from outlets.outcomes import Published
from posts import alive, chain, clock, history, publications, publishing, sending, settling, uncopying
from posts.models import Post, Publication, SecondCopy
from posts.uncopying import CannotDelete
from records.models import Record, RecordEntry
from tests.posts.desks import signed_in
from tests.posts.reading import Out, due, plan, told, words
from tests.posts.test_threads_out import thread


def _taken_twice(out: Out, early: datetime) -> Publication:
    """The call that nobody heard was accepted after all, and so was the second one, whose number is bound."""
    publication = due(out, early)
    first = publishing.claim(publication_id=publication.pk)
    assert first is not None
    heard_late = sending.call(first, now=clock.now())
    settling.settle(attempt_id=first.attempt_id, outcome=settling.worker_lost(), at=clock.now())
    second = _sent(publication.account, words())
    publication.refresh_from_db()
    publication.external_id, publication.url = second.external_id, second.url
    publication.state, publication.published_at = "published", second.at
    publication.save()
    Post.objects.filter(pk=publication.post_id).update(status="published")
    for _ in range(2):
        settling.settle(attempt_id=first.attempt_id, outcome=heard_late, at=clock.now())
    return publication


def _sent(account: OutletAccount, text: str) -> Published:
    intent = Intent(
        publication_id="again",
        attempt=2,
        handle=account.handle,
        external_user_id=account.external_id,
        text=text,
    )
    done = sending.reach(account).publish(intent, now=clock.now())
    assert isinstance(done, Published)
    return done


def _there(publication: Publication, copy: SecondCopy) -> set[str]:
    """Which of both residents see."""
    ids = [publication.external_id, copy.external_id]
    seen = sending.reach(publication.account).lookup(external_ids=ids, now=clock.now())
    return {post.number for post in seen.posts}


def _delete(who: Any, publication: Publication, reason: str = "It is out twice.") -> str:
    address = f"/trouble/{publication.post_id}/copy/delete/"
    form = {"reason": reason, "next": "/trouble/"}
    return str(signed_in(who).post(address, form, follow=True).content.decode())


@pytest.mark.django_db
def test_a_lead_deletes_the_second_copy_and_the_post_stays(out: Out, early: datetime) -> None:
    cast = out[0]
    publication = _taken_twice(out, early)
    copy = SecondCopy.objects.get()
    both = {publication.external_id, copy.external_id}
    there = [*both, "1"]
    assert publications.known(account_id=publication.account_id, numbers=there) == both, (
        "neither is another's"
    )
    bodies = told(publication, kind="out_twice")
    assert bodies and all(copy.url in body for body in bodies)
    assert f"Number {copy.external_id}" in signed_in(cast.whitfield).get("/trouble/").content.decode()

    assert "Nothing was deleted" in _delete(cast.whitfield, publication, reason=" ")
    _delete(cast.reyes, publication)
    assert _there(publication, copy) == {publication.external_id, copy.external_id}
    assert not Event.objects.filter(verb="post.copy_delete_asked").exists()

    page = _delete(cast.whitfield, publication)

    assert "The second copy is deleted. The post itself stays." in page
    assert f"Number {copy.external_id}" not in page
    assert _there(publication, copy) == {publication.external_id}
    publication.refresh_from_db()
    assert (publication.state, Post.objects.get(pk=publication.post_id).status) == ("published", "published")
    attempt = publication.attempts.latest("number")
    assert (attempt.kind, attempt.outcome, attempt.copy_id) == ("copy", "deleted", copy.pk)
    assert Event.objects.filter(verb="post.copy_deleted", subject_id=publication.post_id).count() == 1
    record = Record.objects.get(post_id=publication.post_id)
    assert record.external_id == publication.external_id and not record.taken_down
    assert RecordEntry.objects.get(record=record).kind == "corrected"
    post = Post.objects.get(pk=publication.post_id)
    assert "A second copy was deleted from the network" in [entry.sentence for entry in history.of(post)]
    with pytest.raises(CannotDelete, match="any more"):
        uncopying.delete(post_id=post.pk, actor=cast.whitfield, reason="Again.", at=clock.now())


@pytest.mark.django_db
def test_what_the_network_does_not_delete_stays_on_the_page_and_is_asked_again(
    out: Out, early: datetime
) -> None:
    cast = out[0]
    publication = _taken_twice(out, early)
    copy = SecondCopy.objects.get()
    plan(out, {"name": "reject_before", "status": 503, "body": {}}, method="DELETE")

    page = _delete(cast.whitfield, publication)

    assert "The second copy is not deleted." in page and "Not deleted" in page
    assert not alive.left() and _there(publication, copy) == {publication.external_id, copy.external_id}
    assert "The second copy is deleted." in _delete(cast.whitfield, publication)
    assert _there(publication, copy) == {publication.external_id}


@pytest.mark.django_db
def test_a_copy_of_a_part_whose_record_is_owed_yet_is_written_down_as_gone_all_the_same(
    out: Out, early: datetime
) -> None:
    post, texts = thread(out, early, parts=2)
    first, second = chain.parts_of(post=post)
    sending.send(publication_id=first.pk)
    claim = publishing.claim(publication_id=second.pk)
    assert claim is not None
    settling.write(attempt_id=claim.attempt_id, outcome=sending.call(claim, now=clock.now()), at=clock.now())
    again = _sent(post.account, f"{texts[1]} Again.")
    SecondCopy.objects.create(
        agency=post.agency, publication=second, external_id=again.external_id, url=again.url, found_at=early
    )

    copy = uncopying.delete(post_id=post.pk, actor=out[0].whitfield, reason="Twice.", at=clock.now())

    assert copy.deleted_at is not None and not alive.left()
    assert Record.objects.filter(post_id=post.pk).count() == 2
    assert Event.objects.filter(verb="post.copy_deleted", subject_id=post.pk).count() == 1
